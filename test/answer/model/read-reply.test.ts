import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReplySentence, readReply } from "../../../src/answer/model/read-reply.ts";
import { collect } from "../../support/collect.ts";

async function* cut(text: string, size = 3): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const WHOLE = "句：收费20元。⟦1⟧\n据：⟦1⟧补办收费20元。\n句：首次免费。⟦2⟧\n据：⟦2⟧首次免费。";
const SENTENCES: ReplySentence[] = [
  { text: "收费20元。", quotes: [{ number: 1, text: "补办收费20元。" }] },
  { text: "首次免费。", quotes: [{ number: 2, text: "首次免费。" }] },
];

describe("readReply", () => {
  it("reads the same sentences however the stream is cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 90 }), async (size) => {
        expect(await collect(readReply(cut(WHOLE, size)))).toEqual(SENTENCES);
      }),
    );
  });

  it.each([
    ["thoughts before", `<think>\n先看材料。\n</think>\n${WHOLE}`],
    [
      "blank lines and Markdown",
      `**句：**收费20元。⟦1⟧\n\n- 据：⟦1⟧“补办收费20元。”\n> 句：首次免费。⟦2⟧\n据：⟦2⟧首次免费。\n`,
    ],
    ["other brackets", WHOLE.replaceAll("⟦", "[").replaceAll("⟧", "]")],
    [
      "half-width colons and line ends of another system",
      WHOLE.replaceAll("：", ":").replaceAll("\n", "\r\n"),
    ],
    ["a quote without its token", WHOLE.replace("据：⟦1⟧", "据：")],
    ["words behind", `${WHOLE}\n以上供参考。`],
  ])("understands %s", async (_, text) => {
    expect(await collect(readReply(cut(text)))).toEqual(SENTENCES);
  });

  it.each([
    ["nothing", ""],
    ["a refusal", "NO_ANSWER"],
    ["a refusal with words before", "材料没有写明。\nNO_ANSWER。"],
    ["free text", "补办收费20元[1]。"],
    ["a page", "<html><body>登录</body></html>"],
    ["quotes without a sentence", "据：⟦1⟧补办收费20元。"],
  ])("reads no sentence from %s", async (_, text) => {
    expect(await collect(readReply(cut(text)))).toEqual([]);
  });

  it.each([
    ["no token", "句：收费20元。\n据：⟦1⟧补办收费20元。"],
    ["a token of another source in the quote", "句：收费20元。⟦1⟧\n据：⟦2⟧补办收费20元。"],
    ["no quote", "句：收费20元。⟦1⟧"],
    ["an empty quote", "句：收费20元。⟦1⟧\n据：⟦1⟧“”"],
    ["a quote that names two sources", "句：收费20元。⟦1⟧⟦2⟧\n据：补办收费20元。"],
  ])("gives a sentence with %s no quote", async (_, text) => {
    expect(await collect(readReply(cut(text)))).toEqual([{ text: "收费20元。", quotes: [] }]);
  });

  it("keeps several quotes of one sentence", async () => {
    const text = "句：甲9家，乙12家。⟦1⟧⟦3⟧\n据：⟦1⟧甲有9家。\n据：⟦3⟧乙有12家。";
    expect(await collect(readReply(cut(text)))).toEqual([
      {
        text: "甲9家，乙12家。",
        quotes: [
          { number: 1, text: "甲有9家。" },
          { number: 3, text: "乙有12家。" },
        ],
      },
    ]);
  });

  it("gives a sentence once it is quoted, and none that a broken stream left unfinished", async () => {
    async function* broken() {
      yield WHOLE.slice(0, WHOLE.indexOf("据：⟦2⟧"));
      yield "据：⟦2⟧首";
      throw new Error("broken");
    }
    const read: ReplySentence[] = [];
    const reading = async () => {
      for await (const sentence of readReply(broken())) read.push(sentence);
    };
    await expect(reading()).rejects.toThrow("broken");
    expect(read).toEqual(SENTENCES.slice(0, 1));
  });

  it.each([
    ["one character", "啊"],
    ["one line", "句：收费20元。⟦1⟧\n据：⟦1⟧补办收费20元。\n"],
    ["a long line", `句：${"很".repeat(3_000)}⟦1⟧\n`],
  ])("stops listening to a model that repeats %s for ever", async (_, piece) => {
    let pieces = 0;
    async function* endless() {
      for (;;) {
        pieces++;
        yield piece;
      }
    }
    const read = await collect(readReply(endless()));
    expect(read.length).toBeLessThanOrEqual(2);
    expect(pieces).toBeLessThan(13_000);
  });
});
