/** Compares byte by byte without stopping at the first difference; different lengths are unequal. */
function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0);
  return difference === 0;
}

/** Compares two texts by their UTF-8 bytes, for signatures written as hex or Base64. */
export function equalText(left: string, right: string): boolean {
  const encoder = new TextEncoder();
  return equalBytes(encoder.encode(left), encoder.encode(right));
}
