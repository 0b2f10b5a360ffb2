import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/domain.ts";
import { createRegisterCorpus } from "../support/register-documents.ts";
import {
  createDice,
  HELD_OUT_STATUS,
  HELD_OUT_WHO,
  type MadeList,
  type MadeRow,
  makeList,
  STATUS_QUESTIONS,
  WHO_QUESTIONS,
} from "../support/register-questions.ts";
import { type Ask, createAsk } from "../support/test-corpus.ts";

const SIZE = 300;
/** The share of questions that must be answered rightly. */
const LEAST = 0.97;

interface Tally {
  asked: number;
  wrong: string[];
}

function note(tally: Tally, question: string, answer: Answer, isRight: boolean): void {
  tally.asked++;
  if (!isRight) tally.wrong.push(`${question} → [${answer.outcome}] ${answer.text}`);
}

const SAYS: Record<string, RegExp> = {
  取消: /^不用了：.*已取消/,
  保留: /^还要：.*保留/,
  以数据共享代替: /以数据共享代替/,
  以部门核查代替: /以部门核查代替/,
  以个人承诺代替: /以个人承诺代替/,
};

function fill(template: string, name: string, matter: string): string {
  return template.replace("{n}", name).replace("{m}", matter);
}

async function open(seed: number, isComplete: boolean): Promise<{ list: MadeList; ask: Ask }> {
  const list = makeList(seed, SIZE, isComplete);
  return { list, ask: createAsk(await createRegisterCorpus(list.records)) };
}

function isRowOf(answer: Answer, row: MadeRow): boolean {
  const names = answer.register?.rows.map(({ name }) => name) ?? [];
  return names.length === 1 && names[0] === row.name && answer.citations[0]?.documentId === "newer";
}

const EDITIONS: [number, boolean][] = [
  [21, true],
  [22, false],
];

describe.each(EDITIONS)("a list of 300 rows (seed %d, complete %s)", (seed, isComplete) => {
  it.each([
    ["asked as expected", STATUS_QUESTIONS],
    ["asked in other words", HELD_OUT_STATUS],
  ])("answers with the row, and never takes one for another: %s", async (_how, templates) => {
    const { list, ask } = await open(seed, isComplete);
    const dice = createDice(seed);
    const tally: Tally = { asked: 0, wrong: [] };
    for (const row of dice.shuffle(list.newer).slice(0, 60)) {
      const name = row.alias !== "" && dice.next() < 0.5 ? row.alias : row.name;
      const question = fill(dice.pick(templates), name, row.matter);
      const answer = await ask(question);
      expect(row.status === "取消" || !answer.text.includes("已取消"), `${question}: ${answer.text}`).toBe(
        true,
      );
      note(tally, question, answer, isRowOf(answer, row) && (SAYS[row.status]?.test(answer.text) ?? false));
    }
    expect(tally.wrong.length, tally.wrong.join("\n")).toBeLessThanOrEqual((1 - LEAST) * tally.asked);
  });

  it("answers who is responsible", async () => {
    const { list, ask } = await open(seed, isComplete);
    const dice = createDice(seed + 1);
    const tally: Tally = { asked: 0, wrong: [] };
    for (const row of dice.shuffle(list.newer).slice(0, 40)) {
      const question = fill(dice.pick([...WHO_QUESTIONS, ...HELD_OUT_WHO]), row.name, row.matter);
      const answer = await ask(question);
      note(tally, question, answer, isRowOf(answer, row) && answer.text.includes(row.department));
    }
    expect(tally.wrong.length, tally.wrong.join("\n")).toBeLessThanOrEqual((1 - LEAST) * tally.asked);
  });

  it("says of other names what the edition allows, and of none that it is cancelled", async () => {
    const { list, ask } = await open(seed, isComplete);
    const dice = createDice(seed + 2);
    const tally: Tally = { asked: 0, wrong: [] };
    for (const name of dice.shuffle(list.absent).slice(0, 60)) {
      const question = fill(dice.pick([...STATUS_QUESTIONS, ...HELD_OUT_STATUS]), name, "低保申请");
      const answer = await ask(question);
      expect(answer.text).not.toContain("已取消");
      expect(answer.register?.rows ?? []).toEqual([]);
      if (!isComplete) expect(answer.text).not.toContain("中没有");
      const isSaid = isComplete
        ? answer.text.includes(`中没有「${name}」`)
        : answer.text.includes("未列入已收录的");
      note(tally, question, answer, isSaid || answer.outcome === "clarify");
    }
    expect(tally.wrong.length, tally.wrong.join("\n")).toBeLessThanOrEqual((1 - LEAST) * tally.asked);
  });

  it("counts as its rows do", async () => {
    const { list, ask } = await open(seed, isComplete);
    const countOf = (test: (row: MadeRow) => boolean) => list.newer.filter(test).length;
    const of = (department: string, status: string) =>
      countOf((row) => row.department === department && row.status === status);
    const counts: [string, number][] = [
      ["取消了多少项证明", countOf(({ status }) => status === "取消")],
      ["现在还保留着几项证明", countOf(({ status }) => status === "保留")],
      ["靠部门核查的证明有几个", countOf(({ status }) => status === "以部门核查代替")],
      ["写个承诺就行的证明一共多少项", countOf(({ status }) => status === "以个人承诺代替")],
      ["不用再开的证明有多少", countOf(({ status }) => status !== "保留")],
      ["人社局取消了几项", of("市人力资源和社会保障局", "取消")],
      ["卫健委砍掉了几项证明", of("市卫生健康委员会", "取消")],
      ["住建部门保留了几项证明", of("市住房和城乡建设局", "保留")],
      ["公租房申请要的证明有几项", countOf(({ matter }) => matter === "公租房申请")],
      ["2024年版一共有多少项", list.older.length],
    ];
    for (const [question, count] of counts) {
      expect((await ask(question)).text, question).toMatch(new RegExp(`(?<!\\d)${count}项`));
    }
  });

  it("tells what differs between its editions", async () => {
    const { list, ask } = await open(seed, isComplete);
    const before = new Map(list.older.map((row) => [row.name, row]));
    const after = new Set(list.newer.map(({ name }) => name));
    const added = list.newer.filter(({ name }) => !before.has(name));
    const removed = list.older.filter(({ name }) => !after.has(name));
    const moved = list.newer.filter(
      (row) => before.get(row.name)?.status === "保留" && row.status === "取消",
    );
    const differences: [string, MadeRow[]][] = [
      ["2025版比2024版多了哪些证明", added],
      ["今年的清单比去年多出来哪些证明", added],
      ["新版比旧版少了哪些", removed],
      ["旧版有新版没有的是哪些", removed],
      ["哪些证明从保留改成了取消", moved],
    ];
    for (const [question, rows] of differences) {
      const { text } = await ask(question);
      expect(text, question).toContain(`${rows.length}项`);
      for (const { name } of rows) expect(text, question).toContain(name);
    }
  });
});
