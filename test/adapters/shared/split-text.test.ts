import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText, splitText } from "../../../src/adapters/shared/split-text.ts";
import {
  characters,
  sentenceEnds,
  splitAtoms,
  utf8Bytes,
  utf16Units,
} from "../../../src/adapters/shared/text-atoms.ts";

const LINK = '<a href="https://wenban.example/sources/a?start=1&end=9">《通知》</a>';
const CITATION = `[1] ${LINK}（余杭区人民政府，2015-11-02）`;

describe("splitText", () => {
  it.each<[string, string, number, string[]]>([
    ["paragraphs before sentences", "一二三。\n\n四五六。七八九。", 12, ["一二三。", "四五六。七八九。"]],
    ["sentences before clauses", "一二，三四。五六，七八。", 9, ["一二，三四。", "五六，七八。"]],
    ["clauses before characters", "一二三四，五六七八九十", 8, ["一二三四，", "五六七八九十"]],
    ["anywhere when there is nothing better", "一二三四五六七", 3, ["一二三", "四五六", "七"]],
    [
      "a mark stays with its sentence",
      "取消九个事项。[1]另有三个。[2]",
      12,
      ["取消九个事项。[1]", "另有三个。[2]"],
    ],
    [
      "a closing quote stays with its sentence",
      "他说：“不用。”然后走了很远。",
      9,
      ["他说：“不用。”", "然后走了很远。"],
    ],
    ["nothing for nothing", " \n ", 5, []],
  ])("cuts %s", (_name, text, limit, expected) => {
    expect(splitText(text, limit, characters)).toEqual(expected);
  });

  it("keeps a citation line whole", () => {
    const parts = splitText(`${"答".repeat(60)}。\n\n依据：\n${CITATION}`, 120, characters);
    expect(parts.filter((part) => part.includes(CITATION))).toHaveLength(1);
  });

  it("replaces a link that can't be sent by its label", () => {
    expect(splitText(`见${LINK}。`, 20, characters)).toEqual(["见《通知》。"]);
    expect(splitText("见[通知](https://wenban.example/sources/a)。", 20, characters)).toEqual(["见通知。"]);
  });

  it("is quick on hostile text", () => {
    const pieces = ["<a ", "[", "](", "[1", "https://", "[1] "];
    for (const piece of pieces) {
      const text = piece.repeat(Math.floor(100_000 / piece.length));
      expect(splitText(text, 2048, utf8Bytes).join("").length).toBeGreaterThan(0);
    }
  });
});

const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constantFrom(
        "。",
        "，",
        "\n",
        "\n\n",
        "[1]",
        "𠮷野家",
        "é",
        "👍🏽",
        `\n${CITATION}\n`,
        LINK,
        "https://x.example/a?b=c",
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

describe.each([
  ["UTF-8 bytes", utf8Bytes],
  ["UTF-16 units", utf16Units],
  ["characters", characters],
])("whatever the text, counted in %s", (_name, measure) => {
  const limits = fc.integer({ min: 200, max: 400 });

  it("no part is too long, and none is empty", () => {
    fc.assert(
      fc.property(text, limits, (whole, limit) => {
        for (const part of splitText(whole, limit, measure)) {
          expect(measure(part)).toBeLessThanOrEqual(limit);
          expect(part.trim()).not.toBe("");
        }
      }),
    );
  });

  it("nothing but white space is lost, and nothing whole is cut", () => {
    fc.assert(
      fc.property(text, limits, (whole, limit) => {
        const parts = splitText(whole, limit, measure);
        const bare = (value: string) => value.replaceAll(/\s/g, "");
        expect(bare(parts.join(""))).toBe(bare(whole));
        expect(parts.every((part) => part.isWellFormed())).toBe(whole.isWellFormed());
        const count = (value: string, piece: string) => value.split(piece).length;
        for (const piece of [CITATION, LINK, "[1]"]) {
          const kept = parts.reduce((sum, part) => sum + count(part, piece) - 1, 1);
          expect(kept).toBe(count(whole, piece));
        }
      }),
    );
  });

  it("the beginning of a text is a beginning of it", () => {
    fc.assert(
      fc.property(text, limits, (whole, limit) => {
        const kept = cutText(whole, limit, measure);
        expect(whole.startsWith(kept)).toBe(true);
        expect(measure(kept)).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

it("bytes are counted as they are encoded", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (whole) => {
      expect(utf8Bytes(whole)).toBe(Buffer.byteLength(whole));
    }),
  );
});

it("atoms joined are the text, and sentences end where atoms do", () => {
  fc.assert(
    fc.property(text, (whole) => {
      expect(
        splitAtoms(whole)
          .map((atom) => atom.text)
          .join(""),
      ).toBe(whole);
      expect(sentenceEnds(whole).at(-1) ?? 0).toBe(whole.length);
    }),
  );
});
