import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";

const RULES = `---
title: 福州市养犬登记管理办法
region: 福建省福州市
publishedAt: 2026-03-01
---
第一条 为规范养犬登记，制定本办法。

第三条 犬只首次登记费为每只300元。导盲犬、扶助犬免收登记费。

第四条 犬只登记由公安机关在5个工作日内办结。养犬人须年满十八周岁。

2025年，全市共登记犬只4210只。
`;

describe("a city's rules", () => {
  let desk: AnswerDesk;
  beforeAll(async () => {
    desk = await openAnswerDesk([{ path: "dogs.md", bytes: new TextEncoder().encode(RULES) }]);
  });

  it.each([
    ["福州市鼓楼区犬只首次登记费是多少", /300元/],
    ["犬只首次登记费是多少", /300元/],
  ])("answers %s by the rule", async (question, expected) => {
    const answer = await desk.ask(question);
    expect(answer.outcome).toBe("answered_extract");
    expect(answer.text).toMatch(expected);
  });

  it.each(["第二个", "？？？"])("says nothing of documents where only %s is said", async (question) => {
    expect((await desk.ask(question)).outcome).toBe("no_source");
  });
});
