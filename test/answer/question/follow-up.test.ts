import { describe, expect, it } from "vitest";
import {
  earlierQuestions,
  leansOnHistory,
  previousQuestion,
  standAlone,
} from "../../../src/answer/question/follow-up.ts";
import type { Turn } from "../../../src/domain.ts";

const history: Turn[] = [
  { role: "user", text: "武侯区取消了几项审批事项?" },
  { role: "assistant", text: "37项。" },
  { role: "user", text: "那崂山呢?" },
  { role: "assistant", text: "没有找到。" },
  { role: "user", text: "  " },
];

describe("the question before", () => {
  it("is the last thing the user said", () => {
    expect(previousQuestion(history)).toBe("那崂山呢?");
    expect(previousQuestion([])).toBeNull();
    expect(previousQuestion([{ role: "assistant", text: "您好" }])).toBeNull();
  });

  it("has others before it, newest first", () => {
    expect(earlierQuestions(history)).toEqual(["那崂山呢?", "武侯区取消了几项审批事项?"]);
  });
});

describe("a question leans on the one before", () => {
  it.each([
    "那崂山呢?",
    "崂山呢",
    "还有呢?",
    "多少钱?",
    "要带什么",
    "其中企业有几家?",
    "那要多久",
    "由谁牵头?",
  ])("%s", (question) => {
    expect(leansOnHistory(question, false)).toBe(true);
  });

  it.each(["崂山区2019年有多少个重点改革项目?", "武侯区企业开办要几个工作日?"])("not %s", (question) => {
    expect(leansOnHistory(question, true)).toBe(false);
  });
});

describe("a follow-up stands alone", () => {
  it.each([
    ["那崂山呢?", "武侯区取消了几项审批事项?", ["崂山"], ["武侯区"], "崂山取消了几项审批事项?"],
    [
      "崂山和思明呢",
      "武侯区取消了几项审批事项?",
      ["崂山", "思明"],
      ["武侯区"],
      "崂山和思明取消了几项审批事项?",
    ],
  ])("%s after %s", (question, previous, own, earlier, expected) => {
    expect(standAlone(question, previous, { own, earlier })).toBe(expected);
  });

  it.each([
    ["那不动产登记呢?", "武侯区企业开办要几个工作日?", /武侯区.*不动产登记.*几个工作日/],
    ["其中小微企业呢?", "崂山区有多少家企业?", /崂山区.*小微企业.*多少家/],
    ["什么时候开始的?", "武侯区域评估由谁牵头?", /武侯区.*什么时候开始/],
  ])("keeps the place and the way of asking: %s after %s", (question, previous, expected) => {
    const earlier = [/^..区/.exec(previous)?.[0] ?? ""];
    expect(standAlone(question, previous, { own: [], earlier })).toMatch(expected);
  });
});
