import { describe, expect, it } from "vitest";
import type { ProcedureField } from "../../../src/domain.ts";
import { readOfficeDocuments } from "../../../src/indexing/formats/office-documents.ts";
import { parseProcedure } from "../../../src/indexing/guides/parse-procedure.ts";
import type { ParsedBlock, ParsedFile } from "../../../src/parsing/parsed-file.ts";

const HEAD = { name: "渡船登记", aliases: [], audience: [] };
const p = (text: string, level: number | null = null): ParsedBlock => ({
  type: "paragraph",
  text,
  level,
  page: null,
});
const t = (...rows: string[][]): ParsedBlock => ({ type: "table", name: null, rows, page: null });

/** A file's fields, each as `key|label|case|values`; of the only document. */
function fieldsOf(...blocks: ParsedBlock[]): string[] {
  const file: ParsedFile = { blocks, warnings: [] };
  const documents = readOfficeDocuments({ path: "guide.docx", bytes: new Uint8Array() }, file);
  expect(documents).toHaveLength(1);
  return linesOf(documents[0]?.procedure?.fields ?? []);
}

function linesOf(fields: readonly ProcedureField[]): string[] {
  return fields.map(({ key, label, branch, values }) => [key, label, branch ?? "", ...values].join("|"));
}

const parse = (text: string) => linesOf(parseProcedure(HEAD, text).fields);

describe("labels in every notation", () => {
  it.each([
    ["headings of Markdown", "## 受理条件\n\n- 年满18岁\n\n## 办理材料\n\n1. 身份证\n2. 照片\n"],
    ["numbers", "一、受理条件\n年满18岁\n二、办理材料\n1.身份证\n2.照片"],
    ["numbers in brackets", "（一）受理条件\n年满18岁\n（二）办理材料\n（1）身份证\n（2）照片"],
    ["brackets", "【受理条件】年满18岁\n【办理材料】\n身份证\n照片"],
    ["lines", "受理条件：年满18岁\n办理材料：\n身份证\n照片"],
    ["words alone", "受理条件\n年满18岁\n办理材料\n①身份证\n②照片"],
    ["pipes", "| 受理条件 | 年满18岁 |\n|---|---|\n| 办理材料 | 1.身份证；<br>2.照片 |"],
  ])("%s", (_, text) => {
    const plain = parse(text).map((line) => line.replace(/；$|；(?=\|)/g, ""));
    expect(plain).toEqual(["conditions|受理条件||年满18岁", "materials|办理材料||身份证|照片"]);
  });

  it("keeps a label that the schema does not know", () => {
    expect(parse("## 受理条件\n\n成年\n\n## 摆渡时段\n\n清晨\n")).toEqual([
      "conditions|受理条件||成年",
      "other|摆渡时段||清晨",
    ]);
  });

  it("tells promised from statutory days, under a common heading too", () => {
    expect(parse("## 办结时限\n\n法定办结时限：20个工作日\n承诺办结时限：5个自然日\n")).toEqual([
      "statutoryLimit|法定办结时限||20个工作日",
      "promisedLimit|承诺办结时限||5个自然日",
    ]);
  });

  it("gives a label of two fields to both", () => {
    expect(parse("## 办理地点和时间\n\n示例路1号，工作日\n")).toEqual([
      "place|办理地点和时间||示例路1号，工作日",
      "hours|办理地点和时间||示例路1号，工作日",
    ]);
  });

  it("leaves a numbered step alone that begins with a label's words", () => {
    const text = "一、受理条件\n成年\n二、办理流程\n（一）申请\n（二）办理结果：领取证件\n三、办理结果\n船票";
    expect(parse(text)).toEqual([
      "conditions|受理条件||成年",
      "steps|办理流程||申请|办理结果：领取证件",
      "result|办理结果||船票",
    ]);
  });

  it("leaves questions and their answers alone", () => {
    const text = "## 常见问题\n\n办理时间：周末能办吗？\n答：不能。\n";
    expect(parse(text)).toEqual(["questions|常见问题||办理时间：周末能办吗？|答：不能。"]);
  });

  it("keeps a note in the label, and a unit", () => {
    expect(parse("## 申请材料（一式两份）\n\n表\n\n## 办结时限（工作日）\n\n5\n")).toEqual([
      "materials|申请材料（一式两份）||表",
      "timeLimit|办结时限（工作日）||5",
    ]);
  });
});

describe("cases", () => {
  it.each([
    ["办理材料（代办）", "代办"],
    ["代办材料", "代办"],
    ["委托他人代办需提供的材料", "代办"],
    ["本人办理材料", "本人"],
    ["未成年人申请材料", "未成年人"],
    ["监护人代办所需材料", "监护人代办"],
    ["补领材料", "补领"],
    ["新办所需材料", "新办"],
    ["办理材料-换领", "换领"],
    ["企业申请材料", "企业"],
  ])("the label %s", (label, branch) => {
    expect(parseProcedure(HEAD, `## ${label}\n\n身份证\n`).fields).toMatchObject([
      { key: "materials", branch },
    ]);
  });

  it("of sub-headings, styled, numbered or with a colon", () => {
    const expected = ["materials|办理材料|本人|身份证", "materials|办理材料|代办|委托书"];
    const materials = [p("受理条件", 2), p("成年"), p("办理流程", 2), p("申请"), p("办理材料", 2)];
    const styled = fieldsOf(
      p("渡船登记办事指南", 1),
      ...materials,
      p("本人办理", 3),
      p("身份证"),
      p("委托他人代办", 3),
      p("委托书"),
    );
    expect(styled.slice(2)).toEqual(expected);
    const numbered = fieldsOf(
      p("渡船登记办事指南", 1),
      ...materials,
      p("（一）本人办理"),
      p("身份证"),
      p("（二）代办"),
      p("委托书"),
    );
    expect(numbered.slice(2)).toEqual(expected);
    const lines = fieldsOf(
      p("渡船登记办事指南", 1),
      ...materials,
      p("本人办理："),
      p("身份证"),
      p("代办："),
      p("委托书"),
    );
    expect(lines.slice(2)).toEqual(expected);
  });

  it("of ways are told apart in the steps", () => {
    expect(parse("## 办理流程\n\n### 网上办理\n\n登录提交\n\n### 窗口办理\n\n到窗口\n")).toEqual([
      "steps|办理流程|线上|登录提交",
      "steps|办理流程|窗口|到窗口",
    ]);
  });

  it("are values when nothing stands below them", () => {
    const text = "## 办理流程\n\n### 网上办理\n\n### 窗口办理\n";
    expect(parse(text)).toEqual(["steps|办理流程||网上办理|窗口办理"]);
    expect(parse("## 服务对象\n\n自然人\n")).toEqual(["audience|服务对象||自然人"]);
  });

  it("stay in a value that goes on behind them", () => {
    expect(parse("## 收费标准\n\n首次申领：免费\n补领：10元\n")).toEqual([
      "fee|收费标准||首次申领：免费|补领：10元",
    ]);
  });

  it("of a cell name the lines below them", () => {
    const rows = [
      ["受理条件", "成年"],
      ["办理材料", "本人办理：\n身份证\n代办：\n委托书"],
      ["办理地点", "渡口"],
    ];
    expect(fieldsOf(p("渡船登记办事指南"), t(...rows)).slice(1, 3)).toEqual([
      "materials|办理材料|本人|身份证",
      "materials|办理材料|代办|委托书",
    ]);
  });

  it("of the same label again, numbered", () => {
    const text = "一、受理条件\n成年\n二、办理流程\n1.网上办理流程\n登录\n2.窗口办理流程\n到场";
    expect(parse(text).slice(1)).toEqual(["steps|办理流程|线上|登录", "steps|办理流程|窗口|到场"]);
  });

  it("keeps a condition in its value", () => {
    expect(parse("## 办理材料\n\n- 身份证\n- 委托代办的，还需提供委托书\n")).toEqual([
      "materials|办理材料||身份证|委托代办的，还需提供委托书",
    ]);
  });
});

describe("no material is taken for anything else", () => {
  const before = [p("渡船登记办事指南", 1), p("一、受理条件"), p("成年"), p("二、办理材料")];
  const after = [p("三、办理地点"), p("渡口")];
  const materials =
    "materials|办理材料||身份证|申请表格|依法取得的土地使用权证明及附图（加盖公章）|照片|样表";
  const lines = materials.split("|").slice(3);

  it.each([
    ["（一）", (at: number) => `（${"一二三四五".charAt(at)}）`],
    ["1.", (at: number) => `${at + 1}.`],
    ["（1）", (at: number) => `（${at + 1}）`],
    ["①", (at: number) => "①②③④⑤".charAt(at)],
    ["•", () => "• "],
    ["no mark", () => ""],
  ])("in a list with %s", (_, mark) => {
    expect(fieldsOf(...before, ...lines.map((line, at) => p(mark(at) + line)), ...after)[1]).toBe(materials);
  });

  it("in styled lines", () => {
    const styled = lines.map((line) => p(line, 3));
    const [title, ...rest] = before.map(
      (block, at) => ({ ...block, level: at === 2 ? null : at === 0 ? 1 : 2 }) as ParsedBlock,
    );
    if (title) expect(fieldsOf(title, ...rest, ...styled, p("办理地点", 2), p("渡口"))[1]).toBe(materials);
  });

  it("in a table without numbers", () => {
    const rows = lines.map((line) => [line, "1份", "必要"]);
    const fields = fieldsOf(...before, t(["材料名称", "份数", "必要性"], ...rows), ...after);
    expect(fields[1]).toBe(`materials|办理材料||${lines.map((line) => `${line}（1份，必要）`).join("|")}`);
  });

  it("in a table of labels with a table of materials in it", () => {
    const wide = (label: string, value: string) => [label, value, value];
    const fields = fieldsOf(
      t(
        wide("事项名称", "渡船登记"),
        wide("受理条件", "成年"),
        ["材料名称", "份数", "必要性"],
        ...lines.map((line) => [line, "1份", "必要"]),
        wide("办理地点", "渡口"),
      ),
    );
    expect(fields[2]).toBe(`materials|办理材料||${lines.map((line) => `${line}（1份，必要）`).join("|")}`);
    expect(fields[3]).toBe("place|办理地点||渡口");
  });
});

describe("tables in a guide", () => {
  const rest = [p("受理条件", 2), p("成年"), p("办理流程", 2), p("申请")];

  it("of materials give a value a row, with all cells", () => {
    const fields = fieldsOf(
      p("渡船登记办事指南", 1),
      ...rest,
      p("办理材料", 2),
      t(
        ["序号", "材料名称", "类型", "份数", "必要性", "备注"],
        ["1", "登记表", "原件", "2", "必要", ""],
        ["2", "委托书", "原件", "1份", "非必要", "代办时提供，须签名"],
      ),
    );
    expect(fields.at(-1)).toBe(
      "materials|办理材料||登记表（原件，份数：2，必要）|委托书（原件；1份；非必要；备注：代办时提供，须签名）",
    );
  });

  it("may have a column of cases", () => {
    const fields = fieldsOf(
      p("渡船登记办事指南", 1),
      ...rest,
      p("办理材料", 2),
      t(["材料名称", "适用情形"], ["身份证", "本人办理"], ["委托书", "委托代办"]),
    );
    expect(fields.slice(2)).toEqual([
      "materials|办理材料|本人|身份证（适用情形：本人办理）",
      "materials|办理材料|代办|委托书（适用情形：委托代办）",
    ]);
  });

  it("of labels and values: pairs, sections, merged labels, labels within labels", () => {
    const fields = fieldsOf(
      t(
        ["基本信息", "基本信息", "基本信息", "基本信息"],
        ["事项名称", "渡船登记", "渡船登记", "渡船登记"],
        ["事项类型", "行政确认", "办件类型", "即办件"],
        ["受理条件", "1.成年\n2.识水性", "1.成年\n2.识水性", "1.成年\n2.识水性"],
        ["办理材料", "序号", "材料名称", "份数"],
        ["办理材料", "1", "身份证", "1"],
        ["办理材料", "2", "照片", "2张"],
        ["联系方式", "咨询电话", "0570-1", "0570-1"],
        ["联系方式", "投诉电话", "0570-2", "0570-2"],
        ["办理流程", "本人办理", "到渡口", "到渡口"],
        ["办理流程", "代办", "带委托书", "带委托书"],
        ["船只颜色", "蓝", "蓝", "蓝"],
      ),
    );
    expect(fields).toEqual([
      "name|事项名称||渡船登记",
      "itemType|事项类型||行政确认",
      "handling|办件类型||即办件",
      "conditions|受理条件||成年|识水性",
      "materials|办理材料||身份证（份数：1）|照片（2张）",
      "phone|咨询电话||0570-1",
      "complaint|投诉电话||0570-2",
      "steps|办理流程|本人|到渡口",
      "steps|办理流程|代办|带委托书",
      "other|船只颜色||蓝",
    ]);
  });
});

describe("what is no guide", () => {
  const body = [p("一、受理条件"), p("成年"), p("二、办理材料"), p("身份证"), p("三、办理流程"), p("申请")];
  const kindOf = (...blocks: ParsedBlock[]) =>
    readOfficeDocuments({ path: "a.docx", bytes: new Uint8Array() }, { blocks, warnings: [] }).map(
      ({ procedure }) => procedure?.name ?? null,
    );

  it.each([
    ["a notice", [p("关于印发渡船管理办法的通知", 1), ...body], [null]],
    ["two labels", [p("渡船登记", 1), ...body.slice(0, 4)], [null]],
    [
      "a long text with three words of a guide",
      [p("渡船登记指南", 1), p("沿革。".repeat(200)), ...body],
      [null],
    ],
    ["its counterpart", [p("渡船登记指南", 1), ...body], ["渡船登记"]],
    [
      "two guides, cut where the next begins",
      [p("渡船登记办事指南", 1), ...body, p("木筏登记办事指南", 1), ...body],
      ["渡船登记", "木筏登记"],
    ],
  ])("%s", (_, blocks, names) => {
    expect(kindOf(...blocks)).toEqual(names);
  });
});

describe("labels below a label that only puts them together", () => {
  const expected = ["phone|咨询电话||0570-1", "complaint|投诉电话||0570-2"];

  it.each([
    ["lines", "咨询电话：0570-1\n投诉电话：0570-2"],
    ["items", "- 咨询电话：0570-1\n- 投诉电话：0570-2"],
  ])("as %s", (_, lines) => {
    expect(parse(`## 受理条件\n\n成年\n\n## 联系方式\n\n${lines}\n`).slice(1)).toEqual(expected);
  });

  it("as lines of a cell", () => {
    const rows = [
      ["事项名称", "渡船登记"],
      ["受理条件", "成年"],
      ["办理材料", "身份证"],
      ["联系方式", "咨询电话：0570-1\n投诉电话：0570-2"],
    ];
    expect(fieldsOf(t(...rows)).slice(3)).toEqual(expected);
  });

  it("and nowhere else: a step may begin with any word", () => {
    const text = "## 办理流程\n\n- 办理结果：领取证件\n- 咨询电话：先打电话\n";
    expect(parse(text)).toEqual(["steps|办理流程||办理结果：领取证件|咨询电话：先打电话"]);
  });
});

describe("a workbook", () => {
  const sheet = (name: string, ...rows: string[][]) => ({ ...t(...rows), name }) as ParsedBlock;
  const whole = [
    ["受理条件", "成年"],
    ["办理材料", "身份证"],
    ["办理地点", "渡口"],
  ];
  const namesOf = (...blocks: ParsedBlock[]) =>
    readOfficeDocuments({ path: "渡船.xlsx", bytes: new Uint8Array() }, { blocks, warnings: [] }).map(
      ({ procedure }) => procedure?.name,
    );

  it("of a guide a sheet is as many guides", () => {
    expect(namesOf(sheet("渡船登记", ...whole), sheet("木筏登记", ...whole))).toEqual([
      "渡船登记",
      "木筏登记",
    ]);
  });

  it("of one guide over several sheets is one", () => {
    const [first = [], second = [], third = []] = whole;
    const labels = [["事项名称", "渡船登记"], first, second];
    expect(namesOf(sheet("基本信息", ...labels), sheet("其他信息", third, ["办理时间", "工作日"]))).toEqual([
      "渡船登记",
    ]);
  });
});

describe("the title of a guide", () => {
  const table = [
    ["受理条件", "成年"],
    ["办理材料", "身份证"],
    ["办理地点", "渡口"],
  ];
  const nameOf = (path: string, ...blocks: ParsedBlock[]) =>
    readOfficeDocuments({ path, bytes: new Uint8Array() }, { blocks, warnings: [] })[0]?.declared.title;

  it.each([
    ["its own label", t(["事项名称", "渡船登记"], ...table), "渡船登记"],
    ["a cell merged over the first row", t(["渡船登记办事指南", "渡船登记办事指南"], ...table), "渡船登记"],
    ["the name of its sheet", { ...t(...table), name: "渡船登记" } as ParsedBlock, "渡船登记"],
    ["the file, when nothing else tells it", { ...t(...table), name: "Sheet1" } as ParsedBlock, "木筏登记"],
  ])("is %s", (_, block, title) => {
    expect(nameOf("指南/木筏登记办事指南.xlsx", block)).toBe(title);
  });
});
