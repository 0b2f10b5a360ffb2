/** Eigenvalues in descending order, and the eigenvectors as the columns of a row-major square matrix. */
export interface Eigen {
  values: Float64Array;
  vectors: Float64Array;
}

const MAX_SWEEPS = 30;
const CONVERGED = 1e-18;

/** Eigen-decomposition of a symmetric row-major matrix by cyclic Jacobi rotations. */
export function decomposeSymmetric(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  /** Rows are the eigenvectors while rotating, so that a rotation touches two contiguous rows. */
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS && !isDiagonal(a, size); sweep++) {
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
    }
  }
  return sortEigen(a, v, size);
}

function isDiagonal(a: Float64Array, size: number): boolean {
  let off = 0;
  let on = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const square = (a[i * size + j] as number) ** 2;
      if (i === j) on += square;
      else off += square;
    }
  }
  return off <= CONVERGED * on;
}

/** One Jacobi rotation that clears the element at row p, column q. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] as number;
  if (Math.abs(apq) < 1e-300) return;
  const theta = ((a[q * size + q] as number) - (a[p * size + p] as number)) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  mixColumns(a, size, p, q, c, s);
  mixRows(a, size, p, q, c, s);
  mixRows(v, size, p, q, c, s);
}

function mixColumns(m: Float64Array, size: number, p: number, q: number, c: number, s: number): void {
  for (let row = 0; row < size * size; row += size) {
    const x = m[row + p] as number;
    const y = m[row + q] as number;
    m[row + p] = c * x - s * y;
    m[row + q] = s * x + c * y;
  }
}

function mixRows(m: Float64Array, size: number, p: number, q: number, c: number, s: number): void {
  for (let column = 0; column < size; column++) {
    const x = m[p * size + column] as number;
    const y = m[q * size + column] as number;
    m[p * size + column] = c * x - s * y;
    m[q * size + column] = s * x + c * y;
  }
}

function sortEigen(a: Float64Array, rows: Float64Array, size: number): Eigen {
  const order = Array.from({ length: size }, (_, i) => i);
  order.sort((x, y) => (a[y * size + y] as number) - (a[x * size + x] as number));
  const values = Float64Array.from(order, (i) => a[i * size + i] as number);
  const vectors = new Float64Array(size * size);
  order.forEach((from, column) => {
    for (let i = 0; i < size; i++) vectors[i * size + column] = rows[from * size + i] as number;
  });
  return { values, vectors };
}
