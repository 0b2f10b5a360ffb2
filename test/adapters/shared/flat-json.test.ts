import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFlatJson } from "../../../src/adapters/shared/flat-json.ts";

const read = (json: string) => Object.fromEntries(readFlatJson(json));

describe("flat JSON", () => {
  it.each<[string, string, Record<string, string>]>([
    [
      "texts",
      '{"Content":"居住证\\n怎么办","MsgType":"text"}',
      { Content: "居住证\n怎么办", MsgType: "text" },
    ],
    ["ids beyond 2^53", '{"MsgId":24553210987654321}', { MsgId: "24553210987654321" }],
    [
      "digits within a text",
      '{"Content":"\\"MsgId\\":12345678901234567890"}',
      { Content: '"MsgId":12345678901234567890' },
    ],
    ["what is nested, not at all", '{"a":{"b":"c"},"d":["e"],"f":null,"g":true,"h":"i"}', { h: "i" }],
    ["names of the language's own", '{"__proto__":"x","a":"b"}', { ["__proto__"]: "x", a: "b" }],
  ])("reads %s", (_name, json, fields) => {
    expect(Object.entries(read(json))).toEqual(Object.entries(fields));
  });

  it.each(["", "null", "[]", '"a"', "1", "{", '{"a":"b"}x', "<xml></xml>", "[".repeat(60_000)])(
    "refuses %j",
    (json) => {
      expect(() => readFlatJson(json)).toThrow(expect.objectContaining({ code: "webhook.bad_body" }));
    },
  );

  it("keeps every number as it was written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n }), (id) => {
        expect(read(`{"MsgId": ${id}}`)).toEqual({ MsgId: String(id) });
      }),
    );
  });
});
