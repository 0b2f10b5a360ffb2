/** Frames of 飞书 「长连接」: the Protocol Buffers message `pbbp2.Frame` of the platform's own clients. */

type Bytes = Uint8Array<ArrayBuffer>;

/** What a frame is for. */
export const CONTROL = 0;
export const DATA = 1;

export interface FeishuFrame {
  seqId: bigint;
  logId: bigint;
  service: number;
  method: number;
  headers: [key: string, value: string][];
  payloadEncoding: string;
  payloadType: string;
  payload: Bytes;
  logIdNew: string;
}

/** Field numbers of `pbbp2.Frame` and `pbbp2.Header`. */
const FIELD = {
  seqId: 1,
  logId: 2,
  service: 3,
  method: 4,
  header: 5,
  payloadEncoding: 6,
  payloadType: 7,
  payload: 8,
  logIdNew: 9,
} as const;
const HEADER = { key: 1, value: 2 } as const;

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

export function encodeFrame(frame: FeishuFrame): Bytes {
  const out: number[] = [];
  writeNumber(out, FIELD.seqId, frame.seqId);
  writeNumber(out, FIELD.logId, frame.logId);
  writeNumber(out, FIELD.service, BigInt(frame.service));
  writeNumber(out, FIELD.method, BigInt(frame.method));
  for (const [key, value] of frame.headers) {
    const header: number[] = [];
    writeText(header, HEADER.key, key);
    writeText(header, HEADER.value, value);
    writeBytes(out, FIELD.header, header);
  }
  writeText(out, FIELD.payloadEncoding, frame.payloadEncoding);
  writeText(out, FIELD.payloadType, frame.payloadType);
  writeBytes(out, FIELD.payload, frame.payload);
  writeText(out, FIELD.logIdNew, frame.logIdNew);
  return Uint8Array.from(out);
}

/** @throws RangeError when the bytes are no frame */
export function decodeFrame(bytes: Bytes): FeishuFrame {
  const fields = readFields(bytes);
  return {
    seqId: numberOf(fields, FIELD.seqId),
    logId: numberOf(fields, FIELD.logId),
    service: Number(numberOf(fields, FIELD.service)),
    method: Number(numberOf(fields, FIELD.method)),
    headers: fields
      .filter(({ field }) => field === FIELD.header)
      .map(({ value }) => readFields(value instanceof Uint8Array ? value : new Uint8Array()))
      .map((header) => [textOf(header, HEADER.key), textOf(header, HEADER.value)]),
    payloadEncoding: textOf(fields, FIELD.payloadEncoding),
    payloadType: textOf(fields, FIELD.payloadType),
    payload: bytesOf(fields, FIELD.payload),
    logIdNew: textOf(fields, FIELD.logIdNew),
  };
}

/** The value of a frame's header; empty without it. */
export function headerOf({ headers }: FeishuFrame, name: string): string {
  return headers.find(([key]) => key === name)?.[1] ?? "";
}

interface Field {
  field: number;
  value: bigint | Bytes;
}

function readFields(bytes: Bytes): Field[] {
  const cursor = { bytes, at: 0 };
  const fields: Field[] = [];
  while (cursor.at < bytes.length) {
    const tag = Number(readVarint(cursor));
    fields.push({ field: tag >>> 3, value: readValue(cursor, tag & 7) });
  }
  return fields;
}

interface Cursor {
  readonly bytes: Bytes;
  at: number;
}

function readValue(cursor: Cursor, type: number): bigint | Bytes {
  switch (type) {
    case VARINT:
      return readVarint(cursor);
    case LENGTH_DELIMITED:
      return take(cursor, Number(readVarint(cursor)));
    case FIXED64:
      return take(cursor, 8);
    case FIXED32:
      return take(cursor, 4);
    default:
      throw new RangeError("not a frame: unknown type of field");
  }
}

/** Seven bits in each byte, the lowest first; a set high bit says that more follow. At most ten bytes. */
function readVarint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) throw new RangeError("not a frame: it ends within a number");
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  throw new RangeError("not a frame: a number without an end");
}

function take(cursor: Cursor, count: number): Bytes {
  const end = cursor.at + count;
  if (end > cursor.bytes.length) throw new RangeError("not a frame: it ends within a field");
  const taken = cursor.bytes.slice(cursor.at, end);
  cursor.at = end;
  return taken;
}

/** The last one counts where a field comes twice. */
function lastOf(fields: readonly Field[], number: number): bigint | Bytes | undefined {
  return fields.findLast(({ field }) => field === number)?.value;
}

function numberOf(fields: readonly Field[], number: number): bigint {
  const value = lastOf(fields, number);
  return typeof value === "bigint" ? value : 0n;
}

function bytesOf(fields: readonly Field[], number: number): Bytes {
  const value = lastOf(fields, number);
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function textOf(fields: readonly Field[], number: number): string {
  return new TextDecoder().decode(bytesOf(fields, number));
}

function writeVarint(out: number[], value: bigint): void {
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  out.push(Number(rest));
}

function writeNumber(out: number[], field: number, value: bigint): void {
  writeVarint(out, BigInt((field << 3) | VARINT));
  writeVarint(out, value);
}

function writeBytes(out: number[], field: number, bytes: Iterable<number> & { length: number }): void {
  writeVarint(out, BigInt((field << 3) | LENGTH_DELIMITED));
  writeVarint(out, BigInt(bytes.length));
  for (const byte of bytes) out.push(byte);
}

function writeText(out: number[], field: number, text: string): void {
  writeBytes(out, field, new TextEncoder().encode(text));
}
