import { describe, expect, it } from "vitest";
import { viewPassages } from "../../../src/answer/evidence/passage-view.ts";
import { scoreWindows } from "../../../src/answer/evidence/score-windows.ts";
import { splitParts } from "../../../src/answer/question/split-parts.ts";
import { sampleDocument, samplePassage } from "../../support/sample-documents.ts";

/** The windows over some texts; every word weighs the same. */
function windowsOver(texts: Record<string, string>, question: string, words: readonly string[]) {
  const found = Object.entries(texts).map(([id, text]) => {
    const document = sampleDocument({ id, text });
    return { passage: samplePassage(document), document, score: 1, lexical: 1, cosine: null };
  });
  const [part] = splitParts({ folded: question, mentions: [], years: [] });
  if (!part) throw new Error("a question with a part");
  const terms = words.map((word) => ({ texts: [word], weight: 1, isKnown: true }));
  return scoreWindows(viewPassages(found), part, terms);
}

const TEXTS = {
  compost: "厨余桶每日清运两次。居民领取堆肥桶不收费用。破损的可以更换。",
  parking: "小区东门停车位共四十个。访客停车不收费用。",
};

describe("what a whole document holds", () => {
  const windows = windowsOver(TEXTS, "堆肥桶破损了更换要不要费用", ["堆肥", "破损", "更换", "费用"]);

  it.each([
    ["compost", 1, 0.75],
    ["parking", 0.25, -0.75],
  ])("counts for all its windows: %s", (id, inDocument, ahead) => {
    const own = windows.filter(({ view }) => view.document.id === id);
    expect(own.length).toBeGreaterThan(1);
    for (const window of own) expect(window).toMatchObject({ inDocument, ahead });
  });

  it("leads by nothing where two hold the same", () => {
    const twins = windowsOver({ one: TEXTS.parking, two: TEXTS.parking }, "停车收费吗", ["停车"]);
    expect(new Set(twins.map(({ ahead }) => ahead))).toEqual(new Set([0]));
  });

  it("scores nothing where the corpus knows no word of the question", () => {
    expect(windowsOver(TEXTS, "火箭", [])).toEqual([]);
  });
});
