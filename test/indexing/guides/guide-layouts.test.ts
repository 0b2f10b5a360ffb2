import { describe, expect, it } from "vitest";
import { readOfficeDocuments } from "../../../src/indexing/formats/office-documents.ts";
import type { ParsedBlock } from "../../../src/parsing/parsed-file.ts";

/** Layouts of guides as office programs leave them: merged cells repeat their value in every cell they cover. */
const p = (text: string, level: number | null = null): ParsedBlock => ({
  type: "paragraph",
  text,
  level,
  page: null,
});
const t = (...rows: string[][]): ParsedBlock => ({ type: "table", name: null, rows, page: null });

const documentsOf = (blocks: ParsedBlock[]) =>
  readOfficeDocuments({ path: "guide.docx", bytes: new Uint8Array() }, { blocks, warnings: [] });

/** The fields of the only guide of a file, each as `key|case|values`. */
function fieldsOf(...blocks: ParsedBlock[]): string[] {
  const documents = documentsOf(blocks);
  expect(documents).toHaveLength(1);
  return (documents[0]?.procedure?.fields ?? []).map(({ key, branch, values }) =>
    [key, branch ?? "", ...values].join("|"),
  );
}

/** A row of a table of `width` columns: a label, and a value merged over all others. */
const merged = (width: number, label: string, value: string) => [label, ...Array(width - 1).fill(value)];

const TITLE = p("渡船登记办事指南", 1);
const HEADER = ["序号", "材料名称", "份数", "适用情形"];

describe("a guide as one table of many columns", () => {
  it.each([3, 5, 9])("is read whatever a merged value covers: %d columns", (width) => {
    const conditions = "年满十八周岁，且持有船员证书；船舶经检验合格，并办理了保险。";
    const fields = fieldsOf(
      p("渡船登记"),
      t(
        merged(width, "实施主体", "示例港航中心"),
        merged(width, "受理条件", conditions),
        merged(width, "办理材料", "身份证"),
        merged(width, "收费标准", "不收费"),
      ),
    );
    expect(fields).toEqual([
      "authority||示例港航中心",
      `conditions||${conditions}`,
      "materials||身份证",
      "fee||不收费",
    ]);
  });

  it("may hold a table of materials to the right of its label", () => {
    const fields = fieldsOf(
      p("渡船登记"),
      t(
        merged(5, "受理条件", "成年"),
        ["申请材料", ...HEADER],
        ["申请材料", "1", "身份证", "1", ""],
        ["申请材料", "2", "委托书", "1", "代办时提供"],
        merged(5, "收费标准", "不收费"),
      ),
    );
    expect(fields).toEqual([
      "conditions||成年",
      "materials||身份证（份数：1）",
      "materials|代办|委托书（份数：1，适用情形：代办时提供）",
      "fee||不收费",
    ]);
  });
});

describe("a header of materials", () => {
  const around = (...rows: string[][]) =>
    fieldsOf(TITLE, p("受理条件", 2), p("成年"), p("办理材料", 2), t(...rows), p("收费标准", 2), p("否"));
  const body = [
    ["1", "身份证", "1", "1", "正反面"],
    ["2", "照片", "2", "0", ""],
  ];
  const values = "materials||身份证（原件：1，复印件：1，备注：正反面）|照片（原件：2，复印件：0）";

  it("may have two levels, its cells merged downwards or blank below", () => {
    const upper = ["序号", "材料名称", "份数", "份数", "备注"];
    for (const lower of [
      ["序号", "材料名称", "原件", "复印件", "备注"],
      ["", "", "原件", "复印件", ""],
    ])
      expect(around(upper, lower, ...body)[1]).toBe(values);
    expect(around(["序号", "材料名称", "份数", "", "备注"], ["", "", "原件", "复印件", ""], ...body)[1]).toBe(
      values,
    );
  });

  it("may have two levels beside the label of its part", () => {
    const rows = [
      ["序号", "材料名称", "份数", "份数", "备注"],
      ["序号", "材料名称", "原件", "复印件", "备注"],
      ...body,
    ].map((row) => ["办理材料", ...row]);
    const fields = fieldsOf(
      p("渡船登记"),
      t(merged(6, "受理条件", "成年"), ...rows, merged(6, "收费标准", "否")),
    );
    expect(fields).toEqual(["conditions||成年", values, "fee||否"]);
  });

  it("may have a name over two columns", () => {
    const fields = around(["材料名称", "份数", "份数"], ["身份证", "1", "复印件"], ["照片", "2", "2"]);
    expect(fields[1]).toBe("materials||身份证（份数：1，复印件）|照片（份数：2）");
  });
});

describe("the name of a case", () => {
  const expected = [
    "conditions||成年",
    "materials|本人|身份证",
    "materials|代办|委托书",
    "materials|未成年人|出生证明",
    "fee||不收费",
  ];
  const own = [p("身份证")];
  const agent = [p("委托书")];
  const minor = [p("出生证明")];

  it.each([
    ["in brackets", ["（本人办理）", "（代办）", "（未成年人）"]],
    ["without", ["本人办理", "委托他人代办", "未成年人办理"]],
    ["numbered", ["一、本人办理", "二、代办", "三、未成年人"]],
  ])("beside its label, as a heading of the same level, %s", (_, [first = "", second = "", third = ""]) => {
    const before = [TITLE, p("受理条件", 2), p("成年"), p("办理材料", 2)];
    const after = [p("收费标准", 2), p("不收费")];
    expect(
      fieldsOf(...before, p(first, 2), ...own, p(second, 2), ...agent, p(third, 2), ...minor, ...after),
    ).toEqual(expected);
  });

  it("alone in brackets below headings in brackets, and as one of them", () => {
    for (const mark of [(name: string) => `（${name}）`, (name: string) => `【${name}】`])
      expect(
        fieldsOf(
          p("渡船登记办事指南"),
          p("【受理条件】"),
          p("成年"),
          p("【办理材料】"),
          p(mark("本人办理")),
          ...own,
          p(mark("代办")),
          ...agent,
          p(mark("未成年人")),
          ...minor,
          p("【收费标准】"),
          p("不收费"),
        ),
      ).toEqual(expected);
  });
});

describe("what stands alone below a heading", () => {
  it.each([
    ["网办深度", "互联网咨询（Ⅰ级）", "onlineDepth"],
    ["通办范围", "跨省通办", "coverage"],
    ["办理形式", "网上办理", "form"],
  ])("is its value, whatever else it names: %s", (label, value, key) => {
    const fields = fieldsOf(
      TITLE,
      p("受理条件", 2),
      p("成年"),
      p("办理材料", 2),
      p("身份证"),
      p(label, 2),
      p(value),
      p("收费标准", 2),
      p("否"),
    );
    expect(fields).toEqual(["conditions||成年", "materials||身份证", `${key}||${value}`, "fee||否"]);
  });
});

describe("cases that a table or a part of the guide names", () => {
  const around = (...blocks: ParsedBlock[]) =>
    fieldsOf(TITLE, p("受理条件", 2), p("成年"), ...blocks, p("收费标准", 2), p("否")).slice(1, -1);

  it("as a part with labels of its own, up to the next heading of its level", () => {
    const fields = fieldsOf(
      TITLE,
      p("一、本人办理"),
      p("（一）办理材料"),
      p("身份证"),
      p("（二）办理流程"),
      p("取号"),
      p("二、委托他人代办"),
      p("（一）办理材料"),
      p("委托书"),
      p("三、受理条件"),
      p("成年"),
      p("四、收费标准"),
      p("否"),
    );
    expect(fields).toEqual([
      "materials|本人|身份证",
      "steps|本人|取号",
      "materials|代办|委托书",
      "conditions||成年",
      "fee||否",
    ]);
  });

  it("as columns with ticks", () => {
    const table = t(
      ["材料名称", "份数", "本人办理", "委托代办"],
      ["申请表", "1", "√", "√"],
      ["身份证", "1", "√", ""],
      ["委托书", "1", "", "√"],
    );
    expect(around(p("办理材料", 2), table)).toEqual([
      "materials||申请表（份数：1）",
      "materials|本人|身份证（份数：1）",
      "materials|代办|委托书（份数：1）",
    ]);
  });

  it("as columns with what each needs", () => {
    const rows = [
      ["办理材料", "身份证\n照片", "委托书"],
      ["受理条件", "成年", "成年"],
      ["办理流程", "取号", ""],
    ];
    for (const head of [
      ["", "本人办理", "委托代办"],
      ["项目", "本人办理", "委托代办"],
    ])
      expect(fieldsOf(p("渡船登记"), t(head, ...rows))).toEqual([
        "materials|本人|身份证|照片",
        "materials|代办|委托书",
        "conditions||成年",
        "steps|本人|取号",
      ]);
  });

  it("as a merged row above the materials of each", () => {
    const over = (text: string) => [text, text, text];
    const table = t(
      ["序号", "材料名称", "份数"],
      over("情形一：买卖"),
      ["1", "合同", "1"],
      over("（二）继承"),
      ["1", "公证书", "1"],
      over("代办的还需提供"),
      ["1", "委托书", "1"],
      over("备注：材料须用A4纸。"),
    );
    expect(around(p("办理材料", 2), table)).toEqual([
      "materials|买卖|合同（份数：1）",
      "materials|继承|公证书（份数：1）",
      "materials|代办|委托书（份数：1）|备注：材料须用A4纸。",
    ]);
  });
});

describe("guides in odd dress", () => {
  it("may number with full-width digits", () => {
    const lines = [
      "１．受理条件",
      "成年",
      "２．办理材料",
      "（１）身份证",
      "（２）照片",
      "３．收费标准",
      "否",
    ];
    expect(fieldsOf(p("渡船登记办事指南"), ...lines.map((line) => p(line)))).toEqual([
      "conditions||成年",
      "materials||身份证|照片",
      "fee||否",
    ]);
  });

  it("may break labels over the lines of a cell", () => {
    const rows = [
      ["受\n理\n条\n件", "成年"],
      ["办理\n材料", "身份证"],
      ["联系\n电话", "12345"],
    ];
    expect(fieldsOf(p("渡船登记"), t(...rows))).toEqual([
      "conditions||成年",
      "materials||身份证",
      "phone||12345",
    ]);
  });

  it("may begin with a cover and a table of contents", () => {
    const labels = ["受理条件", "办理材料", "收费标准"];
    const lines = [
      "示例县政务服务中心",
      "渡船登记",
      "办事指南",
      "目录",
      ...labels.map((label, at) => `${"一二三"[at]}、${label}..........${at + 1}`),
      ...labels.flatMap((label, at) => [`${"一二三"[at]}、${label}`, `${label}的内容`]),
    ];
    const [guide] = documentsOf(lines.map((line) => p(line)));
    expect(guide?.procedure?.name).toBe("渡船登记");
    expect(guide?.procedure?.fields.map(({ values }) => values)).toEqual(
      labels.map((label) => [`${label}的内容`]),
    );
  });

  it("may stand one after the other below the title of a collection", () => {
    const names = ["渡船登记", "渔船登记"];
    const guides = names.flatMap((name) => [
      p(`${name}办事指南`, 2),
      ...["受理条件", "办理材料", "收费标准"].flatMap((label) => [p(label, 3), p(`${name}${label}`)]),
    ]);
    const documents = documentsOf([p("示例县办事指南汇编", 1), ...guides]);
    expect(documents.map(({ procedure }) => procedure?.name)).toEqual(names);
  });

  it("may stand side by side, one a column, and are not told from pairs of labels by that", () => {
    const rows = [
      ["受理条件", "甲", "乙"],
      ["办理材料", "身份证", "船检证"],
      ["收费标准", "不收费", "80元"],
    ];
    const documents = documentsOf([t(["事项名称", "渡船登记", "渔船登记"], ...rows)]);
    expect(documents.map(({ procedure }) => procedure?.name)).toEqual(["渡船登记", "渔船登记"]);
    expect(documents[1]?.procedure?.fields.map(({ values }) => values)).toEqual([
      ["乙"],
      ["船检证"],
      ["80元"],
    ]);
    const pairs = rows.map(([label = "", value = ""]) => [label, value, "服务对象", "自然人"]);
    expect(documentsOf([t(["事项名称", "渡船登记", "事项类型", "行政许可"], ...pairs)])).toHaveLength(1);
  });

  it("may give the unit of a limit in a field of its own", () => {
    const fields = fieldsOf(
      p("渡船登记"),
      t(["受理条件", "成年", "办理材料", "身份证"], ["承诺办结时限", "7", "承诺办结时限单位", "工作日"]),
    );
    expect(fields.slice(2)).toEqual(["promisedLimit||7", "promisedLimit||工作日"]);
  });
});
