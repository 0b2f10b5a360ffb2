import type { FeatureMatrix } from "./lsa-features.ts";
import { decomposeSymmetric } from "./symmetric-eigen.ts";

/** Directions beyond those wanted that make the sketch hold the wanted ones well. */
const OVERSAMPLING = 12;
/** Eigenvalues below this share of the largest are noise of the sketch. */
const NEGLIGIBLE = 1e-10;

type SparseRows = Pick<FeatureMatrix, "starts" | "columns" | "values">;
type FourNumbers = [number, number, number, number];

export interface SingularVectors {
  /** Directions found; fewer than wanted when the matrix has a lower rank. */
  rank: number;
  /** Row-major, one row of `rank` numbers per column of the matrix. */
  right: Float32Array;
  /** Descending. */
  values: Float64Array;
}

/**
 * The strongest right singular vectors of a sparse matrix, by a randomised range finder with one power
 * iteration (Halko, Martinsson and Tropp 2011, algorithm 4.3). The same seed gives the same vectors.
 */
export function findSingularVectors(matrix: FeatureMatrix, wanted: number, seed: number): SingularVectors {
  const rows = matrix.starts.length - 1;
  const columns = matrix.keys.length;
  const width = Math.min(wanted + OVERSAMPLING, rows, columns);
  const turned = transpose(matrix);
  let range = multiply(turned, randomSigns(rows * width, seed), width);
  range = multiply(turned, multiply(matrix, range, width), width);
  const basis = orthonormaliser(gram(range, columns, width), width);
  const seen = multiply(matrix, range, width);
  const inner = transformGram(gram(seen, rows, width), basis.matrix, width, basis.rank);
  const eigen = decomposeSymmetric(inner, basis.rank);
  const rank = Math.min(wanted, basis.rank);
  const turn = multiplyDense(basis.matrix, eigen.vectors, width, basis.rank, basis.rank);
  return {
    rank,
    right: project(range, turn, columns, width, basis.rank, rank),
    values: eigen.values.slice(0, rank).map((value) => Math.sqrt(Math.max(0, value))),
  };
}

function randomSigns(length: number, seed: number): Float32Array {
  let state = seed >>> 0 || 1;
  return Float32Array.from({ length }, () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state & 1 ? 1 : -1;
  });
}

/** Sparse matrix times a dense row-major block of `width` columns. */
function multiply({ starts, columns, values }: SparseRows, block: Float32Array, width: number): Float32Array {
  const out = new Float32Array((starts.length - 1) * width);
  for (let row = 0; row + 1 < starts.length; row++) {
    const to = row * width;
    const end = starts[row + 1] as number;
    let i = starts[row] as number;
    for (; i + 3 < end; i += 4) {
      const a = (columns[i] as number) * width;
      const b = (columns[i + 1] as number) * width;
      const c = (columns[i + 2] as number) * width;
      const d = (columns[i + 3] as number) * width;
      const [x, y, z, u] = [values[i], values[i + 1], values[i + 2], values[i + 3]] as FourNumbers;
      for (let j = 0; j < width; j++) {
        out[to + j] =
          (out[to + j] as number) +
          x * (block[a + j] as number) +
          y * (block[b + j] as number) +
          z * (block[c + j] as number) +
          u * (block[d + j] as number);
      }
    }
    for (; i < end; i++) {
      const a = (columns[i] as number) * width;
      const x = values[i] as number;
      for (let j = 0; j < width; j++) out[to + j] = (out[to + j] as number) + x * (block[a + j] as number);
    }
  }
  return out;
}

/** The transposed matrix, so that both products run along rows. */
function transpose(matrix: FeatureMatrix): SparseRows {
  const total = matrix.columns.length;
  const starts = new Uint32Array(matrix.keys.length + 1);
  for (let i = 0; i < total; i++) {
    const column = matrix.columns[i] as number;
    starts[column + 1] = (starts[column + 1] as number) + 1;
  }
  for (let c = 1; c < starts.length; c++) starts[c] = (starts[c] as number) + (starts[c - 1] as number);
  const next = starts.slice();
  const columns = new Uint32Array(total);
  const values = new Float32Array(total);
  for (let row = 0; row + 1 < matrix.starts.length; row++) {
    for (let i = matrix.starts[row] as number; i < (matrix.starts[row + 1] as number); i++) {
      const column = matrix.columns[i] as number;
      const at = next[column] as number;
      next[column] = at + 1;
      columns[at] = row;
      values[at] = matrix.values[i] as number;
    }
  }
  return { starts, columns, values };
}

/** Inner products of the block's columns with each other; four rows at a time. */
function gram(block: Float32Array, rows: number, width: number): Float64Array {
  const out = new Float64Array(width * width);
  const padded = rows % 4 === 0 ? block : padRows(block, rows, width);
  for (let base = 0; base < padded.length; base += 4 * width) {
    const [b, c, d] = [base + width, base + 2 * width, base + 3 * width];
    for (let i = 0; i < width; i++) {
      const [x, y, z, u] = [padded[base + i], padded[b + i], padded[c + i], padded[d + i]] as FourNumbers;
      const to = i * width;
      for (let j = i; j < width; j++) {
        out[to + j] =
          (out[to + j] as number) +
          x * (padded[base + j] as number) +
          y * (padded[b + j] as number) +
          z * (padded[c + j] as number) +
          u * (padded[d + j] as number);
      }
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) out[i * width + j] = out[j * width + i] as number;
  }
  return out;
}

function padRows(block: Float32Array, rows: number, width: number): Float32Array {
  const padded = new Float32Array((rows + 4 - (rows % 4)) * width);
  padded.set(block);
  return padded;
}

/** The transformation that makes a block with this Gram matrix orthonormal, without its null directions. */
function orthonormaliser(gramMatrix: Float64Array, width: number): { matrix: Float64Array; rank: number } {
  const { values, vectors } = decomposeSymmetric(gramMatrix, width);
  const largest = values[0] ?? 0;
  const rank = values.filter((value) => value > NEGLIGIBLE * largest && value > 0).length;
  const matrix = new Float64Array(width * rank);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < rank; j++) {
      matrix[i * rank + j] = (vectors[i * width + j] as number) / Math.sqrt(values[j] as number);
    }
  }
  return { matrix, rank };
}

function multiplyDense(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const x = a[i * inner + k] as number;
      for (let j = 0; j < columns; j++) {
        out[i * columns + j] = (out[i * columns + j] as number) + x * (b[k * columns + j] as number);
      }
    }
  }
  return out;
}

/** The Gram matrix of a block after its columns are transformed: Tᵀ G T. */
function transformGram(
  gramMatrix: Float64Array,
  transformation: Float64Array,
  width: number,
  rank: number,
): Float64Array {
  const half = multiplyDense(gramMatrix, transformation, width, width, rank);
  const transposed = new Float64Array(rank * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < rank; j++) transposed[j * width + i] = transformation[i * rank + j] as number;
  }
  return multiplyDense(transposed, half, rank, width, rank);
}

/** The block times the first `rank` columns of a small matrix. */
function project(
  block: Float32Array,
  small: Float64Array,
  rows: number,
  width: number,
  stride: number,
  rank: number,
): Float32Array {
  const starts = Uint32Array.from({ length: rows + 1 }, (_, row) => row * width);
  const columns = Uint32Array.from({ length: rows * width }, (_, i) => i % width);
  const dense = new Float32Array(width * rank);
  for (let k = 0; k < width; k++) {
    for (let j = 0; j < rank; j++) dense[k * rank + j] = small[k * stride + j] as number;
  }
  return multiply({ starts, columns, values: block }, dense, rank);
}
