/** What a file really is, by its first bytes, in words for the operator. */
export interface SniffedType {
  name: string;
  /** Word for messages, such as PDF 文件. */
  label: string;
}

interface Signature extends SniffedType {
  bytes: readonly number[];
}

const SIGNATURES: Signature[] = [
  { name: "pdf", label: "PDF 文件", bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { name: "zip", label: "压缩包或 Office 文件", bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: "zip", label: "空压缩包", bytes: [0x50, 0x4b, 0x05, 0x06] },
  {
    name: "ole",
    label: "旧版 Office 文件或加密的 Office 文件",
    bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
  },
  { name: "png", label: "PNG 图片", bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { name: "jpeg", label: "JPEG 图片", bytes: [0xff, 0xd8, 0xff] },
  { name: "gif", label: "GIF 图片", bytes: [0x47, 0x49, 0x46, 0x38] },
  { name: "gzip", label: "gzip 压缩文件", bytes: [0x1f, 0x8b, 0x08] },
  { name: "7z", label: "7z 压缩文件", bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { name: "rar", label: "RAR 压缩文件", bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { name: "elf", label: "可执行文件", bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { name: "sqlite", label: "SQLite 数据库", bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66] },
  { name: "rtf", label: "RTF 文件", bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66] },
];

const SAMPLE = 65536;
const ZIP_TAIL = 65_557;
/** Share of control bytes from which a file is no text. */
const BINARY_SHARE = 0.02;

/** The type that the first bytes prove, or null for what may be text. */
export function sniffType(bytes: Uint8Array): SniffedType | null {
  const found = SIGNATURES.find((signature) => signature.bytes.every((byte, i) => bytes[i] === byte));
  return found === undefined ? null : { name: found.name, label: found.label };
}

/** Whether bytes hold more control characters than any text does. NUL counts; tab and line ends do not. */
export function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE);
  let controls = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32) || byte === 127) controls++;
  return controls > sample.length * BINARY_SHARE;
}

/** Whether a container says that it is encrypted: OOXML in OLE, a zip entry's flag. */
export function isEncrypted(bytes: Uint8Array): boolean {
  const type = sniffType(bytes)?.name;
  if (type === "ole") return includesBytes(bytes, utf16("EncryptedPackage"));
  if (type === "zip") return ((bytes[6] ?? 0) & 1) === 1 && isWholeZip(bytes);
  return false;
}

/** The record that ends every zip file stands within a comment's length of the end; garbage has none. */
function isWholeZip(bytes: Uint8Array): boolean {
  return includesBytes(bytes.subarray(-ZIP_TAIL), Uint8Array.of(0x50, 0x4b, 0x05, 0x06));
}

function utf16(text: string): Uint8Array {
  return Uint8Array.from(text.split("").flatMap((char) => [char.charCodeAt(0), 0]));
}

function includesBytes(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
