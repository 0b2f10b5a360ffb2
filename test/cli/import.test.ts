import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pendingImports, storeRegisters } from "../../src/indexing/imports/store-imports.ts";
import { desk, HEAD, ROWS, runHere, search, TITLE } from "./import-desk.ts";
import { startWenban, wenban } from "./support.ts";

describe("import register", () => {
  it("shows what it would do and writes nothing with --dry-run", async () => {
    const { data, list } = desk();
    const { code, stdout } = await wenban(["import", "register", list(), "--data", data, "--dry-run"]);
    expect(code).toBe(0);
    for (const words of [
      "证明材料名称 → name",
      "处理方式 → status",
      "新增 3 行",
      "2025年版",
      "居住证明",
      "没有写入",
    ])
      expect(stdout).toContain(words);
    expect(existsSync(data)).toBe(false);
  });

  it("stores and indexes the list, finds a row, and changes nothing the second time", async () => {
    const { data, list, run } = desk();
    const first = await run("import", "register", list());
    expect(first).toMatchObject({
      code: 0,
      report: {
        counts: { new: 3, changed: 0, unchanged: 0, removed: 0, refused: 0 },
        register: { name: "取消证明事项清单", edition: { label: "2025年版", isComplete: false }, rows: 3 },
        index: { documents: 1, added: 1 },
      },
    });
    expect(await search(data, "婚姻状况证明")).toContain("处理方式：以数据共享代替");
    const again = await run("import", "register", list());
    expect(again.report).toMatchObject({
      counts: { new: 0, changed: 0, unchanged: 3, removed: 0 },
      stored: [],
      index: { unchanged: 1, updated: 0, generation: first.report.index.generation },
    });
  });

  it("stores what sections and 同上 say of a row with the row", async () => {
    const { data, write, run } = desk();
    const lines = [
      TITLE,
      "序号,证明名称,处理方式,依据",
      "一、市公安局,,,",
      "1,甲证明,取消,甲法",
      "2,乙证明,同上,同上",
      "3,丙证明,保留,乙法",
    ];
    const { report } = await run("import", "register", write("分组.csv", lines));
    expect(report.first[1]).toMatchObject({
      name: "乙证明",
      status: "取消",
      basis: "甲法",
      department: "市公安局",
    });
    expect(await search(data, "丙证明")).toContain("责任部门：市公安局");
  });

  it("replaces a list of the same edition and keeps the version before", async () => {
    const { data, list, run } = desk();
    await run("import", "register", list());
    const changed = [ROWS[0] ?? "", "2,婚姻状况证明,取消,市民政局", "4,学历证明,取消,市教育局"];
    const { report } = await run("import", "register", list(changed));
    expect(report.counts).toMatchObject({ new: 1, changed: 1, unchanged: 1, removed: 1 });
    expect(report.versions).toEqual([{ id: report.register.id, versions: 2 }]);
    expect(report.index).toMatchObject({ documents: 1, updated: 1 });
    const [history = ""] = readdirSync(join(data, "imports", "history"));
    const past = JSON.parse(readFileSync(join(data, "imports", "history", history), "utf8"));
    expect(past.record.text).toContain("收入证明");
    expect(past.at).toMatch(/^\d{4}-\d{2}-\d{2}T/);
  });

  it("keeps two editions and two places apart", async () => {
    const { write, list, run } = desk();
    await run("import", "register", list());
    await run("import", "register", list(), "--edition", "2024年版");
    const other = write("别处.csv", [TITLE.replace("青湖区", "白沙区"), HEAD, ...ROWS]);
    expect((await run("import", "register", other)).report.index.documents).toBe(3);
  });

  it("refuses rows with their number and reason; --strict makes it 1", async () => {
    const { list, run } = desk();
    const rows = [...ROWS, "4,,取消,市公安局", "5,居住证明,取消,市公安局", "6,学历证明,看情况,市教育局"];
    const { code, report } = await run("import", "register", list(rows), "--strict");
    expect(code).toBe(1);
    expect(report.counts).toMatchObject({ new: 4, refused: 2 });
    expect(report.refused.map((one: { row: number; code: string }) => [one.row, one.code])).toEqual([
      [6, "register.no_name"],
      [7, "register.duplicate"],
    ]);
    expect(report.warnings.map((one: { code: string }) => one.code)).toContain("register.unknown_status");
    expect((await run("import", "register", list(rows))).code).toBe(0);
  });

  it("stores no row with a personal number, and the list is not complete then", async () => {
    const { data, list, run } = desk();
    const rows = [...ROWS, "4,学历证明,取消,市教育局13812345678"];
    const { report } = await run("import", "register", list(rows), "--complete");
    expect(report.refused).toMatchObject([{ row: 6, code: "register.personal_data", text: "学历证明" }]);
    expect(report.register).toMatchObject({ rows: 3, edition: { isComplete: false } });
    const [name = ""] = readdirSync(join(data, "imports", "registers"));
    expect(readFileSync(join(data, "imports", "registers", name), "utf8")).not.toContain("13812345678");
  });

  it("keeps a list for staff from the public, whatever the command line says", async () => {
    const { data, write, run } = desk();
    const file = write("内部.csv", ["内部资料 注意保存,,,", TITLE, HEAD, ...ROWS]);
    await run("import", "register", file, "--visibility", "public");
    const { stdout } = await runHere(["search", "婚姻状况证明", "--data", data, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ results: [] });
    const staff = await runHere(["search", "婚姻状况证明", "--data", data, "--json", "--audience", "staff"]);
    expect(staff.stdout).toContain("以数据共享代替");
  });

  it("refuses a file that is marked as secret", async () => {
    const { data, write, run } = desk();
    const { code, stderr } = await run(
      "import",
      "register",
      write("密.csv", ["机密★10年,,,", TITLE, HEAD, ...ROWS]),
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining("ingest.classified")]);
    expect(existsSync(join(data, "imports"))).toBe(false);
  });

  it("keeps corrections of columns for the next file with the same header", async () => {
    const { data, write, run } = desk();
    const file = write("a.csv", [
      "甲,乙,丙",
      "居住证明,取消,市公安局",
      "收入证明,保留,市人社局",
      "学历证明,取消,市教育局",
    ]);
    const refused = await run("import", "register", file, "--name", "取消证明清单");
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--map") });
    const map = ["--map", "甲=名称", "--map", "乙=status", "--map", "丙=部门"];
    const mapped = await run("import", "register", file, "--name", "取消证明清单", ...map);
    const fields = ["name", "status", "department"];
    expect(mapped.report.columns.map((one: { field: string }) => one.field)).toEqual(fields);
    expect(JSON.parse(readFileSync(join(data, "imports", "mappings.json"), "utf8"))).toEqual({
      "register:甲|乙|丙": { 甲: "name", 乙: "status", 丙: "department" },
    });
    const next = await run("import", "register", file, "--name", "取消证明清单", "--edition", "2026年版");
    expect(next.report.columns.map((one: { field: string }) => one.field)).toEqual(fields);
  });

  it.each([
    ["--complete", [], { isComplete: true, completeFrom: "flag" }],
    ["--incomplete", ["是否完整：是,,,"], { isComplete: false, completeFrom: null }],
    ["--date=2025-03-01", [], { date: "2025-03-01" }],
  ])("%s says it for the list", async (flag, notes, edition) => {
    const { list, run } = desk();
    const { report } = await run("import", "register", list([...ROWS, ...notes]), flag);
    expect(report.register.edition).toMatchObject(edition);
  });

  it.each([
    [["import", "register", "没有.csv"], "找不到文件"],
    [["import", "register", "LIST", "--map", "没有的列=名称"], "表里没有这一列"],
    [["import", "register", "LIST", "--map", "处理方式=没有的字段"], "没有「没有的字段」这个字段"],
    [["import", "register", "LIST", "--map", "处理方式"], "列名=字段"],
    [["import", "register", "LIST", "--complete", "--incomplete"], "只能选一个"],
    [["import", "register", "LIST", "--region", "没有的区"], "没有找到这个地区"],
    [["import", "procedures", "LIST"], "没有读出办事指南"],
  ])("%j ends with 2 and says what is wrong", async (args, words) => {
    const { data, list, run } = desk();
    const file = list();
    const { code, stderr } = await run(...args.map((arg) => (arg === "LIST" ? file : arg)));
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("    at ");
    expect(code).toBe(2);
    expect(existsSync(join(data, "imports"))).toBe(false);
  });

  it("says what is wrong with a file that can't be read", async () => {
    const { home, run } = desk();
    writeFileSync(join(home, "坏.xlsx"), new Uint8Array([1, 2, 3]));
    const { code, stderr } = await run("import", "register", join(home, "坏.xlsx"));
    expect(code).toBe(2);
    expect(stderr).toContain("错误 ingest.");
  });

  it("is not taken out by indexing other folders, nor by --prune above the data directory", async () => {
    const { home, data, list, run } = desk();
    await run("import", "register", list());
    mkdirSync(join(home, "docs"));
    writeFileSync(join(home, "docs", "a.txt"), "第一条 办理时限为15个工作日。");
    expect((await run("index", join(home, "docs"), "--prune")).report.documents).toBe(2);
    // The list's own file lies in the folder too, and is a document of its own.
    expect((await run("index", home, "--prune")).report.documents).toBe(3);
    expect(await search(data, "婚姻状况证明")).toContain("import/registers/");
  });

  it("is indexed by the next run where it was stored and not indexed", async () => {
    const { home, data, run } = desk();
    writeFileSync(join(home, "a.txt"), "第一条 办理时限为15个工作日。");
    const text = "取消证明清单\n证明名称\t处理方式\n居住证明\t取消";
    const columns = [
      { label: "证明名称", field: "name" },
      { label: "处理方式", field: "status" },
    ];
    const record = {
      id: "import/registers/一",
      kind: "register",
      title: "取消证明清单",
      text,
      register: { columns },
    };
    await storeRegisters(data, [record], new Date());
    expect(await pendingImports(data)).not.toBeNull();
    expect(await run("index", join(home, "a.txt"))).toMatchObject({
      code: 0,
      report: { documents: 2, added: 1 },
    });
    expect(await pendingImports(data)).toBeNull();
    expect(await search(data, "居住证明")).toContain("import/registers/一");
  });

  it("loses nothing when it is killed once the list is stored", async () => {
    const { data, list, run } = desk();
    const { child, finished } = startWenban(["import", "register", list(), "--data", data, "--no-vectors"]);
    const registers = join(data, "imports", "registers");
    const isStored = () =>
      existsSync(registers) && readdirSync(registers).some((name) => name.endsWith(".json"));
    while (!isStored()) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill("SIGKILL");
    await finished;
    const { code, report } = await run("import", "register", list());
    expect(code).toBe(0);
    expect(report).toMatchObject({ counts: { unchanged: 3, new: 0 }, index: { documents: 1 } });
    expect(await search(data, "婚姻状况证明")).toContain("以数据共享代替");
  });
});

describe("import procedures", () => {
  const GUIDE_HEAD = "事项编码,事项名称,实施主体,受理条件,申请材料,办结时限,收费标准,办理地点,咨询电话";
  const guide = (code: string, name: string, place = "青湖区东路1号") =>
    `${code},${name},青湖区民政局,年满60周岁,"1.身份证原件\n2.申请表",5个工作日,不收费,${place},0000-12345`;

  it("stores guides by their code, the same twice, and keeps versions", async () => {
    const { data, write, run } = desk();
    const file = (place?: string) =>
      write("指南.csv", [GUIDE_HEAD, guide("A-1", "老年优待证办理", place), guide("A-2", "高龄津贴申领")]);
    const first = await run("import", "procedures", file());
    expect(first.report).toMatchObject({ counts: { new: 2, refused: 0 }, index: { documents: 2 } });
    expect((await run("import", "procedures", file())).report.counts).toMatchObject({ new: 0, unchanged: 2 });
    const moved = await run("import", "procedures", file("青湖区西路9号"));
    expect(moved.report).toMatchObject({
      counts: { new: 0, changed: 1, unchanged: 1 },
      versions: [{ versions: 2 }],
      index: { documents: 2, updated: 1 },
    });
    const answer = await runHere(["ask", "老年优待证在哪办理", "--data", data, "--json"]);
    expect(answer.stdout).toContain("西路9号");
  });

  it("refuses a code that comes twice, and writes nothing with --dry-run", async () => {
    const { data, write, run } = desk();
    const file = write("指南.csv", [
      GUIDE_HEAD,
      guide("A-1", "老年优待证办理"),
      guide("A-1", "高龄津贴申领"),
    ]);
    const { report } = await run("import", "procedures", file, "--dry-run");
    expect(report.counts).toMatchObject({ new: 1, refused: 1 });
    expect(report.refused[0]).toMatchObject({ row: 2, code: "import.duplicate_code" });
    expect(report.columns).toContainEqual({ label: "申请材料", field: "materials" });
    expect(existsSync(data)).toBe(false);
  });

  it("takes a column for what --map says", async () => {
    const { write, run } = desk();
    const file = write("指南.csv", [
      GUIDE_HEAD.replace("办理地点", "来这里"),
      guide("A-1", "老年优待证办理"),
    ]);
    const { report } = await run("import", "procedures", file, "--map", "来这里=办理地点");
    expect(JSON.stringify(report.first)).toContain(
      '"label":"办理地点","branch":null,"values":["青湖区东路1号"]',
    );
  });

  it("refuses a list", async () => {
    const { list, run } = desk();
    const { stderr } = await run("import", "procedures", list());
    expect(stderr).toContain("import register");
  });
});
