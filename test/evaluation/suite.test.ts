import { describe, expect, it } from "vitest";
import { joinSuites, parseSuite, requestOf } from "../../src/evaluation/suite.ts";
import { readItem } from "./suite-answers.ts";

const GOOD = '{"id":"0","question":"问","kind":"k"}';

describe("parseSuite", () => {
  it("takes one or several, ignores notes, and skips blank lines", () => {
    const lines =
      '\uFEFF{"id":"1","question":"问","kind":"k","gold_doc":"d","outcome":"clarify","note":"x","region":"西湖区","mine":1}\r\n\n';
    expect(parseSuite("s.jsonl", lines)).toEqual([
      expect.objectContaining({ gold_doc: ["d"], outcome: ["clarify"], audience: "public", procedure: [] }),
    ]);
  });

  it("takes null for not given", () => {
    const line = '{"id":"1","question":"问","kind":"k","region":null,"outcome":null,"at":null,"split":null}';
    expect(parseSuite("s.jsonl", line)).toEqual([expect.objectContaining({ outcome: [], history: [] })]);
  });

  it.each([
    ["not JSON", "{", "s.jsonl:2 不是 JSON"],
    ["no object", "[1]", "s.jsonl:2 "],
    ["without a kind", '{"id":"1","question":"问"}', "s.jsonl:2:kind"],
    ["of an unknown outcome", '{"id":"1","question":"问","kind":"k","outcome":"fine"}', "s.jsonl:2:outcome"],
    ["of an unknown route", '{"id":"1","question":"问","kind":"k","route":"no"}', "s.jsonl:2:route"],
    ["of no day", '{"id":"1","question":"问","kind":"k","at":"2025-02-30"}', "s.jsonl:2:at"],
    ["misspelt", '{"id":"1","question":"问","kind":"k","answerKeys":["9"]}', "s.jsonl:2:answerKeys"],
    ["misspelt by number", '{"id":"1","question":"问","kind":"k","notice":["dated"]}', "s.jsonl:2:notice"],
  ])("names the line that is %s", (_name, line, where) => {
    expect(() => parseSuite("s.jsonl", `${GOOD}\n${line}`)).toThrow(where);
  });

  it("names every wrong line, the first twenty", () => {
    expect(() => parseSuite("s.jsonl", `{\n${GOOD}\n{"id":1}`)).toThrow(
      /s\.jsonl:1 [\s\S]*s\.jsonl:3:id[\s\S]*s\.jsonl:3:question[\s\S]*s\.jsonl:3:kind/,
    );
    expect(() => parseSuite("s.jsonl", "{\n".repeat(30))).toThrow(/s\.jsonl:20 [\s\S]*共 30 处/);
  });
});

describe("joinSuites", () => {
  it("puts suites after one another", () => {
    expect(joinSuites([[readItem({ id: "1" })], [readItem({ id: "2" })]]).map(({ id }) => id)).toEqual([
      "1",
      "2",
    ]);
  });

  it("names ids given twice", () => {
    expect(() => joinSuites([[readItem({ id: "a1" })], [readItem({ id: "a1" })]])).toThrow(/id a1/);
  });
});

describe("requestOf", () => {
  it("hands over the asker's place, day and history, and never the place that is meant", () => {
    const line = {
      region: "西湖区",
      askerRegion: "余杭区",
      at: "2025-01-02",
      history: [{ role: "user", text: "前" }],
    };
    expect(requestOf(readItem(line))).toEqual({
      question: "问",
      audience: "public",
      region: "余杭区",
      at: "2025-01-02",
      history: [{ role: "user", text: "前" }],
    });
  });
});
