import { beforeAll, describe, expect, it } from "vitest";
import { chooseBranch, openBranches, wantedTraits } from "../../../src/answer/procedures/choose-branch.ts";
import { composeCard, fitCard } from "../../../src/answer/procedures/compose-card.ts";
import type { ProcedureField } from "../../../src/domain.ts";
import { fold } from "../../../src/language/fold.ts";
import { type AnswerDesk, openAnswerDesk } from "../../support/answer-desk.ts";
import { lengthOf } from "../../support/answer-rules.ts";
import { markdownFile } from "../../support/test-corpus.ts";

const field = (key: string, label: string, branch: string | null, ...values: string[]): ProcedureField => ({
  key,
  label,
  values,
  branch,
  start: 0,
  end: 1,
  source: null,
});
const WHOLE = { keys: [], isHowTo: true };
const branchesOf = (question: string, branches: readonly (string | null)[]) =>
  chooseBranch(
    branches.map((branch) => field("materials", "办理材料", branch, "身份证")),
    wantedTraits(fold(question)),
  ).map(({ branch }) => branch);

describe("the case a question is about", () => {
  const who = [null, "本人", "代办", "未成年人"];
  const what = [null, "新办", "换领", "补领"];
  it.each([
    ["要带什么", who, who],
    ["代办要带什么", who, [null, "代办"]],
    ["委托别人办要带什么", who, [null, "代办"]],
    ["帮我妈办要带什么", who, [null, "代办"]],
    ["替老人办要带什么", who, [null, "代办"]],
    ["本人去不了要带什么", who, [null, "代办"]],
    ["本人去要带什么", who, [null, "本人"]],
    ["给孩子办要带什么", who, [null, "未成年人"]],
    ["小孩办要带什么", who, [null, "未成年人"]],
    ["丢了要带什么", what, [null, "补领"]],
    ["补办要带什么", what, [null, "补领"]],
    ["到期了要带什么", what, [null, "换领"]],
    ["第一次办要带什么", what, [null, "新办"]],
    ["代办要带什么", what, what],
    ["公司去办要带什么", ["单位办理", "个人办理"], ["单位办理"]],
    ["孩子办要带什么", ["本人", "代办"], ["本人", "代办"]],
    ["代办补领要带什么", ["代办·补领", "代办·新办", "本人·补领"], ["代办·补领"]],
  ])("%s", (question, branches, kept) => {
    expect(branchesOf(question, branches)).toEqual(kept);
  });

  it("is open where materials differ and nothing was said of it", () => {
    const fields = ["本人", "代办"].map((branch) => field("materials", "办理材料", branch, "身份证"));
    expect(openBranches(fields, [])).toEqual(["本人", "代办"]);
    expect(openBranches(fields, ["agent"])).toEqual([]);
    expect(openBranches([field("materials", "办理材料", "代办", "委托书")], [])).toEqual([]);
  });
});

describe("a long card", () => {
  const long = (key: string, label: string, count: number, size: number) =>
    field(
      key,
      label,
      null,
      ...Array.from({ length: count }, (_, at) => `${label}第${at}项${"甲".repeat(size)}`),
    );
  const size = (lines: { text: string }[]) => lines.reduce((sum, { text }) => sum + text.length, 0);

  it("leaves out less important fields, whole, and says so", () => {
    const fields = [
      long("conditions", "受理条件", 5, 50),
      long("materials", "办理材料", 10, 40),
      long("notes", "注意事项", 9, 60),
      long("basis", "设定依据", 4, 40),
    ];
    const lines = fitCard(composeCard(fields, WHOLE));
    const texts = lines.map(({ text }) => text);
    expect(size(lines)).toBeLessThanOrEqual(1200);
    for (const value of [...(fields[0]?.values ?? []), ...(fields[1]?.values ?? [])]) {
      expect(texts.join("\n")).toContain(value);
    }
    expect(texts.join("\n")).not.toContain("注意事项");
    expect(texts.at(-1)).toBe("其余见原文");
  });

  it("says how many values there are where one field alone is too long", () => {
    const materials = long("materials", "办理材料", 23, 60);
    const [line] = fitCard(composeCard([materials], { keys: ["materials"], isHowTo: false }));
    expect(line?.text.length).toBeLessThanOrEqual(1100);
    expect(line?.text).toMatch(/^办理材料（共 23 项，以下为前 \d+ 项，其余见原文）：办理材料第0项/);
    const told = Number(/前 (\d+) 项/.exec(line?.text ?? "")?.[1]);
    for (const [at, value] of materials.values.entries()) expect(line?.text.includes(value)).toBe(at < told);
  });

  it("keeps short cards whole", () => {
    const lines = composeCard([field("materials", "办理材料", null, "身份证")], WHOLE);
    expect(fitCard(lines)).toEqual(lines);
  });
});

const branched = (size: number) => {
  const list = (name: string) =>
    Array.from(
      { length: 9 },
      (_, at) => `- ${name}第${"一二三四五六七八九".charAt(at)}种${"证".repeat(size)}\n`,
    ).join("");
  return `## 受理条件\n\n成年。\n\n## 办理材料（本人）\n\n${list("自备")}\n## 办理材料（代办）\n\n${list("委托")}\n`;
};

describe("answers of guides with cases", () => {
  let desk: AnswerDesk;
  beforeAll(async () => {
    desk = await openAnswerDesk([
      markdownFile("short", branched(3), { kind: "procedure", title: "渔火登记" }),
      markdownFile("long", branched(60), { kind: "procedure", title: "灯塔参观备案" }),
      markdownFile("bundle", "## 包含事项\n\n- 渔网登记\n- 渔灯登记\n- 渔港登记\n\n## 受理条件\n\n成年。\n", {
        kind: "procedure",
        title: "开渔一件事",
      }),
      markdownFile("net", "## 办理材料\n\n- 网具照片。\n", { kind: "procedure", title: "渔网登记" }),
      markdownFile("lamp", "## 办理材料\n\n- 灯具合格证。\n", { kind: "procedure", title: "渔灯登记" }),
    ]);
  });

  it("show both, each with its name", async () => {
    const { text } = await desk.ask("渔火登记怎么办");
    expect(text).toContain("办理材料（本人）：自备第一种");
    expect(text).toContain("办理材料（代办）：委托第一种");
  });

  it("ask for the case where both do not fit, and answer each choice whole", async () => {
    const { outcome, options = [] } = await desk.ask("灯塔参观备案怎么办");
    expect([outcome, options.map(({ label }) => label)]).toEqual(["clarify", ["本人", "代办"]]);
    for (const { label, question } of options) {
      const { text, outcome: chosen } = await desk.ask(question);
      expect(chosen).toBe("answered_procedure");
      expect(text).toContain(`办理材料（${label}）`);
      expect(text.match(/第.种/g)).toHaveLength(9);
      expect(lengthOf(text)).toBeLessThanOrEqual(1200);
    }
  });

  it("of a bundle name its items, and give a field from their guides", async () => {
    const whole = await desk.ask("开渔一件事怎么办");
    expect(whole.text).toContain("包含事项：渔网登记；渔灯登记；渔港登记");
    const materials = await desk.ask("开渔一件事要带什么材料");
    expect(materials.outcome).toBe("answered_procedure");
    expect(materials.text).toContain("渔网登记：办理材料：网具照片");
    expect(materials.text).toContain("渔灯登记：办理材料：灯具合格证");
    expect(materials.text).toContain("渔港登记：没有收录这一项的办事指南");
    expect(new Set(materials.citations.map(({ documentId }) => documentId))).toEqual(
      new Set(["net", "lamp"]),
    );
  });
});
