import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeFrame,
  encodeFrame,
  type FeishuFrame,
  headerOf,
} from "../../../src/adapters/listeners/feishu-frame.ts";

const text = fc.string({ unit: "grapheme", maxLength: 40 });
const frames: fc.Arbitrary<FeishuFrame> = fc.record({
  seqId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  logId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  service: fc.nat({ max: 2 ** 31 - 1 }),
  method: fc.nat({ max: 1 }),
  headers: fc.array(fc.tuple(text, text), { maxLength: 8 }),
  payloadEncoding: text,
  payloadType: text,
  payload: fc.uint8Array({ maxLength: 400 }).map((bytes) => Uint8Array.from(bytes)),
  logIdNew: text,
});

describe("frames of the long connection", () => {
  it("are read as they were written", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
      }),
    );
  });

  it("are written as Protocol Buffers lay them out", () => {
    const frame: FeishuFrame = {
      seqId: 300n,
      logId: 0n,
      service: 1,
      method: 0,
      headers: [["type", "ping"]],
      payloadEncoding: "",
      payloadType: "",
      payload: new Uint8Array(),
      logIdNew: "",
    };
    expect(Buffer.from(encodeFrame(frame)).toString("hex")).toBe(
      "08ac02" +
        "1000" +
        "1801" +
        "2000" +
        "2a0c0a04747970651204" +
        "70696e67" +
        "3200" +
        "3a00" +
        "4200" +
        "4a00",
    );
    expect(headerOf(frame, "type")).toBe("ping");
    expect(headerOf(frame, "sum")).toBe("");
  });

  it("skip fields that nobody knows", () => {
    const unknown = "7d01020304" + "790102030405060708" + "820102abcd" + "880105";
    expect(decodeFrame(Uint8Array.from(Buffer.from(`${unknown}2001`, "hex"))).method).toBe(1);
  });

  it.each(["08", "08ffffffffffffffffffff01", "2a05aa", "0b", "4201"])(
    "are refused when damaged: %s",
    (hex) => {
      expect(() => decodeFrame(Uint8Array.from(Buffer.from(hex, "hex")))).toThrow(RangeError);
    },
  );

  it("are read or refused, whatever comes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeFrame(Uint8Array.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
