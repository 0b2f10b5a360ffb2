import { describe, expect, it } from "vitest";
import { createCitations, validityOn } from "../../src/answer/citations.ts";
import type { Document } from "../../src/domain.ts";
import { testSettings } from "../support/answer-settings.ts";
import { sampleDocument, samplePassage } from "../support/sample-documents.ts";

const document = sampleDocument({
  id: "报告/2018",
  text: "全區(qū)取消事项37项。由区行政审批局牵头。",
  shown: "全区取消事项37项。由区行政审批局牵头。",
  offsets: [
    { shown: 0, stored: 0, length: 2 },
    { shown: 2, stored: 6, length: 18 },
  ],
  region: { code: "510107", name: "四川省成都市武侯区" },
  publisher: "武侯区改革办",
  publishedAt: "2019-01-18",
});
const passage = samplePassage(document);
const evidence = (start: number, end: number) => ({ document, passage, range: { start, end } });
const collect = () => createCitations(testSettings, "2026-11-21");

describe("citations", () => {
  it("quote the stored text for a range of the shown one, and show that", async () => {
    const { cite, citations } = collect();
    expect(await cite(evidence(0, 8))).toBe(1);
    expect(citations[0]).toMatchObject({
      number: 1,
      quote: "全區(qū)取消事项37",
      shown: "全区取消事项37",
      start: 0,
      end: 12,
      region: "四川省成都市武侯区",
      publisher: "武侯区改革办",
      sourceUrl: `/sources/${encodeURIComponent("报告/2018")}?start=0&end=12`,
    });
  });

  it.each([
    [0, 1],
    [8, 1],
    [10, 2],
  ])("of a paged file name the page on which the quote begins: %d", async (start, page) => {
    const { cite, citations } = collect();
    const paged = {
      ...document,
      pages: [
        { page: 1, start: 0 },
        { page: 2, start: 14 },
      ],
    };
    await cite({ ...evidence(start, start + 8), document: paged });
    expect(citations[0]?.page).toBe(page);
  });

  it("of a file without pages name none", async () => {
    const { cite, citations } = collect();
    await cite(evidence(0, 8));
    expect(citations[0]).not.toHaveProperty("page");
  });

  it("are numbered in order of use, the same range once", async () => {
    const { cite, citations } = collect();
    const numbers = [await cite(evidence(0, 9)), await cite(evidence(10, 19)), await cite(evidence(0, 9))];
    expect(numbers).toEqual([1, 2, 1]);
    expect(citations).toHaveLength(2);
  });

  it.each([
    [7, 9],
    [0, 2],
    [18, 20],
  ])("are never too short to be looked at: %d to %d", async (start, end) => {
    const { cite, citations } = collect();
    await cite(evidence(start, end));
    const [citation] = citations;
    expect(citation?.quote.length).toBeGreaterThanOrEqual(6);
    expect(document.text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
  });

  it("are not made of blanks, nor of what lies outside the text", async () => {
    const { citeStored, citations } = collect();
    const blank = sampleDocument({ id: "blank", text: "甲\n\n   \n\n乙" });
    expect(await citeStored(blank, [], { start: 1, end: 8 })).toBeNull();
    expect(await citeStored(blank, [], { start: 2, end: 900 })).toBeNull();
    expect(citations).toEqual([]);
  });

  it("of a stored range name the passage that holds it", async () => {
    const { citeStored, citations } = collect();
    const guide = sampleDocument({ id: "guide", text: "办理材料：身份证。收费标准：每证20元。" });
    const [first, second] = [0, 9].map((start, ordinal) => ({
      ...samplePassage(guide),
      id: `guide#${ordinal}`,
      headings: [`第${ordinal}节`],
      start,
      end: ordinal === 0 ? 9 : guide.text.length,
    }));
    if (!first || !second) throw new Error("two passages");
    await citeStored(guide, [first, second], { start: 9, end: guide.text.length });
    expect(citations[0]).toMatchObject({
      passageId: "guide#1",
      headings: ["第1节"],
      quote: "收费标准：每证20元。",
    });
  });

  it("tell the page's address whether the document is internal", async () => {
    const { cite, citations } = collect();
    const internal = { ...document, visibility: "internal" as const };
    await cite({ document: internal, passage, range: { start: 0, end: 9 } });
    expect(citations[0]?.sourceUrl).toContain("token=");
  });
});

describe("validity on a day", () => {
  const on = (dates: Partial<Document>, day: string) =>
    validityOn(sampleDocument({ id: "rule", text: "规定", ...dates }), day);

  it.each<[string, Partial<Document>, string]>([
    ["unknown", {}, "2026-01-01"],
    ["not_yet_effective", { effectiveFrom: "2026-01-02" }, "2026-01-01"],
    ["in_force", { effectiveFrom: "2026-01-01" }, "2026-01-01"],
    ["in_force", { effectiveFrom: "2020-01-01", effectiveTo: "2026-01-01" }, "2026-01-01"],
    ["repealed", { effectiveFrom: "2020-01-01", effectiveTo: "2025-12-31" }, "2026-01-01"],
    ["repealed", { effectiveTo: "2025-12-31" }, "2026-01-01"],
    ["amended", { effectiveFrom: "2020-01-01", supersededBy: "新办法" }, "2026-01-01"],
  ])("%s: %j on %s", (validity, dates, day) => {
    expect(on(dates, day)).toBe(validity);
  });
});
