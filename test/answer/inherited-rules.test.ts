import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";

const RULES = `---
title: 福州市信鸽登记管理办法
region: 福建省福州市
publishedAt: 2026-03-01
---
第一条 为规范信鸽登记，制定本办法。

第三条 信鸽首次登记费为每羽300元。残疾人信鸽免收登记费。

第四条 信鸽登记由公安机关在5个工作日内办结。养鸽人须年满十八周岁。

2025年，全市共登记信鸽4210羽。
`;

describe("a city's rules", () => {
  let desk: AnswerDesk;
  beforeAll(async () => {
    desk = await openAnswerDesk([{ path: "pigeons.md", bytes: new TextEncoder().encode(RULES) }]);
  });

  it.each([
    ["福州市鼓楼区信鸽首次登记费是多少", /300元/],
    ["信鸽首次登记费是多少", /300元/],
  ])("answers %s by the rule", async (question, expected) => {
    const answer = await desk.ask(question);
    expect(answer.outcome, answer.text).toBe("answered_extract");
    expect(answer.text).toMatch(expected);
  });

  it("takes the number of an article for no count", async () => {
    const answer = await desk.ask("福州市鼓楼区2025年登记了多少羽信鸽");
    expect(answer.outcome, answer.text).toBe("no_source");
  });

  it.each(["第二个", "？？？"])("says nothing of documents where only %s is said", async (question) => {
    expect((await desk.ask(question)).outcome).toBe("no_source");
  });
});
