import { describe, expect, it } from "vitest";
import { formatGap, toCsv, toMachineGap } from "../../src/cli/format-gaps.ts";
import type { GapState } from "../../src/gaps/gap.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

function gapOf(...texts: string[]): GapState {
  const questions = texts.map((text, index) => ({
    text,
    audience: "public" as const,
    key: text,
    hash: `3f2a00000000000${index}`,
    count: 1,
    firstAsked: "2026-11-20T08:00:00.000Z",
    lastAsked: "2026-11-20T17:00:00.000Z",
    reason: "refused" as const,
    answer: { ...sampleAnswer(), conversationId: "secret-conversation", messageId: "secret-message" },
  }));
  const gap = {
    id: "G-3f2a",
    questions,
    audience: "public" as const,
    count: texts.length,
    lastAsked: "2026-11-20T17:00:00.000Z",
  };
  return { gap, status: "open", proof: null };
}

describe("gaps as CSV", () => {
  it.each(["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "  =1", "＝1+1", "\u200b=1"])(
    "%j is text, not a formula",
    (text) => {
      const [, row = ""] = toCsv([{ state: gapOf(text), nearest: [] }]).split("\r\n");
      const cell = row.split(",")[6] ?? "";
      expect(cell.replace(/^"/, "").startsWith("'")).toBe(true);
    },
  );

  it("keeps commas, quotes and line breaks inside their cell", () => {
    const csv = toCsv([{ state: gapOf('他说"几点",在哪\n办'), nearest: [] }]);
    expect(csv).toContain('"他说""几点"",在哪\n办"');
    expect(csv.startsWith("\uFEFF编号,")).toBe(true);
  });
});

describe("a gap", () => {
  it("tells nothing of who asked, and the day as it is in China", () => {
    const state = gapOf("母婴室在几楼");
    const nearest = [{ documentId: "a", title: "大厅", headings: ["设施"], score: 3.2 }];
    for (const shown of [formatGap({ state, nearest }), JSON.stringify(toMachineGap({ state, nearest }))]) {
      expect(shown).toContain("母婴室在几楼");
      expect(shown).not.toMatch(/secret/);
    }
    expect(formatGap({ state, nearest })).toContain("最近 2026-11-21");
    expect(formatGap({ state, nearest })).toContain("最接近：《大厅》 › 设施（3.2）");
  });

  it("shows five ways of asking and counts the rest, and moves no cursor", () => {
    const text = formatGap({
      state: gapOf("一\u001b[2J甲", "二", "三", "四", "五", "六", "七"),
      nearest: [],
    });
    expect(text).toContain("…还有 2 种问法");
    expect(text).not.toContain("\u001b");
  });
});
