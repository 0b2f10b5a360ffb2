import { afterAll, describe, expect, it } from "vitest";
import type { ProcedureField } from "../../../src/domain.ts";
import type { SourceDocument } from "../../../src/indexing/loader.ts";
import { loadFile } from "../../../src/indexing/loaders/index.ts";
import { findProcedureField } from "../../../src/indexing/procedure-schema.ts";
import { closeParsers } from "../../../src/parsing/parse-file.ts";
import { type GuideFormat, guideFile, type PlainGuide, rowsOf } from "../../support/guide-files.ts";
import { SAMPLE_GUIDES } from "../../support/sample-guides.ts";
import { makeXlsx } from "../../support/xlsx-files.ts";

const FORMATS: readonly GuideFormat[] = ["md", "headings", "table", "mixed", "xlsx", "csv", "pdf"];

afterAll(closeParsers);

async function loadGuide(guide: PlainGuide, format: GuideFormat): Promise<SourceDocument> {
  const documents = await loadFile(guideFile(guide, format));
  expect(documents).toHaveLength(1);
  return documents[0] as SourceDocument;
}

/** What a guide's fields say, whatever their order in the file. */
function told(fields: readonly Pick<ProcedureField, "key" | "label" | "branch" | "values">[]) {
  return fields
    .map(({ key, label, branch, values }) => ({ key, label, branch, values }))
    .sort((a, b) => (a.label + a.branch).localeCompare(b.label + b.branch));
}

const written = ({ fields }: PlainGuide) =>
  told(
    fields.map(({ label, branch = null, values }) => ({
      key: findProcedureField(label)?.key ?? "other",
      label,
      branch,
      values: [...values],
    })),
  );

describe.each(SAMPLE_GUIDES)("the guide $title", (guide) => {
  it.each(FORMATS)("comes back whole from %s", async (format) => {
    const { procedure } = await loadGuide(guide, format);
    expect(told(procedure?.fields ?? [])).toEqual(written(guide));
    expect(procedure?.name).toBe(guide.title);
  });

  it.each(FORMATS)("rests on its stored text in %s", async (format) => {
    const { text, procedure } = await loadGuide(guide, format);
    for (const { start, end, values } of procedure?.fields ?? []) {
      const range = text.slice(start, end);
      for (const value of values) expect(range).toContain(value);
    }
  });
});

describe("a table of guides", () => {
  it("gives one document a row, each with its own fields", async () => {
    const bytes = makeXlsx({ sheets: [{ name: "指南", rows: rowsOf(SAMPLE_GUIDES) }] });
    const documents = await loadFile({ path: "all.xlsx", bytes });
    expect(documents.map(({ procedure }) => procedure?.name)).toEqual(
      SAMPLE_GUIDES.map(({ title }) => title),
    );
    expect(new Set(documents.map(({ id }) => id)).size).toBe(SAMPLE_GUIDES.length);
    expect(documents[0]?.id).toBe("all/1133010000251X2000");
    for (const [at, guide] of SAMPLE_GUIDES.entries()) {
      expect(told(documents[at]?.procedure?.fields ?? [])).toEqual(written(guide));
    }
  });
});
