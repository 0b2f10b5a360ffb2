import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packArrays, unpackArrays } from "../../src/retrieval/packed-arrays.ts";

describe("packed arrays", () => {
  it("come back as they were, whatever their lengths", () => {
    const made = fc.record({
      header: fc.jsonValue(),
      bytes: fc.uint8Array({ maxLength: 40 }),
      shorts: fc.uint16Array({ maxLength: 40 }),
      words: fc.uint32Array({ maxLength: 40 }),
      small: fc.int8Array({ maxLength: 40 }),
      reals: fc.float32Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(made, ({ header, ...arrays }) => {
        const packed = unpackArrays(packArrays(header, arrays));
        expect(packed.header).toEqual(JSON.parse(JSON.stringify(header)));
        expect(packed.array("bytes", "Uint8Array")).toEqual(arrays.bytes);
        expect(packed.array("shorts", "Uint16Array")).toEqual(arrays.shorts);
        expect(packed.array("words", "Uint32Array")).toEqual(arrays.words);
        expect(packed.array("small", "Int8Array")).toEqual(arrays.small);
        expect(packed.array("reals", "Float32Array")).toEqual(arrays.reals);
      }),
    );
  });

  it("are views, not copies", () => {
    const bytes = packArrays({}, { words: Uint32Array.of(1, 2, 3) });
    expect(unpackArrays(bytes).array("words", "Uint32Array").buffer).toBe(bytes.buffer);
  });

  it("are refused when they are missing, of another type or cut short", () => {
    const bytes = packArrays({}, { words: Uint32Array.of(1, 2, 3) });
    const malformed = expect.objectContaining({ code: "index.malformed" });
    expect(() => unpackArrays(bytes).array("other", "Uint32Array")).toThrow(malformed);
    expect(() => unpackArrays(bytes).array("words", "Uint16Array")).toThrow(malformed);
    expect(() => unpackArrays(bytes.subarray(0, bytes.length - 8)).array("words", "Uint32Array")).toThrow(
      malformed,
    );
  });

  it("never end in anything but a plain error, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(() => unpackArrays(bytes)).toThrow(expect.objectContaining({ code: "index.malformed" }));
      }),
    );
  });
});
