import { WenbanError } from "../errors.ts";

/**
 * One file of typed arrays: magic, length of a JSON header, the header, then the arrays, each aligned to
 * eight bytes, so that reading makes views and copies nothing. Little-endian, as every platform Node and
 * Workers run on. Whether the bytes are the ones written is for a checksum to say, not for this format.
 */
export type PackedArray = Uint8Array | Int8Array | Uint16Array | Uint32Array | Float32Array;

const MAGIC = 0x31425757;
const ALIGNMENT = 8;

interface ArrayTypes {
  Uint8Array: Uint8Array;
  Int8Array: Int8Array;
  Uint16Array: Uint16Array;
  Uint32Array: Uint32Array;
  Float32Array: Float32Array;
}
type TypeName = keyof ArrayTypes;
interface View<T> {
  new (buffer: ArrayBufferLike, offset: number, length: number): T;
  BYTES_PER_ELEMENT: number;
}
const TYPES: { [T in TypeName]: View<ArrayTypes[T]> } = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Uint32Array,
  Float32Array,
};

interface Section {
  name: string;
  type: TypeName;
  offset: number;
  length: number;
}

export interface Packed {
  header: unknown;
  /** The array of that name and type; throws `index.malformed` when there is none. */
  array<T extends TypeName>(name: string, type: T): ArrayTypes[T];
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}

/** The error for index bytes that are not what their format says. */
export function malformedIndex(what: string): WenbanError {
  return new WenbanError("storage", "index.malformed", `索引文件格式不对：${what}。`, {
    hint: "重新建立索引：wenban index。Build the index again.",
  });
}

function typeName(array: PackedArray): TypeName {
  const found = (Object.keys(TYPES) as TypeName[]).find((name) => array instanceof TYPES[name]);
  if (!found) throw malformedIndex("unknown array type");
  return found;
}

/** Packs a JSON header and named arrays into one block of bytes. */
export function packArrays(header: unknown, arrays: Record<string, PackedArray>): Uint8Array {
  const sections: Section[] = [];
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    sections.push({ name, type: typeName(array), offset, length: array.length });
    offset = align(offset + array.byteLength);
  }
  const head = new TextEncoder().encode(JSON.stringify({ header, sections }));
  const base = align(8 + head.length);
  const bytes = new Uint8Array(base + offset);
  new Uint32Array(bytes.buffer, 0, 2).set([MAGIC, head.length]);
  bytes.set(head, 8);
  for (const section of sections) {
    const array = arrays[section.name];
    if (!array) continue;
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), base + section.offset);
  }
  return bytes;
}

function readHeader(bytes: Uint8Array): { header: unknown; sections: Section[]; base: number } {
  if (bytes.length < 8) throw malformedIndex("cut short");
  const [magic, headLength] = new Uint32Array(bytes.buffer, bytes.byteOffset, 2);
  if (magic !== MAGIC || headLength === undefined || 8 + headLength > bytes.length)
    throw malformedIndex("header");
  try {
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headLength)));
    return { header: head.header, sections: head.sections, base: align(8 + headLength) };
  } catch (cause) {
    throw new WenbanError("storage", "index.malformed", "索引文件的文件头无法读取。", { cause });
  }
}

/** Reads what `packArrays` wrote; arrays are views into `bytes` (copied once if those are not aligned). */
export function unpackArrays(source: Uint8Array): Packed {
  const bytes = source.byteOffset % ALIGNMENT === 0 ? source : new Uint8Array(source);
  const { header, sections, base } = readHeader(bytes);
  return {
    header,
    array<T extends TypeName>(name: string, type: T) {
      const section = sections.find((one) => one.name === name && one.type === type);
      const View: View<ArrayTypes[T]> = TYPES[type];
      if (!section || base + section.offset + section.length * View.BYTES_PER_ELEMENT > bytes.length)
        throw malformedIndex(name);
      return new View(bytes.buffer, bytes.byteOffset + base + section.offset, section.length);
    },
  };
}
