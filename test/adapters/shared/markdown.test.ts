import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  feishuMarkdown,
  type MarkdownDialect,
  markdownFormat,
  plainMarkdown,
  slackMarkdown,
  standardMarkdown,
} from "../../../src/adapters/shared/markdown.ts";
import { characters } from "../../../src/adapters/shared/text-atoms.ts";

describe.each<[string, MarkdownDialect, [text: string, written: string][]]>([
  [
    "standard",
    standardMarkdown,
    [
      ["取消9个。[1][12]", "取消9个。[1][12]"],
      ["*重要* _x_ `y` ~~z~~", "\\*重要\\* \\_x\\_ \\`y\\` \\~\\~z\\~\\~"],
      ["[点这里](https://evil.example)", "\\[点这里\\](https://evil.example)"],
      ["[1](https://evil.example)", "[1]\\(https://evil.example)"],
      ["[1]: https://evil.example", "[1]\\: https://evil.example"],
      ["<b>&lt;b&gt; A&B", "\\<b\\>\\&lt;b\\&gt; A&B"],
      ["# 标题\n----\n- 一", "\\# 标题\n\\----\n- 一"],
      ["甲 | 乙\n1. 申请", "甲 \\| 乙\n1. 申请"],
      ["\t\t代码\n     代码", "   代码\n   代码"],
    ],
  ],
  [
    "Feishu's",
    feishuMarkdown,
    [
      ["取消9个。[1]", "取消9个。[1]"],
      ["<at id=all></at>", "&#60;at id=all&#62;&#60;/at&#62;"],
      ["**加粗** &amp;", "&#42;&#42;加粗&#42;&#42; &#38;amp;"],
      ["[1](https://evil.example)", "[1]&#40;https://evil.example)"],
      ["# 标题", "&#35; 标题"],
    ],
  ],
  [
    "the plain ones'",
    plainMarkdown,
    [
      ["取消9个。[1]", "取消9个。[1]"],
      ['<font color="red">*急*</font>', '＜font color="red"＞＊急＊＜/font＞'],
      ["[点](https://evil.example)", "［点］(https://evil.example)"],
      ["[1](https://evil.example)", "[1]（https://evil.example)"],
      ["a_b _c_", "a_b ＿c＿"],
      ["  # 标题", "  ＃ 标题"],
    ],
  ],
  [
    "Slack's",
    slackMarkdown,
    [
      ["取消9个。[1]", "取消9个。[1]"],
      ["<!channel> <@U1> A&B", "&lt;!channel&gt; &lt;@U1&gt; A&amp;B"],
      ["*急* 3~5个 `x`", "＊急＊ 3～5个 ｀x｀"],
      ["file_name _x_", "file_name ＿x＿"],
    ],
  ],
])("%s Markdown", (_name, dialect, table) => {
  it.each(table)("shows %j as written", (text, written) => {
    expect(dialect.escape(text)).toBe(written);
  });

  it("leaves citation marks as they are, wherever they stand", () => {
    const pieces = fc.array(
      fc.constantFrom("[1]", "[23]", "[", "]", "(", "<", "&", "*", "字", "\n", "\\", "_"),
    );
    fc.assert(
      fc.property(pieces, pieces, (before, after) => {
        const escaped = dialect.escape(`${before.join("")}字[7]字${after.join("")}`);
        expect(escaped).toContain("字[7]字");
        if (dialect !== slackMarkdown) expect(escaped).not.toMatch(/\[\d{1,3}\]\(/);
      }),
    );
  });

  it("closes a link where it ends", () => {
    const link = dialect.link("《通知》", "https://x.example/a(1)|b");
    expect(link).toMatch(
      /^\[《通知》\]\(https:\/\/x\.example\/a%281%29\|b\)$|^<https:\/\/x\.example\/a\(1\)%7Cb\|《通知》>$/,
    );
  });
});

describe("a comparison", () => {
  const rows = {
    columns: ["审批|提速"],
    rows: [
      { label: "余杭区", cells: [{ text: "30%\n以上", citations: [1, 2] }] },
      { label: "西湖区", cells: [{ text: "未查到", citations: [] }] },
    ],
  };
  const options = { limit: 100, measure: characters, publicUrl: null };

  it("is a table where tables are shown", () => {
    const { table } = markdownFormat(standardMarkdown, { ...options, hasTables: true });
    expect(table?.(rows)).toBe(
      ["|  | 审批\\|提速 |", "| --- | --- |", "| 余杭区 | 30% 以上[1][2] |", "| 西湖区 | 未查到 |"].join(
        "\n",
      ),
    );
  });

  it("is left to the text elsewhere", () => {
    expect(markdownFormat(plainMarkdown, { ...options, hasTables: false })).not.toHaveProperty("table");
  });
});
