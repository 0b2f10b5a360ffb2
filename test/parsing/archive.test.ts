import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WenbanError } from "../../src/errors.ts";
import { openArchive } from "../../src/parsing/archive.ts";
import { makeZip } from "../support/office-files.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const END = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Array(18).fill(0));

const PARTS = [
  { name: "a.xml", content: "<a>甲</a>" },
  { name: "folder/b.xml", content: "乙".repeat(300) },
];

/** The archive of PARTS with bytes changed: `at` counts from each place where `signature` stands. */
function change(signature: number[], at: number, bytes: number[], archive = makeZip(PARTS)): Uint8Array {
  const changed = archive.slice();
  for (let i = 0; i < changed.length; i++) {
    if (signature.every((byte, k) => archive[i + k] === byte)) changed.set(bytes, i + at);
  }
  return changed;
}
const LOCAL = [0x50, 0x4b, 3, 4];
const CENTRAL = [0x50, 0x4b, 1, 2];
const END_MARK = [0x50, 0x4b, 5, 6];

async function codeOf(bytes: Uint8Array, limits = {}): Promise<string> {
  try {
    const archive = await openArchive(bytes, limits);
    for (const name of archive.names) await archive.readText(name);
    return "none";
  } catch (error) {
    if (!(error instanceof WenbanError)) throw error;
    expect(error.message).toMatch(/[\u4e00-\u9fff]/);
    expect(error.hint).toMatch(/[\u4e00-\u9fff]/);
    return error.code;
  }
}

describe("an archive", () => {
  it("gives its parts whatever the case of their names", async () => {
    const archive = await openArchive(makeZip(PARTS));
    expect(archive.names).toEqual(["a.xml", "folder/b.xml"]);
    expect(archive.has("FOLDER/B.xml")).toBe(true);
    expect(archive.has("c.xml")).toBe(false);
    expect(await archive.readText("Folder/b.xml")).toBe("乙".repeat(300));
  });

  it("gives back every content, packed or not", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.boolean(), async (content, isStored) => {
        const archive = await openArchive(makeZip([{ name: "x", content, isStored }, ...PARTS]));
        const chunks: Uint8Array[] = [];
        await archive.read("x", (chunk) => chunks.push(chunk.slice()));
        expect(join(...chunks)).toEqual(new Uint8Array(content));
      }),
    );
  });

  it("hands on what a reader of its chunks throws", async () => {
    const archive = await openArchive(makeZip(PARTS));
    const stop = new Error("enough");
    const reading = archive.read("folder/b.xml", () => {
      throw stop;
    });
    await expect(reading).rejects.toBe(stop);
  });

  it("reads what stands between its parts as nothing, as programs that write in one go leave sizes there", async () => {
    expect(await codeOf(withDescriptor("甲乙丙"))).toBe("none");
  });

  it("reads a comment behind it, and the record of large archives", async () => {
    const plain = makeZip(PARTS);
    const commented = join(plain.slice(0, -2), Uint8Array.of(3, 0), encode("abc"));
    expect(await codeOf(commented)).toBe("none");
    expect(await codeOf(withLargeRecord(plain))).toBe("none");
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["an end alone, after other bytes", join(encode("0123456789"), END)],
    ["a cut", makeZip(PARTS).slice(0, 200)],
    ["bytes before it", join(encode("MZ"), makeZip(PARTS))],
    ["bytes behind it", join(makeZip(PARTS), encode("more"))],
    ["a second end behind it", join(makeZip(PARTS), encode("x".repeat(500)), makeZip(PARTS).slice(-22))],
    ["a second end in its comment", join(makeZip(PARTS).slice(0, -2), Uint8Array.of(22, 0), END)],
    ["another archive hidden before it", hiddenArchive()],
    ["a part whose header is gone", change(LOCAL, 0, [0, 0, 0, 0])],
    ["a part's checksum that is wrong", change(CENTRAL, 16, [1, 2, 3, 4])],
    ["packed bytes that are none", change(LOCAL, 36, [0xff, 0xff, 0xff, 0xff])],
    ["an unknown way of packing", change(CENTRAL, 10, [99, 0])],
    ["fewer parts than its directory", change(END_MARK, 8, [1, 0, 1, 0])],
    ["more parts than its directory", change(END_MARK, 8, [3, 0, 3, 0])],
    ["a directory beyond its end", change(END_MARK, 16, [0xff, 0xff, 0xff, 0x7f])],
  ])("is corrupt with %s", async (_name, bytes) => {
    expect(await codeOf(bytes)).toBe("ingest.corrupt_archive");
  });

  it.each([
    "../evil",
    "a/../../evil",
    "/etc/passwd",
    "..\\evil",
    "a\\b",
    "C:evil",
    "C:\\evil",
    "a\0b",
    "a\nb",
    "a\u0085b",
    "",
  ])("refuses the name %j", async (name) => {
    expect(await codeOf(makeZip([...PARTS, { name, content: "x" }]))).toBe("ingest.archive_bad_name");
  });

  it.each(["a..b", "...", "a/.hidden", "c:d".slice(1), "文件/一.xml"])("takes the name %j", async (name) => {
    expect(await codeOf(makeZip([...PARTS, { name, content: "x" }]))).toBe("none");
  });

  it.each([
    ["a link", 3, 0o120777, "ingest.archive_bad_entry"],
    ["a device", 3, 0o060600, "ingest.archive_bad_entry"],
    ["a pipe, by OS X", 19, 0o010600, "ingest.archive_bad_entry"],
    ["a plain file", 3, 0o100644, "none"],
    ["a folder", 3, 0o040755, "none"],
    ["nothing told", 3, 0, "none"],
    ["the attributes of DOS", 0, 0o120777, "none"],
  ])("looks at what a part is: %s", async (_name, host, mode, code) => {
    const made = change(CENTRAL, 4, [20, host]);
    expect(await codeOf(change(CENTRAL, 40, [mode & 255, mode >> 8], made))).toBe(code);
  });

  it.each([
    ["a name twice", [...PARTS, { name: "a.xml", content: "丙" }]],
    ["a name in another case", [...PARTS, { name: "A.XML", content: "丙" }]],
  ])("refuses %s", async (_name, parts) => {
    expect(await codeOf(makeZip(parts))).toBe("ingest.archive_duplicate_entry");
  });

  it("refuses parts on the same bytes", async () => {
    expect(await codeOf(change(CENTRAL, 42, [0, 0, 0, 0]))).toBe("ingest.archive_overlap");
  });

  it.each([
    ["locked", 1],
    ["strongly locked", 0x41],
  ])("says that it is %s", async (_name, flag) => {
    expect(await codeOf(change(CENTRAL, 8, [flag, 0]))).toBe("ingest.encrypted");
  });

  it.each([
    ["smaller", 1],
    ["larger", 120],
  ])("refuses a part that is told %s than it is", async (_name, size) => {
    expect(await codeOf(change(CENTRAL, 24, [size, 0]))).toBe("ingest.archive_size_mismatch");
  });

  it("refuses a stored part that is told smaller than it is", async () => {
    const stored = makeZip([{ name: "a", content: "甲乙丙", isStored: true }]);
    expect(await codeOf(change(CENTRAL, 24, [3, 0], stored))).toBe("ingest.archive_size_mismatch");
  });

  it("counts its parts by its end, before it reads them", async () => {
    const many = makeZip(Array.from({ length: 21 }, (_, i) => ({ name: `${i}`, content: "" })));
    expect(await codeOf(many, { entries: 21 })).toBe("none");
    expect(await codeOf(many, { entries: 20 })).toBe("ingest.archive_too_many_entries");
    expect(await codeOf(change(END_MARK, 8, [0xff, 0x7f, 0xff, 0x7f], many))).toBe(
      "ingest.archive_too_many_entries",
    );
  });

  it("stops at what all its parts give together", async () => {
    const two = makeZip([
      { name: "a", content: "甲".repeat(400) },
      { name: "b", content: "乙".repeat(400) },
    ]);
    expect(await codeOf(two, { inflated: 2400 })).toBe("none");
    expect(await codeOf(two, { inflated: 2399 })).toBe("ingest.archive_too_large");
  });

  it("stops at a part that grows too much as it is unpacked", async () => {
    const zeros = makeZip([{ name: "a", content: new Uint8Array(4 << 20) }]);
    expect(await codeOf(zeros, { ratioFrom: 5 << 20 })).toBe("none");
    expect(await codeOf(zeros, { ratioFrom: 1 << 20 })).toBe("ingest.archive_too_large");
    expect(await codeOf(zeros, { ratioFrom: 1 << 20, ratio: 2000 })).toBe("none");
  });

  it("unpacks nothing that is not asked for", async () => {
    const bomb = makeZip([...PARTS, { name: "bomb", content: new Uint8Array(4 << 20) }]);
    const archive = await openArchive(bomb, { inflated: 1 << 20 });
    expect(await archive.readText("a.xml")).toBe("<a>甲</a>");
  });

  it("never answers hostile bytes with anything but its own errors", async () => {
    const bytes = makeZip(PARTS);
    const edit = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        const changed = bytes.slice();
        for (const [at, byte] of edits) changed[at] = byte;
        expect(await codeOf(changed)).toMatch(/^(?:none|ingest\.\w+)$/);
      }),
    );
  });
});

/** An archive whose directory is followed by another archive's directory, so that each of two programs finds one. */
function hiddenArchive(): Uint8Array {
  const first = makeZip([{ name: "a", content: "公开" }]);
  const second = makeZip([{ name: "a", content: "公开" }]);
  const directory = second.slice(
    second.findIndex((_, i) => CENTRAL.every((byte, k) => second[i + k] === byte)),
  );
  const end = new DataView(directory.buffer, directory.byteLength - 22);
  end.setUint32(16, first.length, true);
  return join(first, directory);
}

/** An archive of one part, its sizes behind its data instead of before them. */
function withDescriptor(content: string): Uint8Array {
  const bytes = makeZip([{ name: "a", content }]);
  const central = bytes.findIndex((_, i) => CENTRAL.every((byte, k) => bytes[i + k] === byte));
  const sizes = bytes.slice(14, 26);
  const local = Uint8Array.of(
    ...bytes.slice(0, 6),
    8,
    8,
    ...bytes.slice(8, 14),
    ...new Array(12).fill(0),
    ...bytes.slice(26, central),
  );
  const descriptor = Uint8Array.of(0x50, 0x4b, 7, 8, ...sizes);
  const tail = bytes.slice(central);
  new DataView(tail.buffer).setUint32(tail.length - 6, central + descriptor.length, true);
  return join(local, descriptor, tail);
}

/** The same archive with the records of archives beyond 4 GB before its end. */
function withLargeRecord(bytes: Uint8Array): Uint8Array {
  const end = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 22, 22);
  const record = new DataView(new ArrayBuffer(56));
  record.setUint32(0, 0x06064b50, true);
  record.setBigUint64(4, 44n, true);
  record.setBigUint64(24, BigInt(end.getUint16(8, true)), true);
  record.setBigUint64(32, BigInt(end.getUint16(10, true)), true);
  record.setBigUint64(40, BigInt(end.getUint32(12, true)), true);
  record.setBigUint64(48, BigInt(end.getUint32(16, true)), true);
  const locator = new DataView(new ArrayBuffer(20));
  locator.setUint32(0, 0x07064b50, true);
  locator.setBigUint64(8, BigInt(bytes.length - 22), true);
  locator.setUint32(16, 1, true);
  const parts = [bytes.slice(0, -22), new Uint8Array(record.buffer), new Uint8Array(locator.buffer)];
  return join(...parts, bytes.slice(-22));
}
