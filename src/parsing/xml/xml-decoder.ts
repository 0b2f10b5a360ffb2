import { badXmlEncoding } from "./xml-errors.ts";

/** Decodes the bytes of an XML document and holds them against what it declares. */
export interface XmlDecoder {
  /** @throws WenbanError `ingest.bad_encoding` for bytes that are no text in the encoding */
  decode(chunk: Uint8Array): string;
  /** @throws WenbanError `ingest.bad_encoding` for a text cut off within a character */
  end(): string;
  /** @throws WenbanError `ingest.bad_encoding` for a declared encoding that the bytes are not in */
  declare(encoding: string): void;
}

const BEYOND_ASCII = /[\u0080-\uffff]/;

/** The encoding is told by the byte order mark or the first `<`, else it is UTF-8 (XML 1.0, appendix F). */
export function createXmlDecoder(): XmlDecoder {
  let head = new Uint8Array(0);
  let decoder: TextDecoder | null = null;
  let isBeyondAscii = false;
  let isAsciiOnly = false;
  const check = (text: string) => {
    isBeyondAscii ||= BEYOND_ASCII.test(text);
    if (isAsciiOnly && isBeyondAscii) throw badXmlEncoding();
    return text;
  };
  return {
    decode(chunk) {
      if (decoder !== null) return check(decodeStrict(decoder, chunk, true));
      head = joinBytes(head, chunk);
      if (head.length < 4) return "";
      decoder = new TextDecoder(sniffEncoding(head), { fatal: true });
      return check(decodeStrict(decoder, head, true));
    },
    end() {
      if (decoder !== null) return check(decodeStrict(decoder, new Uint8Array(0), false));
      return decodeStrict(new TextDecoder("utf-8", { fatal: true }), head, false);
    },
    declare(encoding) {
      const isWide = decoder !== null && decoder.encoding !== "utf-8";
      if (isWide !== /^utf-?16/i.test(encoding)) throw badXmlEncoding();
      isAsciiOnly = !isWide && !/^utf-?8$/i.test(encoding);
      check("");
    },
  };
}

function sniffEncoding(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0x3c && head[1] === 0) return "utf-16le";
  if (head[0] === 0 && head[1] === 0x3c) return "utf-16be";
  return "utf-8";
}

function decodeStrict(decoder: TextDecoder, bytes: Uint8Array, isMore: boolean): string {
  try {
    return decoder.decode(bytes, { stream: isMore });
  } catch (cause) {
    throw badXmlEncoding(cause);
  }
}

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
