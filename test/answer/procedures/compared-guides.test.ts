import { beforeAll, describe, expect, it } from "vitest";
import { fitCells, smallestOf } from "../../../src/answer/procedures/compared-cells.ts";
import { readContrast } from "../../../src/answer/procedures/read-contrast.ts";
import { readSpokenContrast } from "../../../src/answer/procedures/read-spoken-contrast.ts";
import type { Answer } from "../../../src/domain.ts";
import { type AnswerDesk, openAnswerDesk, said } from "../../support/answer-desk.ts";
import { LIST, lengthOf } from "../../support/answer-rules.ts";
import { markdownFile } from "../../support/test-corpus.ts";

const guide = (id: string, title: string, aliases: string[], body: string, more = {}) =>
  markdownFile(id, body, { kind: "procedure", title, aliases, ...more });

const EAST = "福建省福州市鼓楼区";
const WEST = "山东省青岛市崂山区";
const long = (name: string) =>
  Array.from(
    { length: 12 },
    (_, at) => `- ${name}第${"甲乙丙丁戊己庚辛壬癸子丑"[at]}项说明材料，由申请人自行准备并签字确认。`,
  );
const files = [
  guide(
    "plate-lost",
    "船牌遗失补发",
    ["补发船牌", "补船牌", "船牌丢了"],
    "## 受理条件\n\n船牌丢失。\n\n## 办理材料\n\n- 船主身份证件。\n- 遗失声明。\n\n## 办结时限\n\n5个工作日\n\n## 收费标准\n\n每块30元\n\n## 办理地点\n\n码头服务站\n",
  ),
  guide(
    "plate-worn",
    "船牌到期更换",
    ["更换船牌", "换船牌", "船牌到期"],
    "## 受理条件\n\n船牌期满或者磨损。\n\n## 办理材料\n\n- 船主身份证件。\n- 旧船牌。\n\n## 办结时限\n\n2个工作日\n\n## 收费标准\n\n不收费\n\n## 办理地点\n\n码头服务站\n",
  ),
  guide("lamp-new", "航标灯登记", ["航标灯"], "## 办结时限\n\n9个工作日\n"),
  guide("lamp-end", "航标灯停用注销", ["航标灯注销"], "## 办结时限\n\n4个工作日\n"),
  guide("net-end", "网箱停用注销", ["网箱注销"], "## 办结时限\n\n6个工作日\n"),
  guide(
    "stall",
    "渔港摊位登记",
    ["登记渔港摊位"],
    `## 办理材料\n\n${long("摊位").join("\n")}\n\n## 收费标准\n\n以当地公布为准\n`,
  ),
  guide(
    "cellar",
    "渔港冷库备案",
    ["备案渔港冷库"],
    `## 办理材料\n\n${long("冷库").join("\n")}\n\n## 收费标准\n\n以当地公布为准\n`,
  ),
  guide("net-east", "渔网核验", ["核验渔网"], "## 收费标准\n\n每张8元\n", { region: EAST }),
  guide("net-west", "渔网核验", ["核验渔网"], "## 收费标准\n\n每张6元\n", { region: WEST }),
];

const cell = (value: string) => {
  const field = {
    key: "fee",
    label: "收费标准",
    values: [value],
    branch: null,
    start: 0,
    end: 1,
    source: null,
  };
  return { fields: [field], text: value };
};

describe("the smallest figure of a column", () => {
  it.each([
    [["每块30元", "不收费"], 1],
    [["20元", "30元"], 0],
    [["首次免费，补领20元", "30元"], null],
    [["20元", "20元"], null],
    [["2个工作日", "10元"], null],
  ])("of %j is at %j", (values, at) => {
    expect(smallestOf(values.map(cell))).toBe(at);
  });
});

describe("a cell with less room than its value needs", () => {
  it.each([
    ["年满十八周岁，未受过处罚，且住所在本地的可以申请", "内容较多，见原文"],
    ["年满十八周岁可以申请。未受过处罚，且住所在本地的优先", "年满十八周岁可以申请，其余见原文"],
  ])("%s is told as %s", (value, told) => {
    expect(fitCells([cell(value).fields], 20).map(({ text }) => text)).toEqual([told]);
  });
});

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk(files);
});

/** A comparison answers within its length, and every told cell has a citation that holds it. */
function expectTable({ comparison, citations, text }: Answer): void {
  expect(lengthOf(text)).toBeLessThanOrEqual(LIST);
  for (const { label, cells } of comparison?.rows ?? []) {
    expect(text).toContain(label);
    for (const cell of cells) {
      if (cell.text === "本指南未载明") continue;
      const quotes = citations
        .filter(({ number }) => cell.citations.includes(number))
        .map(({ quote }) => quote);
      const [first = ""] = cell.text.split(/[；，]/);
      expect(quotes.join("")).toContain(first);
    }
  }
}

describe("two guides set against each other", () => {
  it.each<[string, string, [string, string], [string, string]]>([
    [
      "补发和更换船牌要带的材料有什么不同",
      "办理材料",
      ["船牌遗失补发", "遗失声明"],
      ["船牌到期更换", "旧船牌"],
    ],
    ["船牌更换和补发哪个快", "办结时限", ["船牌到期更换", "2个工作日"], ["船牌遗失补发", "5个工作日"]],
    ["补船牌跟换船牌哪个更便宜", "收费标准", ["船牌遗失补发", "30元"], ["船牌到期更换", "不收费"]],
    [
      "船牌丢了和船牌到期分别要多久",
      "办结时限",
      ["船牌遗失补发", "5个工作日"],
      ["船牌到期更换", "2个工作日"],
    ],
    ["补发船牌比更换船牌贵吗", "收费标准", ["船牌遗失补发", "30元"], ["船牌到期更换", "不收费"]],
  ])("become a table: %s", async (question, column, ...rows) => {
    const answer = await desk.ask(question, {}, LIST);
    expect(answer.outcome).toBe("answered_procedure");
    expect(answer.comparison?.columns).toEqual([column]);
    expect(answer.comparison?.rows).toEqual(
      rows.map(([label, key]) => ({
        label,
        cells: [{ text: expect.stringContaining(key), citations: [expect.any(Number)] }],
      })),
    );
    expectTable(answer);
  });

  it.each([
    ["补发和更换船牌哪个快", /^船牌到期更换的时限更短：/],
    ["补发和更换船牌哪个贵", /^船牌到期更换的收费更低：/],
    // The whole name of one thing may as well be half of another's.
    ["航标灯和网箱注销哪个快", /^航标灯停用注销的时限更短：/],
    ["补发和更换船牌的办理地点一样吗", /^办理地点相同：/],
    // Who leaves it to others says neither the same nor another thing.
    ["渔港摊位登记和渔港冷库备案收费一样吗", /^渔港/],
  ])("say first what follows from them: %s", async (question, beginning) => {
    expect((await desk.ask(question, {}, LIST)).text).toMatch(beginning);
  });

  it("tell what differs where nothing certain is asked for", async () => {
    const answer = await desk.ask("补发船牌和更换船牌有什么区别", {}, LIST);
    expect(answer.comparison?.columns).toEqual(["受理条件", "收费标准", "办结时限"]);
    expect(answer.comparison?.rows[0]?.cells).toHaveLength(3);
    expectTable(answer);
  });

  it("stay within the length of a comparison, with whole values", async () => {
    const answer = await desk.ask("渔港摊位登记和渔港冷库备案的材料有什么不同", {}, LIST);
    const cells = answer.comparison?.rows.map(({ cells: [cell] }) => cell?.text ?? "") ?? [];
    expect(cells).toHaveLength(2);
    for (const text of cells) expect(text).toMatch(/签字确认，其余见原文$/);
    expectTable(answer);
  });

  it("are found where a follow-up names only the other one", async () => {
    const history = said("补发船牌多少钱", "船牌遗失补发的收费标准：每块30元[1]");
    const answer = await desk.ask("和更换船牌有什么不同", { history }, LIST);
    expect(answer.comparison?.rows.map(({ label }) => label)).toEqual(["船牌遗失补发", "船牌到期更换"]);
  });

  describe("left to the turns before", () => {
    const LOST = "船牌遗失补发";
    const WORN = "船牌到期更换";
    const rowsAfter = async (question: string, ...turns: string[]) =>
      (await desk.ask(question, { history: said(...turns) }, LIST)).comparison?.rows.map(
        ({ label }) => label,
      );
    const two = [
      "船牌丢了怎么补",
      `${LOST}\n办理材料：遗失声明[1]`,
      "那到期了呢",
      `${WORN}的办理材料：旧船牌[1]`,
    ];

    it.each([
      "这两个有什么区别",
      "两个收费一样吗？",
      "哪个快",
      "那它们哪个更便宜",
      "二者分别要多久",
      "前者和后者有什么不同",
    ])("are those of the last two questions: %s", async (question) => {
      expect(await rowsAfter(question, ...two)).toEqual([LOST, WORN]);
    });

    it.each<[string, string[]]>([
      ["one comparison after another", [...two, "哪个快", `${WORN}的时限更短：…[1]`]],
      ["a detail asked in between", [...two, "在哪办", `${WORN}的办理地点：码头服务站[1]`]],
      ["both named in one question", ["补发船牌和更换船牌哪个快", `${WORN}的时限更短：…[1]`]],
      ["both offered to choose from", ["船牌", `请选择您要办理的事项：1. ${LOST}；2. ${WORN}。`]],
      ["no answers kept", ["补发船牌要带什么", "", "更换船牌要带什么", ""]],
    ])("are found after %s", async (_case, turns) => {
      expect(await rowsAfter("两个收费一样吗", ...turns)).toEqual([LOST, WORN]);
    });

    it("are not compared where both may be persons", async () => {
      const answer = await desk.ask("两个都要去吗", { history: said(...two) }, LIST);
      expect(answer.comparison).toBeUndefined();
    });

    it.each<[string, string[]]>([
      ["nothing", []],
      ["a single guide", two.slice(0, 2)],
      ["an offer of more", ["船牌", `请选择您要办理的事项：1. ${LOST}；2. ${WORN}；3. 渔网核验。`]],
      ["an offer of what no guide is for", ["船牌", "请选择您的情形：1. 木船；2. 铁船。"]],
    ])("are asked for after %s", async (_case, turns) => {
      for (const question of ["两个收费一样吗", "这两个有什么区别"]) {
        const answer = await desk.ask(question, { history: said(...turns) });
        expect(answer.outcome).toBe("clarify");
        expect(answer.text).toContain("比较哪几件事");
      }
    });
  });

  it("are refused by name where neither tells what is asked", async () => {
    const history = said("补发船牌要带什么", "", "更换船牌要带什么", "");
    const answer = await desk.ask("两个的咨询电话一样吗", { history });
    expect(answer.outcome).toBe("no_source");
    expect(answer.related?.map(({ documentId }) => documentId)).toEqual(["plate-lost", "plate-worn"]);
  });

  it("may be one item's in two places", async () => {
    const answer = await desk.ask("鼓楼区和崂山区核验渔网收费有什么不同", { region: EAST }, LIST);
    expect(answer.comparison?.rows.map(({ cells: [cell] }) => cell?.text)).toEqual(["每张8元", "每张6元"]);
    expect(answer.comparison?.rows.map(({ label }) => label)).toEqual(["鼓楼区", "崂山区"]);
  });
});

describe("a question that compares no two guides", () => {
  it.each(["补发船牌要带什么", "船牌补发要跑几个地方", "补发船牌多少钱", "船牌和别的牌子有什么区别"])(
    "gets no table: %s",
    async (question) => {
      expect((await desk.ask(question, {}, LIST)).comparison).toBeUndefined();
    },
  );

  it.each([
    "两个孩子的户口怎么上",
    "两个人都要到场吗",
    "两个月够吗",
    "和以前有什么不同",
    "哪个窗口办得快",
    "要多久",
    "哪个城市的减税更多",
  ])("does not leave it to the turns before: %s", (question) => {
    expect(readSpokenContrast(question)).toBeNull();
  });

  it.each(["身份证丢了怎么补", "补领和换领", "和解书怎么写才不一样", "比例是多少"])(
    "is not read as a contrast: %s",
    (question) => {
      expect(readContrast(question, null)).toBeNull();
    },
  );
});
