import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pendingImports, settleImports, storeRegisters } from "../../src/indexing/imports/store-imports.ts";
import { makeXlsx } from "../support/xlsx-files.ts";
import { desk, HEAD, ROWS, runHere } from "./import-desk.ts";

const GUIDES = "基本编码,实施编码,事项名称,受理条件,申请材料,办结时限,办理地点";
const guide = (baseCode: string, code: string, name: string) =>
  `${baseCode},${code},${name},年满60周岁,身份证,5个工作日,东路1号`;

describe("imported lists", () => {
  it("are kept apart where only marks tell their names apart", async () => {
    const { write, run } = desk();
    const list = (name: string) => write("清单.csv", [`${name}（2025年版）,,,`, HEAD, ...ROWS]);
    await run("import", "register", list("证明-事项清单"));
    const { report } = await run("import", "register", list("证明·事项清单"));
    expect(report).toMatchObject({ counts: { new: 3, removed: 0 }, index: { documents: 2 } });
    const again = await run("import", "register", list("证明·事项清单"));
    expect(again.report).toMatchObject({ counts: { unchanged: 3 }, index: { documents: 2 } });
  });

  it("are kept apart where one file holds two without names", async () => {
    const { home, run } = desk();
    const path = join(home, "汇总.xlsx");
    const sheets = [
      { name: "Sheet1", rows: [HEAD, ...ROWS].map((row) => row.split(",")) },
      {
        name: "Sheet2",
        rows: ["事项名称,行使层级", "甲事项,县级", "乙事项,县级", "丙事项,县级"].map((row) => row.split(",")),
      },
    ];
    writeFileSync(path, makeXlsx({ sheets }));
    const { report } = await run("import", "register", path);
    expect(report.lists.map((list: { register: { rows: number } }) => list.register.rows)).toEqual([3, 3]);
    expect(report.index.documents).toBe(2);
    expect((await run("import", "register", path)).report.index).toMatchObject({ documents: 2, updated: 0 });
  });

  it("are refused with a column of levels in a text, and stored nowhere", async () => {
    const { write, run } = desk();
    const rows = ["甲", "乙", "丙"].map((one, at) => `| ${one}事项 | 市公安局 | ${at === 2 ? "秘密" : ""} |`);
    const file = write("清单.md", [
      "# 权力清单",
      "",
      "| 事项名称 | 责任部门 | 密级 |",
      "|---|---|---|",
      ...rows,
    ]);
    const { code, stderr } = await run("import", "register", file);
    expect(code).not.toBe(0);
    expect(stderr).toContain("ingest.classified");
    expect((await run("index", file)).report.skipped).toMatchObject([{ code: "ingest.classified" }]);
  });

  it("keep no personal number out of the name of a list or a file", async () => {
    const { data, write, run } = desk();
    const file = write("13812345678.csv", ["13812345678证明清单（2025年版）,,,", HEAD, ...ROWS]);
    expect((await run("import", "register", file)).report.counts).toMatchObject({ new: 3 });
    const registers = join(data, "imports", "registers");
    const stored = readdirSync(registers).map((name) => name + readFileSync(join(registers, name), "utf8"));
    expect(stored).toHaveLength(1);
    expect(stored.join("")).not.toContain("13812345678");
  });

  it("stay inside when they are imported again without a word, until that is said", async () => {
    const { write, run } = desk();
    const list = write("清单.csv", ["证明事项清单（2025年版）,,,", HEAD, ...ROWS]);
    const guides = write("指南.csv", [GUIDES, guide("甲1", "33011001", "老年优待证办理")]);
    for (const [kind, file] of [
      ["register", list],
      ["procedures", guides],
    ] as const) {
      const asked = async (...flags: string[]) =>
        (await run("import", kind, file, ...flags)).report as {
          warnings: { code: string }[];
          stored: string[];
        };
      expect((await asked("--visibility", "internal")).stored).toHaveLength(1);
      const again = await asked();
      expect(again.stored).toEqual([]);
      expect(again.warnings.map(({ code }) => code)).toContain("import.kept_internal");
      expect((await asked("--visibility", "public")).stored).toHaveLength(1);
      expect((await asked()).warnings.map(({ code }) => code)).not.toContain("import.kept_internal");
    }
  });

  it("stay pending when they are stored while others are indexed", async () => {
    const { data } = desk();
    const record = (name: string) => ({ id: `import/registers/${name}`, kind: "register", text: name });
    await storeRegisters(data, [record("甲")], new Date());
    const seen = await pendingImports(data);
    await storeRegisters(data, [record("乙")], new Date());
    await settleImports(data, seen);
    expect(await pendingImports(data)).not.toBeNull();
    await settleImports(data, await pendingImports(data));
    expect(await pendingImports(data)).toBeNull();
  });

  it("that are stored and not indexed keep the shipped knowledge out", async () => {
    const { data } = desk();
    await storeRegisters(data, [{ id: "import/registers/甲", kind: "register", text: "甲" }], new Date());
    const { code, stderr } = await runHere(["ask", "居住证要什么材料？", "--data", data]);
    expect([code, stderr.includes("index.unfinished")]).toEqual([3, true]);
  });
});

describe("imported guides", () => {
  it("share a code of the item itself, and not one of their own", async () => {
    const { write, run } = desk();
    const file = write("指南.csv", [
      GUIDES,
      guide("000101", "", "老年优待证申领"),
      guide("000101", "", "老年优待证换领"),
      guide("000102", "33.1", "高龄津贴申领"),
      guide("000102", "33-1", "高龄津贴停发"),
    ]);
    const { report } = await run("import", "procedures", file);
    expect(report).toMatchObject({ counts: { new: 4, refused: 0 }, index: { documents: 4 } });
    expect((await run("import", "procedures", file)).report.counts).toMatchObject({ unchanged: 4, new: 0 });
  });

  it("of two places stay two though the item's code is one", async () => {
    const { write, run } = desk();
    const file = write("指南.csv", [GUIDES, guide("000101", "", "老年优待证申领")]);
    await run("import", "procedures", file, "--region", "330106");
    const { report } = await run("import", "procedures", file, "--region", "330110");
    expect(report).toMatchObject({ counts: { new: 1, changed: 0 }, index: { documents: 2 } });
  });

  it("are indexed however many there are, whatever limit a single file has", async () => {
    const { home, data, write } = desk();
    const long = "年满60周岁且在本区居住的居民，".repeat(400);
    const rows = Array.from({ length: 60 }, (_, at) =>
      guide("", `33${at}`, `第${at}类优待证申领`).replace("年满60周岁", long),
    );
    mkdirSync(home, { recursive: true });
    const file = write("指南.csv", [GUIDES, ...rows.slice(0, 30)]);
    const more = write("更多.csv", [GUIDES, ...rows.slice(30)]);
    for (const path of [file, more]) {
      const { code } = await runHere(["import", "procedures", path, "--data", data, "--no-vectors"], {
        WENBAN_MAX_FILE_MB: "1",
      });
      expect(code).toBe(0);
    }
    const { stdout } = await runHere(["search", "优待证", "--data", data, "--json", "--k", "100"]);
    expect(
      new Set(JSON.parse(stdout).results.map((one: { documentId: string }) => one.documentId)).size,
    ).toBe(60);
  });
});

describe("the report of an import", () => {
  it.each([["--dry-run"], []])("shows no personal number of a guide: %s", async (...flags) => {
    const { data, write, run } = desk();
    const row = guide("甲1", "33011001", "查询13812345678事项").replace(
      "东路1号",
      "东路1号，电话13812345679",
    );
    const file = write("指南.csv", [GUIDES, row]);
    const { report, stderr } = await run("import", "procedures", file, ...flags);
    expect(report.counts.new).toBe(1);
    expect(report.first).toHaveLength(1);
    expect(JSON.stringify(report) + stderr).not.toContain("1381234567");
    const { stdout } = await runHere(["import", "procedures", file, "--data", data, ...flags]);
    expect(stdout).toContain("查询");
    expect(stdout).not.toContain("1381234567");
  });
});
