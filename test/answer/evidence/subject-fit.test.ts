import { describe, expect, it } from "vitest";
import { subjectFit } from "../../../src/answer/evidence/subject-fit.ts";
import { partOf, rankedOf, windowOf } from "../../support/sample-windows.ts";

const fitOf = (question: string, text: string) => subjectFit(windowOf(text), rankedOf(partOf(question)));

describe("the subject of a question", () => {
  it("counts the characters that a window holds and lacks", () => {
    expect(fitOf("图书馆有多少个座位", "图书馆设座位300个。")).toMatchObject({ missing: 0 });
    expect(fitOf("图书馆有多少个座位", "体育馆设看台300个。").missing).toBeGreaterThan(0);
  });

  it.each([
    ["多少家网吧被查封", "检查网吧20家。", true],
    ["多少家网吧被查封", "查封网吧20家。", false],
    ["网吧有多少家", "检查网吧20家。", false],
  ])("is done to %s, not told in %s: %s", (question, text, lacks) => {
    expect(fitOf(question, text).lacksPredicate).toBe(lacks);
  });
});
