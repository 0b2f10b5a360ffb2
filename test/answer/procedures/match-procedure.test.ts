import { beforeAll, describe, expect, it } from "vitest";
import { matchProcedures, NAMED } from "../../../src/answer/procedures/match-procedure.ts";
import type { Document } from "../../../src/domain.ts";
import { fold } from "../../../src/language/fold.ts";
import { buildRecords, fixtureFiles, lexicon } from "../../support/test-corpus.ts";

let guides: Document[];
beforeAll(async () => {
  guides = (await buildRecords(fixtureFiles("guides"))).map(({ document }) => document);
});
const match = (question: string) => matchProcedures(fold(question), guides, lexicon);

describe("the guide a question names", () => {
  it.each([
    ["身份证丢了", "居民身份证丢失补领"],
    ["居民身份证丢失补领", "居民身份证丢失补领"],
    ["身份证到期了怎么换", "居民身份证换领"],
    ["換身份證", "居民身份证换领"],
    ["第一次办护照", "普通护照首次申请"],
    ["给狗上户口", "养犬登记"],
    ["居住证签注", "居住证签注"],
  ])("%s: %s", (question, title) => {
    const [best] = match(question);
    expect(best?.document.title).toBe(title);
    expect(best?.score).toBeGreaterThanOrEqual(NAMED);
  });

  it.each(["取消了几项审批事项", "社区养老院有几家", "公积金贷款", "驾照丢了怎么办"])(
    "none: %s",
    (question) => {
      expect(match(question).filter(({ score }) => score >= NAMED)).toEqual([]);
    },
  );

  it.each([
    ["护照丢了", "普通护照首次申请"],
    ["护照到期", "普通护照首次申请"],
    ["身份证丢了", "居民身份证换领"],
    ["注销身份证", "居民身份证换领"],
    ["狗证过期了", "养犬登记"],
  ])("%s wants another thing done than %s", (question, title) => {
    expect(match(question).map(({ document }) => document.title)).not.toContain(title);
  });

  it("scores between 0 and 1, best first", () => {
    const scores = match("居住证怎么办").map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
  });
});
