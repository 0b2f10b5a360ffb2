/** Bytes of standard Base64, padding optional; null for anything else. Unused low bits of the end are ignored. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const bare = text.endsWith("=") ? text.slice(0, text.endsWith("==") ? -2 : -1) : text;
  if (bare.length % 4 === 1 || !/^[A-Za-z0-9+/]*$/.test(bare)) return null;
  const binary = atob(bare.padEnd(Math.ceil(bare.length / 4) * 4, "="));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** Standard Base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Lower-case hexadecimal digits. */
export function encodeHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
