import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../../support/answer-desk.ts";
import { markdownFile } from "../../support/test-corpus.ts";

const guide = (id: string, title: string, aliases: string[], conditions: string) =>
  markdownFile(id, `## 受理条件\n\n${conditions}\n\n## 收费标准\n\n不收费\n`, {
    kind: "procedure",
    title,
    aliases,
  });

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    guide("ferry-old", "老年人渡船卡申领", ["老人渡船卡", "老年渡船卡", "渡船优惠"], "年满70周岁。"),
    guide(
      "heat-disabled",
      "残疾人取暖津贴申领",
      ["残疾人取暖费", "残疾取暖津贴"],
      "持证，重病儿童可以同等申领。",
    ),
    guide("berth", "渔船泊位租用", ["租泊位"], "有渔船。"),
  ]);
});

const guideOf = async (question: string) => (await desk.ask(question)).procedure?.name;

describe("a guide for one group of persons", () => {
  it.each([
    "退役军人渡船卡怎么办",
    "军人渡船卡",
    "学生渡船卡申领",
    "老年人取暖津贴申领",
    "农民工取暖津贴怎么领",
  ])("does not answer for another: %s", async (question) => {
    expect(await guideOf(question)).toBeUndefined();
  });

  it.each([
    ["老人渡船卡怎么办", "老年人渡船卡申领"],
    // The same group in other words, or none at all.
    ["长者渡船卡申领", "老年人渡船卡申领"],
    ["渡船卡申领", "老年人渡船卡申领"],
    // One of two groups that are named is the guide's.
    ["残疾学生取暖津贴申领", "残疾人取暖津贴申领"],
    // Its conditions speak of the other group as well.
    ["儿童取暖津贴申领", "残疾人取暖津贴申领"],
    // What is for everybody is for each group.
    ["退役军人渔船泊位租用", "渔船泊位租用"],
  ])("answers for its own: %s", async (question, title) => {
    expect(await guideOf(question)).toBe(title);
  });
});
