import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseProcedure } from "../../src/indexing/guides/parse-procedure.ts";
import { findProcedureField } from "../../src/indexing/procedure-schema.ts";
import { readKnowledge, splitShippedFile } from "../support/shipped-knowledge.ts";

const files = readdirSync(new URL("../../knowledge/procedures/", import.meta.url)).filter((name) =>
  name.endsWith(".md"),
);
const LOCAL = "以当地公布为准";

/** Elements that an inspection of government sites looks for in every guide. */
const ESSENTIAL = [
  "受理条件",
  "办理材料",
  "办理流程",
  "办结时限",
  "办理地点",
  "办理时间",
  "咨询电话",
  "设定依据",
];

function load(name: string) {
  const { front, body } = splitShippedFile(readKnowledge(`procedures/${name}`));
  const head: Record<string, unknown> = parse(front);
  const aliases = head.aliases as string[];
  return {
    head,
    aliases,
    body,
    guide: parseProcedure({ name: String(head.title), aliases, audience: [] }, body),
  };
}

describe("the shipped procedures", () => {
  it("are as many as promised, each under its own name", () => {
    const titles = files.map((name) => load(name).head.title);
    expect(new Set(titles).size).toBe(files.length);
    expect(titles.length).toBeGreaterThanOrEqual(40);
  });

  describe.each(files)("%s", (name) => {
    const { head, aliases, body, guide } = load(name);

    it("says what it is, who owns it and until when it holds", () => {
      expect(head).toMatchObject({
        kind: "procedure",
        publisher: expect.any(String),
        owner: expect.any(String),
      });
      expect(head).toMatchObject({ provenance: expect.any(String), audience: expect.any(Array) });
      expect(head.checkedAt).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(String(head.reviewBy) > String(head.checkedAt)).toBe(true);
      expect(head).not.toHaveProperty("region");
    });

    it("has everyday names, each once", () => {
      expect(aliases.length).toBeGreaterThanOrEqual(8);
      expect(new Set(aliases).size).toBe(aliases.length);
    });

    it("uses known labels, each once, with a value and a source", () => {
      const labels = guide.fields.map((field) => field.label);
      expect(new Set(labels).size).toBe(labels.length);
      expect(labels.filter((label) => findProcedureField(label)?.label !== label)).toEqual([]);
      expect(guide.fields.filter((field) => field.source === null)).toEqual([]);
      expect(body.match(/^## /gm)?.length).toBe(guide.fields.length);
    });

    it("has the elements every guide needs", () => {
      const labels = guide.fields.map((field) => field.label);
      expect(ESSENTIAL.filter((label) => !labels.includes(label))).toEqual([]);
    });

    it("names a law or a document for all that is not left to the place", () => {
      const stated = guide.fields.filter((field) => !field.values.every((value) => value === LOCAL));
      expect(stated.filter((field) => !/《.+》|上列|说明|通知/.test(field.source ?? ""))).toEqual([]);
      for (const field of guide.fields) {
        if (field.values.includes(LOCAL)) expect(field.values).toEqual([LOCAL]);
      }
    });

    it("keeps each value on a line of its own that can be quoted", () => {
      for (const field of guide.fields) {
        for (const value of field.values) expect(body).toContain(value);
      }
    });
  });
});
