import { describe, expect, it } from "vitest";
import { readStandardAnswers } from "../../../src/answer/standard/read-standard-answers.ts";
import { regions } from "../../support/test-corpus.ts";

const read = (yaml: string) => readStandardAnswers(yaml, regions, "own.yaml");

/** An entry with changes; the fields that are right stay. */
function entry(changes: Record<string, unknown> = {}): string {
  const fields = {
    id: "station",
    questions: ["便民服务站几点关门"],
    answer: "便民服务站工作日17时关门。",
    source: { document: "a/报告", quote: "便民服务站工作日17时关门。" },
    owner: "区政务服务局",
    reviewedAt: "2026-11-01",
    expires: "2027-05-01",
    ...changes,
  };
  return JSON.stringify(fields);
}

describe("a file of approved answers", () => {
  it("is read with its places, sources and lines", () => {
    const { entries, problems } = read(
      `answers:\n  - ${entry({ region: "330110" })}\n  # a remark\n  - ${entry({ id: "second", places: "all" })}\n`,
    );
    expect(problems).toEqual([]);
    expect(entries.map(({ id, line, isEverywhere }) => [id, line, isEverywhere])).toEqual([
      ["station", 2, false],
      ["second", 4, true],
    ]);
    expect(entries[0]?.regions.map(({ name }) => name)).toEqual(["浙江省杭州市余杭区"]);
    expect(entries[0]?.sources).toEqual([{ documentId: "a/报告", quote: "便民服务站工作日17时关门。" }]);
  });

  it.each([
    ["nothing", ""],
    ["a remark", "# none yet\n"],
    ["an empty list", "answers: []\n"],
  ])("that holds %s holds no answers", (_what, yaml) => {
    expect(read(yaml)).toEqual({ entries: [], problems: [] });
  });

  it.each([
    ["answers:\n  - id: [", "own.yaml"],
    ["questions: []\n", "answers"],
    ["- a\n- b\n", "answers"],
    ["answers:\n  - just words\n", "第 2 行"],
  ])("that is none is refused by its line: %j", (yaml, told) => {
    expect(() => read(yaml)).toThrow(expect.objectContaining({ code: "standard.unreadable" }));
    expect(() => read(yaml)).toThrow(told);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["an unknown field", { note: 1 }, /note/],
    ["a missing owner", { owner: undefined }, /owner/],
    ["no day of expiry", { expires: undefined }, /expires/],
    ["a day that is none", { expires: "2027-02-30" }, /expires：应为/],
    ["an expiry before the review", { expires: "2026-10-01" }, /早于审定日期/],
    ["an unknown place", { region: "亚特兰蒂斯" }, /没有找到地区/],
    ["a form that is every question", { questions: ["多少钱"] }, /问法太短/],
    ["marks of its own", { answer: "17时关门。[1]" }, /不要写 \[1\]/],
    ["a personal number", { answer: "请打13800138000问王工，17时关门。" }, /个人信息/],
    ["neither source nor 人工解释", { source: undefined }, /没有出处/],
    ["another figure than its source", { answer: "便民服务站工作日18时关门。" }, /出处没有这样说/],
    ["a negation that its source lacks", { answer: "便民服务站工作日不关门。" }, /出处没有这样说/],
    ["a short quote", { source: { document: "a", quote: "17时" } }, /quote/],
  ])("leaves out an entry with %s, and says so by line", (_what, changes, told) => {
    const { entries, problems } = read(`answers:\n  - ${entry({ id: "right" })}\n  - ${entry(changes)}\n`);
    expect(entries.map(({ id }) => id)).toEqual(["right"]);
    expect(problems).toEqual([{ line: 3, entry: "station", message: expect.stringMatching(told) }]);
  });

  it("takes an answer that its source does not say, when an office answers for it", () => {
    const changes = { answer: "晚上请到自助区办理。", explainedBy: "区政务服务局" };
    expect(read(`answers:\n  - ${entry(changes)}\n`).entries[0]?.explainedBy).toBe("区政务服务局");
  });

  it("takes an id once", () => {
    const { entries, problems } = read(`answers:\n  - ${entry()}\n  - ${entry()}\n`);
    expect(entries).toHaveLength(1);
    expect(problems[0]?.message).toContain("已经用过");
  });
});
