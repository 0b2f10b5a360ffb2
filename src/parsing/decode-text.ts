import { WenbanError } from "../errors.ts";
import { looksBinary, sniffType } from "./sniff-type.ts";

/** A file's text with what was lost on the way. */
export interface DecodedText {
  text: string;
  /** Name of the encoding, as TextDecoder knows it. */
  encoding: string;
  warnings: { code: string; message: string }[];
}

/** Up to so many undecodable characters, or so large a share, are reported; more make the file unreadable. */
const TOLERATED_COUNT = 10;
const TOLERATED_SHARE = 0.01;
const REPLACEMENT = /\ufffd/g;
const SAMPLE = 65536;
/** Share of the units that must be everyday Chinese or ASCII for a guess at UTF-16. */
const PLAUSIBLE_SHARE = 0.9;

/**
 * Decodes a text file: by BOM, as UTF-16 where NULs or plain Chinese show it, as strict UTF-8, as Big5 where
 * the file declares it, else as gb18030. The BOM is not part of the text.
 * @throws WenbanError `ingest.empty_file`, `ingest.type_mismatch` (the file is something else than text),
 *   `ingest.bad_encoding` (too much can't be decoded).
 */
export function decodeText(bytes: Uint8Array, declaredCharset?: string): DecodedText {
  if (bytes.length === 0) throw emptyFile();
  const type = sniffType(bytes);
  if (type !== null) throw typeMismatch(type.label);
  const decoded = decodeBytes(bytes, declaredCharset);
  if (decoded.text.trim() === "") throw emptyFile();
  return decoded;
}

/** The file holds nothing but white space. */
export function emptyFile(): WenbanError {
  return new WenbanError("unprocessable", "ingest.empty_file", "文件是空的，没有可以收录的文字。", {
    hint: "请检查文件是否保存完整，再重新放入。",
  });
}

/** The file is not what its name says. `really` is what it is, in words. */
export function typeMismatch(really: string): WenbanError {
  return new WenbanError(
    "unsupported_type",
    "ingest.type_mismatch",
    `文件的扩展名与内容不符：它其实是${really}。`,
    {
      hint: "请改成正确的扩展名，或另存为文本后再放入。",
    },
  );
}

function decodeBytes(bytes: Uint8Array, declaredCharset: string | undefined): DecodedText {
  const marked = byteOrderMark(bytes) ?? guessWideByNuls(bytes);
  if (marked !== null) return decodeLossy(bytes, marked);
  const isBinary = looksBinary(bytes);
  const strict = isBinary ? null : decodeStrict(bytes);
  if (strict !== null) return { text: strict, encoding: "utf-8", warnings: [] };
  const wide = guessWideByWords(bytes);
  if (wide !== null) return decodeLossy(bytes, wide);
  if (isBinary) throw typeMismatch("二进制文件，不是文本");
  if (isMostlyUtf8(bytes)) return decodeLossy(bytes, "utf-8");
  const isBig5 = /^(?:big5|big-5|x-x-big5|cn-big5|big5-hkscs)$/i.test(declaredCharset ?? "");
  return decodeLossy(bytes, isBig5 ? "big5" : "gb18030");
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
}

/** ASCII in UTF-16 leaves a NUL in every other byte. */
function guessWideByNuls(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, SAMPLE);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  const least = sample.length * 0.05;
  if (odd > least && even < odd * 0.02) return "utf-16le";
  if (even > least && odd < even * 0.02) return "utf-16be";
  return null;
}

function guessWideByWords(bytes: Uint8Array): string | null {
  if (bytes.length % 2 !== 0) return null;
  return ["utf-16le", "utf-16be"].find((encoding) => isPlausible(bytes, encoding)) ?? null;
}

function isPlausible(bytes: Uint8Array, encoding: string): boolean {
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, SAMPLE));
  const everyday =
    text.match(/[\u4e00-\u9fa5\u3000-\u301f\uff01-\uff5e\t\n\r\x20-\x7e“”‘’—…·]/g)?.length ?? 0;
  return everyday >= text.length * PLAUSIBLE_SHARE;
}

function decodeStrict(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null; // Not UTF-8: another encoding is tried, nothing is swallowed.
  }
}

/** UTF-8 with a few broken sequences: gb18030 read as UTF-8 would break nearly everywhere. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes.subarray(0, SAMPLE));
  const lost = text.match(REPLACEMENT)?.length ?? 0;
  const read = text.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  return read > lost * 4;
}

function decodeLossy(bytes: Uint8Array, encoding: string): DecodedText {
  const text = new TextDecoder(encoding).decode(bytes);
  const lost = text.match(REPLACEMENT)?.length ?? 0;
  if (lost === 0) return { text, encoding, warnings: [] };
  if (lost > TOLERATED_COUNT && lost > text.length * TOLERATED_SHARE) throw badEncoding(lost, text.length);
  const message = `有 ${lost} 处字节无法解码，显示为 �。`;
  return { text, encoding, warnings: [{ code: "ingest.replaced_characters", message }] };
}

function badEncoding(lost: number, length: number): WenbanError {
  const share = Math.round((lost * 100) / length);
  return new WenbanError(
    "unprocessable",
    "ingest.bad_encoding",
    `文件有 ${lost} 处（${share}%）无法解码，文字已经损坏。`,
    {
      hint: "请从原处重新下载，或用 UTF-8 另存后再放入。",
    },
  );
}
