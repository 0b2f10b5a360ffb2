import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  findBadNames,
  findCircles,
  findDefaultExports,
  findEnvironmentReads,
  findLongFiles,
  findLooseLangChain,
  findNodeInWorker,
  findSiblingImports,
  findUnknownAreas,
  findUnregistered,
  findWidgetOutsiders,
  findWrongDirections,
  implementationsIn,
} from "./support/house-rules.ts";
import { findImports, readSources, type SourceFile } from "./support/import-graph.ts";

const ROOT = join(import.meta.dirname, "..");
const sources = readSources(join(ROOT, "src"));

/** Files as the rules see them, made of their texts. */
function house(files: Record<string, string>): SourceFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text, imports: findImports(path, text) }));
}

const LOADER = /:\s*DocumentLoader\s*=/;
const ADAPTER = /=\s*defineAdapter[<(]/;

describe("the house", () => {
  it.each([
    ["every folder has its rules", findUnknownAreas],
    ["imports go one way", findWrongDirections],
    ["imports never come back", findCircles],
    ["the Worker loads nothing of Node", findNodeInWorker],
    ["LangChain runs in langchain.ts alone", findLooseLangChain],
    ["entry points alone read the environment", findEnvironmentReads],
    ["the widget stands alone", findWidgetOutsiders],
    ["only the Worker has a default export", findDefaultExports],
    ["no file has more than 300 lines", findLongFiles],
    ["files are named for what they hold", findBadNames],
  ])("%s", (_rule, findBreaches) => {
    expect(findBreaches(sources)).toEqual([]);
  });

  it.each([
    ["loaders", "indexing/loaders/index.ts", LOADER],
    ["adapters", "adapters/index.ts", ADAPTER],
  ])("the registry of %s lists all, and none leans on another", (_name, registry, declares) => {
    const folder = registry.replace("index.ts", "");
    expect(implementationsIn(sources, folder, declares).length).toBeGreaterThan(1);
    expect(findUnregistered(sources, registry, declares)).toEqual([]);
    expect(findSiblingImports(sources, folder, declares)).toEqual([]);
  });

  it.each([
    ["loaders", "indexing/loader.ts"],
    ["chat models", "llm/chat-model.ts"],
    ["embedders", "llm/embedder.ts"],
    ["lexical indexes", "retrieval/lexical-index.ts"],
    ["vector stores", "retrieval/vector-store.ts"],
    ["document stores", "indexing/document-store.ts"],
    ["conversation stores", "conversation/conversation-store.ts"],
    ["outboxes", "conversation/outbox.ts"],
    ["conversation records", "conversation/conversation-records.ts"],
    ["answer logs", "conversation/answer-log.ts"],
    ["logs of what was asked", "conversation/asked-log.ts"],
    ["proof stores", "gaps/proof-store.ts"],
    ["adapters", "adapters/adapter.ts"],
  ])("%s have one contract that tests call", (_name, port) => {
    expect(existsSync(join(ROOT, "src", port))).toBe(true);
    const folder = join(ROOT, "test", "contracts");
    const contracts = readdirSync(folder).filter((name) =>
      readFileSync(join(folder, name), "utf8").includes(`src/${port}"`),
    );
    expect(contracts).not.toEqual([]);
    const tests = readSources(join(ROOT, "test")).filter(({ path }) => path.endsWith(".test.ts"));
    const called = contracts.filter((name) =>
      tests.some(({ imports }) => imports.some(({ target }) => target === `contracts/${name}`)),
    );
    expect(called).toEqual(contracts);
  });
});

describe("the rules see a breach", () => {
  it.each<[string, (files: SourceFile[]) => string[], Record<string, string>, string[]]>([
    [
      "an upward import",
      findWrongDirections,
      { "retrieval/a.ts": 'import { b } from "../answer/b.ts";' },
      ["retrieval/a.ts imports answer/b.ts"],
    ],
    [
      "a type from above",
      findWrongDirections,
      { "answer/a.ts": 'import type { B } from "../http/b.ts";' },
      ["answer/a.ts imports http/b.ts"],
    ],
    [
      "wiring from within",
      findWrongDirections,
      { "answer/a.ts": 'export { b } from "../services.ts";' },
      ["answer/a.ts imports services.ts"],
    ],
    [
      "an import over several lines",
      findWrongDirections,
      { "llm/a.ts": 'import {\n  b,\n  c,\n} from "../http/b.ts";' },
      ["llm/a.ts imports http/b.ts"],
    ],
    [
      "a lazy import",
      findWrongDirections,
      { "adapters/a.ts": 'const b = await import("../conversation/b.ts");' },
      ["adapters/a.ts imports conversation/b.ts"],
    ],
    [
      "language that looks out",
      findWrongDirections,
      { "language/a.ts": 'import "../retrieval/b.ts";' },
      ["language/a.ts imports retrieval/b.ts"],
    ],
    [
      "the widget leaning on the server",
      findWidgetOutsiders,
      {
        "widget/a.ts":
          'import { b } from "../language/b.ts";\nimport { c } from "../domain.ts";\nimport d from "d";\nimport type { E } from "../domain.ts";',
      },
      ["widget/a.ts imports language/b.ts", "widget/a.ts imports domain.ts", "widget/a.ts imports d"],
    ],
    [
      "files that import each other by way of a third",
      findCircles,
      {
        "llm/a.ts": 'import type { B } from "./b.ts";',
        "llm/b.ts": 'import { c } from "./c.ts";',
        "llm/c.ts": 'import { a } from "./a.ts";',
        "llm/d.ts": 'import { a } from "./a.ts";',
      },
      ["llm/a.ts", "llm/b.ts", "llm/c.ts"],
    ],
    ["a new folder", findUnknownAreas, { "things/a.ts": "" }, ["things/a.ts"]],
    [
      "Node deep in the Worker",
      findNodeInWorker,
      {
        "worker.ts": 'import "./a.ts";',
        "a.ts": 'export * from "./b.ts";',
        "b.ts": 'import { readFile } from "node:fs";',
      },
      ["b.ts loads node:fs"],
    ],
    [
      "LangChain at large",
      findLooseLangChain,
      { "llm/a.ts": 'import { X } from "@langchain/core/x";' },
      ["llm/a.ts loads @langchain/core/x"],
    ],
    ["an environment read", findEnvironmentReads, { "http/a.ts": "const a = process.env.A;" }, ["http/a.ts"]],
    ["a default export", findDefaultExports, { "a.ts": "export default 1;" }, ["a.ts"]],
    ["a long file", findLongFiles, { "a.ts": "x\n".repeat(301) }, ["a.ts has 301 lines"]],
    [
      "a vague name",
      findBadNames,
      { "http/string-utils.ts": "", "http/CamelCase.ts": "", "a-helper.ts": "" },
      ["http/string-utils.ts", "http/CamelCase.ts", "a-helper.ts"],
    ],
  ])("%s", (_name, findBreaches, files, breaches) => {
    expect(findBreaches(house(files))).toEqual(breaches);
  });

  it.each<[string, (files: SourceFile[]) => string[], Record<string, string>]>([
    ["a type of Node in the Worker", findNodeInWorker, { "worker.ts": 'import type { A } from "node:fs";' }],
    [
      "LangChain in its bridge",
      findLooseLangChain,
      { "llm/langchain.ts": 'import { X } from "@langchain/core/x";' },
    ],
    [
      "a type of LangChain",
      findLooseLangChain,
      { "llm/a.ts": 'import type { X } from "@langchain/core/x";' },
    ],
    ["the environment in an entry point", findEnvironmentReads, { "cli.ts": "process.env" }],
    ["a long generated file", findLongFiles, { "language/a.generated.ts": "x\n".repeat(999) }],
    ["an import in a comment", findWrongDirections, { "llm/a.ts": '// import "../http/b.ts";' }],
  ])("%s is none", (_name, findBreaches, files) => {
    expect(findBreaches(house(files))).toEqual([]);
  });

  it("an implementation that is not registered, and one that leans on its sibling", () => {
    const files = house({
      "indexing/loaders/index.ts": 'import { a } from "./a.ts";',
      "indexing/loaders/a.ts": 'import { b } from "./b.ts";\nexport const a: DocumentLoader = b;',
      "indexing/loaders/b.ts": "export const b: DocumentLoader = {};",
    });
    expect(findUnregistered(files, "indexing/loaders/index.ts", LOADER)).toEqual(["indexing/loaders/b.ts"]);
    expect(findSiblingImports(files, "indexing/loaders/", LOADER)).toEqual([
      "indexing/loaders/a.ts imports indexing/loaders/b.ts",
    ]);
  });
});
