import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listEdition } from "../../../src/answer/registers/list-edition.ts";
import { bareKey, nameKey, squeeze, stemKey } from "../../../src/answer/registers/name-key.ts";
import { indexRegisters, type RegisterIndex } from "../../../src/answer/registers/register-index.ts";
import { registerRecord } from "../../support/register-documents.ts";

function indexOf(names: readonly string[]): RegisterIndex {
  const { document } = registerRecord({
    id: "list",
    name: "证明清单",
    columns: [
      ["证明名称", "name"],
      ["处理方式", "status"],
    ],
    rows: names.map((name) => [name, "取消"]),
  });
  const edition = listEdition(document);
  return indexRegisters(edition ? [edition] : []);
}

const everywhere = () => true;
const name = fc
  .array(fc.constantFrom(..."户口注销收入无犯罪家庭"), { minLength: 2, maxLength: 8 })
  .map((all) => all.join(""));

describe("names in a question", () => {
  it.each([
    ["户口注销证明还要开吗", ["户口注销证明"]],
    ["户口证明还要开吗", ["户口证明"]],
    ["户口注销的证明还要开吗", ["户口注销证明"]],
    ["關於户口注销證明", ["户口注销证明"]],
    ["收入证明和户口证明都要吗", ["收入证明", "户口证明"]],
    ["婚姻状况证明还要吗", []],
  ])("are found whole, the longest first: %s", (question, expected) => {
    const index = indexOf(["户口证明", "户口注销证明", "收入证明"]);
    const text = squeeze(nameKey(question)).text;
    const hits = [...index.find(text, everywhere)].sort((a, b) => a.start - b.start);
    expect(hits.map(({ entries }) => entries[0]?.row.name)).toEqual(expected);
  });

  it("never overlap, and are names of rows", () => {
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 12 }),
        fc.array(name, { maxLength: 6 }),
        (names, words) => {
          const index = indexOf(names);
          const text = words.join("");
          const hits = [...index.find(text, everywhere)].sort((a, b) => a.start - b.start);
          for (const [at, hit] of hits.entries()) {
            expect(names.map(nameKey)).toContain(text.slice(hit.start, hit.end));
            expect(hit.start).toBeGreaterThanOrEqual(hits[at - 1]?.end ?? 0);
          }
        },
      ),
    );
  });

  it("are found wherever a row's name is the whole text", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 20 }), (names) => {
        const index = indexOf(names);
        for (const each of names) {
          const [hit] = index.find(nameKey(each), everywhere);
          expect(hit?.entries.some(({ row }) => nameKey(row.name) === nameKey(each))).toBe(true);
        }
      }),
    );
  });
});

describe("keys", () => {
  it.each([
    ["关于「无犯罪记录」的证明", "无犯罪记录证明"],
    ["户口 注销，证明", "户口注销证明"],
  ])("leave out what hands write differently: %s", (written, key) => {
    expect(nameKey(written)).toBe(key);
  });

  it.each([
    ["收入证明（城镇居民）", "收入证明"],
    ["证（明）", ""],
  ])("leave out brackets where enough is left: %s", (written, key) => {
    expect(bareKey(written)).toBe(key);
  });

  it.each([
    ["建设工程规划许可证核发", "建设工程规划许可证"],
    ["对擅自砍伐树木行政处罚", "擅自砍伐树木"],
    ["东门社区代办点", "东门社区"],
    ["户口注销证明", ""],
  ])("leave out what is done: %s", (key, stem) => {
    expect(stemKey(key)).toBe(stem);
  });
});
