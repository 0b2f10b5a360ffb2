import { describe, expect, it } from "vitest";
import { viewPassages } from "../../../src/answer/evidence/passage-view.ts";
import { createFixtureCorpus } from "../../support/test-corpus.ts";

const text = (name: string) => `${name}\n序号\t证明名称\t处理方式\t责任单位\n`;
const rows = ["甲", "乙", "丙"].map((one, at) => `${at + 1}\t${one}证明\t取消\t市公安局`).join("\n");
const lines = (id: string, kind: string, written: string) => ({
  path: `${id}.jsonl`,
  bytes: new TextEncoder().encode(JSON.stringify({ id, kind, title: "取消证明清单", text: written })),
});
const fees = "缴费标准\n人员类别\t个人缴费（元/人）\t办理天数（天）\n成年居民\t680\t3\n学生\t430\t5";
const corpus = await createFixtureCorpus([
  lines("fees", "policy", `本年度的缴费标准如下。\n${fees}`),
  lines("list", "register", `${text("取消证明清单")}${rows}`),
  lines("text", "policy", `${text("取消证明清单")}1\t甲证明\t取消\t市公安局`),
]);

describe("passages of tables", () => {
  it.each(["list", "text"])("hold no clause that is a line of labels: %s", async (id) => {
    const document = await corpus.document(id, "public");
    const passages = await corpus.passages(id, "public");
    if (!document) throw new Error("not indexed");
    const views = viewPassages(
      passages.map((passage) => ({ passage, document, score: 1, lexical: 1, cosine: null })),
    );
    const told = views.flatMap(({ clauses }) => clauses.map(({ folded }) => folded)).join("\n");
    expect(told).toContain("甲证明");
    expect(told).not.toContain("证明名称\t");
    expect(told.split("\n")).not.toContain("责任单位");
  });

  it("give bare figures the unit of their label", async () => {
    const document = await corpus.document("fees", "public");
    const passages = await corpus.passages("fees", "public");
    if (!document) throw new Error("not indexed");
    const views = viewPassages(
      passages.map((passage) => ({ passage, document, score: 1, lexical: 1, cosine: null })),
    );
    const figures = views.flatMap(({ clauses }) => clauses.flatMap((clause) => clause.figures));
    const told = figures.map(({ value, unit }) => value + unit);
    expect(told).toEqual(["680元", "3天", "430元", "5天"]);
  });
});
