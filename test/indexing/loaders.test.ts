import { afterAll, describe, expect, it } from "vitest";
import { csvLoader } from "../../src/indexing/loaders/csv.ts";
import { docxLoader } from "../../src/indexing/loaders/docx.ts";
import { htmlLoader } from "../../src/indexing/loaders/html.ts";
import { loaders, loadFile } from "../../src/indexing/loaders/index.ts";
import { jsonLoader } from "../../src/indexing/loaders/json.ts";
import { jsonlLoader } from "../../src/indexing/loaders/jsonl.ts";
import { markdownLoader } from "../../src/indexing/loaders/markdown.ts";
import { pdfLoader } from "../../src/indexing/loaders/pdf.ts";
import { procedureYamlLoader } from "../../src/indexing/loaders/procedure-yaml.ts";
import { textLoader } from "../../src/indexing/loaders/text.ts";
import { xlsxLoader } from "../../src/indexing/loaders/xlsx.ts";
import { closeParsers } from "../../src/parsing/parse-file.ts";
import { describeDocumentLoader } from "../contracts/document-loader.contract.ts";
import { fixtureBytes, fixtureText } from "../support/document-fixtures.ts";
import { makeDocx, makeZip } from "../support/office-files.ts";
import { makePdf } from "../support/pdf-files.ts";
import { makeXlsx } from "../support/xlsx-files.ts";

const GUIDE_YAML = `kind: procedure
title: 养犬登记
publishedAt: 2024-05-01
aliases: [狗证]
fields:
  受理条件: 年满18周岁
  办理材料:
    values: [身份证明, 免疫证明]
    source: 某条例第九条
收费标准: 不收费
`;
const PAGE = fixtureText("page.html");

const SAMPLES = [
  { loader: textLoader, path: "通知.txt", content: "关于办理居住证的通知", words: "居住证" },
  { loader: markdownLoader, path: "指南.md", content: fixtureText("guide.md"), words: "## 受理条件" },
  { loader: htmlLoader, path: "公告.html", content: PAGE, words: "租金标准" },
  {
    loader: jsonlLoader,
    path: "语料.jsonl",
    content: '{"id":"a","text":"居住证"}\n{"id":"b","text":"社保"}',
    words: "居住证",
  },
  { loader: jsonLoader, path: "语料.json", content: '[{"id":"a","text":"居住证"}]', words: "居住证" },
  { loader: procedureYamlLoader, path: "指南.yaml", content: GUIDE_YAML, words: "## 办理材料" },
  {
    loader: docxLoader,
    path: "通知.docx",
    content: makeDocx({ body: ["关于办理居住证的通知"] }),
    words: "居住证",
  },
  {
    loader: xlsxLoader,
    path: "清单.xlsx",
    content: makeXlsx({ sheets: [{ name: "清单", rows: [["事项"], ["办理居住证"]] }] }),
    words: "居住证",
  },
  { loader: csvLoader, path: "清单.csv", content: "序号,事项\n1,办理居住证\n2,换领居住证", words: "居住证" },
  {
    loader: pdfLoader,
    path: "通知.pdf",
    content: makePdf({ pages: [{ texts: [{ text: "关于办理居住证的通知", x: 72, y: 100 }] }] }),
    words: "居住证",
  },
];

afterAll(closeParsers);
for (const { loader, ...samples } of SAMPLES) describeDocumentLoader(loader, samples);

const load = (path: string, content: string | Uint8Array) =>
  loadFile({ path, bytes: typeof content === "string" ? new TextEncoder().encode(content) : content });
const loadOne = async (path: string, content: string | Uint8Array) => {
  const [document] = await load(path, content);
  if (document === undefined) throw new Error("no document");
  return document;
};

describe("the registry", () => {
  it("is complete, and a file has one loader", () => {
    expect(SAMPLES.map(({ loader }) => loader.name).sort()).toEqual(loaders.map(({ name }) => name).sort());
    for (const { path, content } of SAMPLES) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      const file = { path, bytes };
      expect(loaders.filter((loader) => loader.accepts(file))).toHaveLength(1);
    }
  });

  it.each([
    ["a broken Word file", "a.docx", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0), "ingest.corrupt_archive"],
    ["a PDF named Word", "a.docx", "%PDF-1.7\n", "ingest.type_mismatch"],
    ["an old Word file named like a new one", "a.docx", oldOffice(), "ingest.unsupported_type"],
    [
      "an archive that is no Word file",
      "a.docx",
      makeZip([{ name: "a", content: "b" }]),
      "ingest.not_a_docx",
    ],
    ["a Word file with a password", "a.docx", officeWithPassword(), "ingest.encrypted"],
    [
      "an archive with a password",
      "a.xlsx",
      Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 1, 0, 0x50, 0x4b, 5, 6, ...new Array(18).fill(0)),
      "ingest.encrypted",
    ],
    [
      "garbage that begins like an archive",
      "a.docx",
      Uint8Array.from({ length: 600 }, (_, i) => [0x50, 0x4b, 3, 4][i] ?? (i * 37 + 1) % 256),
      "ingest.corrupt_archive",
    ],
    ["a PDF cut off", "a.pdf", "%PDF-1.7\ntrailer << /Root 1 0 R >>", "ingest.corrupt_pdf"],
    [
      "a PDF with a password",
      "a.pdf",
      makePdf({ pages: [{ texts: [] }], encrypt: { owner: "a", user: "b" } }),
      "ingest.encrypted",
    ],
    ["a page named PDF", "a.pdf", "<html>%PDF-1.7", "ingest.type_mismatch"],
    ["an empty PDF", "a.pdf", "", "ingest.empty_file"],
    ["a broken workbook", "a.xlsx", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0), "ingest.corrupt_archive"],
    ["a Word file named as a workbook", "a.xlsx", makeDocx({ body: ["a"] }), "ingest.not_an_xlsx"],
    ["an old workbook named like a new one", "a.xlsx", oldOffice(), "ingest.unsupported_type"],
    ["an old workbook", "a.xls", oldOffice(), "ingest.unsupported_type"],
    ["a text table named as a workbook", "a.xlsx", "a,b", "ingest.type_mismatch"],
    ["a workbook named as a text table", "a.csv", makeXlsx({ sheets: [] }), "ingest.type_mismatch"],
    ["an old workbook named as a text table", "a.csv", oldOffice(), "ingest.type_mismatch"],
    ["an empty text table", "a.tsv", ",,\n,,", "ingest.no_text"],
    ["a picture", "a.svg", "<svg/>", "ingest.unsupported_type"],
    ["a file without extension", "README", "text", "ingest.unsupported_type"],
    ["a Word file named text", "a.txt", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0), "ingest.type_mismatch"],
  ])("refuses %s", async (_name, path, content, code) => {
    await expect(load(path, content)).rejects.toMatchObject({ code, hint: expect.any(String) });
  });

  it("names documents by their path without extension", async () => {
    expect((await loadOne("市政府/2024.通知.txt", "正文内容")).id).toBe("市政府/2024.通知");
  });

  it("sets internal parts apart, so that the public text does not hold them", async () => {
    const [open, whole] = await load("混合.txt", "公开内容。\n[internal]内部内容[/internal]\n公开结尾。");
    expect(open?.text).toBe("公开内容。\n\n公开结尾。");
    expect(open?.declared.visibility).toBeUndefined();
    expect(whole).toMatchObject({ id: "混合~internal", declared: { visibility: "internal" } });
    expect(whole?.text).toContain("内部内容");
    expect(await load("全.txt", "[internal]全部内部")).toMatchObject([
      { declared: { visibility: "internal" } },
    ]);
  });
});

describe("Markdown", () => {
  it.each([
    "---\nVisibility: internal\n---\n",
    "\n\n---\nVISIBILITY: internal\n---\n",
    "---\n可见范围: internal\n---\n",
  ])("does not overlook that a document is internal: %j", async (head) => {
    const bytes = new TextEncoder().encode(`${head}专项经费由三区分配。\n`);
    const [document] = await loadFile({ path: "a.md", bytes });
    expect(document?.declared.visibility).toBe("internal");
    expect(document?.text).toBe("专项经费由三区分配。\n");
  });

  it("stores the body and reads the front matter", async () => {
    const guide = await loadOne("guide.md", fixtureBytes("guide.md"));
    expect(guide.text).toMatch(/^\n## 受理条件/);
    expect(guide.declared).toMatchObject({ kind: "procedure", title: "养犬登记", checkedAt: "2026-01-10" });
    expect(guide.procedure).toMatchObject({
      name: "养犬登记",
      aliases: ["狗证", "办狗证"],
      audience: ["自然人"],
    });
    expect(guide.procedure?.fields).toMatchObject([
      { key: "conditions", values: ["年满18周岁，有固定住所。"], source: null },
      {
        key: "materials",
        values: ["身份证明原件。", "犬只免疫证明。"],
        source: "《安宁市养犬管理条例》第九条",
      },
      { key: "fee", values: ["不收费。"] },
      { key: "other", label: "宠物美容" },
    ]);
    expect(guide.procedure?.fields.map(({ start, end }) => guide.text.slice(start, end))[1]).toBe(
      "1. 身份证明原件。\n2. 犬只免疫证明。",
    );
  });

  it("keeps days and codes as they are written", async () => {
    const { declared } = await loadOne("a.md", "---\nregion: 330110\npublishedAt: 2024年3月5日\n---\n正文");
    expect(declared).toEqual({ region: "330110", publishedAt: "2024-03-05" });
  });

  it.each([
    ["visibility: 秘而不宣", "internal"],
    ["visibility: internal", "internal"],
    ["visibility: public", "public"],
  ])("reads 「%s」, in doubt as internal", async (line, visibility) => {
    expect((await loadOne("a.md", `---\n${line}\n---\n正文`)).declared.visibility).toBe(visibility);
  });

  it.each([
    ["secret", ["ingest.unknown_visibility"]],
    ["Public", ["ingest.unknown_visibility"]],
    ["内部", []],
    ["公开", []],
  ])("reports visibility %s when it is not known", async (value, codes) => {
    const { warnings } = await loadOne("a.md", `---\nvisibility: ${value}\n---\n正文`);
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });

  it.each(["秘密", "机密", "绝密"])("refuses visibility %s", async (value) => {
    const refused = expect.objectContaining({ code: "ingest.classified" });
    await expect(load("a.md", `---\nvisibility: ${value}\n---\n正文`)).rejects.toEqual(refused);
    const line = JSON.stringify({ id: "1", text: "正文", visibility: value });
    await expect(load("a.json", line)).rejects.toMatchObject({ message: expect.stringContaining("密级") });
  });

  it("reports a field of the wrong form and leaves it out", async () => {
    const { declared, warnings } = await loadOne(
      "a.md",
      "---\npublishedAt: 昨天\nurl: javascript:alert(1)\n---\n正文",
    );
    expect(declared).toEqual({});
    expect(warnings.map(({ code }) => code)).toEqual(["ingest.bad_field", "ingest.bad_field"]);
  });

  it.each([
    ["broken YAML", "---\ntitle: [a\n---\n正文"],
    ["a list", "---\n- a\n---\n正文"],
    ["a bomb of aliases", `---\na: &a [x,x,x,x,x,x,x,x,x]\n${bomb()}\n---\n正文`],
  ])("refuses %s", async (_name, content) => {
    await expect(load("a.md", content)).rejects.toMatchObject({ code: "ingest.bad_front_matter" });
  });

  it("takes a rule at the top for a rule", async () => {
    expect((await loadOne("a.md", "---\n正文，没有结尾")).text).toBe("---\n正文，没有结尾");
  });

  it("refuses front matter without a body", async () => {
    await expect(load("a.md", "---\ntitle: 甲\n---\n")).rejects.toMatchObject({ code: "ingest.empty_file" });
  });

  it("refuses a classification declared in the front matter", async () => {
    await expect(load("a.md", "---\n密级: 机密\n---\n正文")).rejects.toMatchObject({
      code: "ingest.classified",
    });
  });
});

describe("plain text", () => {
  it("is stored without mark of order and front matter, as Markdown is", async () => {
    const content = "\ufeff---\ntitle: 通知\nvisibility: internal\n---\n正文第一行。\n";
    const text = await loadOne("a.txt", content);
    expect(text).toMatchObject({
      text: "正文第一行。\n",
      declared: { title: "通知", visibility: "internal" },
    });
    expect({ ...(await loadOne("a.md", content)) }).toEqual(text);
  });
});

describe("pages", () => {
  it("store the visible main content, one block or row per line", async () => {
    const { text } = await loadOne("a.html", PAGE);
    expect(text.split("\n")).toEqual([
      "　　为完善住房保障制度，经区政府同意，现将公共租赁住房租金标准调整如下：",
      "保障对象\t租金标准\t备注",
      "低保家庭\t每平方米每月 1.2元\t凭低保证",
      "其他家庭\t每平方米每月5.6元",
      "本公告自2024年3月1日起执行，有效期至2026年2月28日。咨询电话：0990-1234567。",
    ]);
  });

  it("declare what the meta tags say, with their names", async () => {
    const { declared, declaredFrom } = await loadOne("a.html", PAGE);
    expect(declared).toEqual({
      title: "关于调整青湖区公共租赁住房租金标准的公告",
      publisher: "区住房和城乡建设局",
      publishedAt: "2024-02-06",
      url: "https://www.qinghu.example/art/2024/2/6/art_1001.html",
      siteName: "安宁市青湖区人民政府",
    });
    expect(declaredFrom).toMatchObject({ title: "meta:ArticleTitle", publishedAt: "meta:PubDate" });
  });

  it("fall back on heading, title and by-line", async () => {
    const bare = PAGE.replace(/<meta name="(?:ArticleTitle|PubDate|ContentSource|Url)".*/g, "");
    const page = await loadOne("a.html", bare);
    expect(page.declared).toMatchObject({ publishedAt: "2024-02-06", publisher: "区住房和城乡建设局" });
    expect(page.declaredFrom).toMatchObject({ title: "html:h1", publishedAt: "html:byline" });
    const titled = await loadOne("a.html", bare.replace(/<h1>.*<\/h1>/, ""));
    expect(titled.declared.title).toBe("关于调整青湖区公共租赁住房租金标准的公告");
  });

  it("take the line above the by-line where the title is the site's own name", async () => {
    const page = (title: string) => `<html><head><title>安宁市青湖区人民政府</title></head><body><table>
      <tr><td>首页 → 便民信息</td></tr><tr><td>${title}</td></tr>
      <tr><td>发布时间：2024-02-06 信息来源：供水服务所</td></tr>
      <tr><td id="zoom">用户过户须结清水费，凭身份证和房产证到营业厅办理，当场办结，不收取任何费用。</td></tr></table></body></html>`;
    const named = await loadOne("a.html", page("居民用水过户申报指南"));
    expect(named.declared.title).toBe("居民用水过户申报指南");
    expect(named.declaredFrom.title).toBe("html:byline");
    const unnamed = await loadOne("a.html", page("您的位置：首页 > 供水"));
    expect(unnamed.declared.title).toBe("安宁市青湖区人民政府");
  });

  it.each([
    ["no known container", '<div id="abc">', "</div>"],
    ["its content in a table of the layout", '<table><tr><td><div id="abc">', "</div></td></tr></table>"],
  ])("find the text of a page with %s by its punctuation", async (_name, open, close) => {
    const page = PAGE.replace('<div id="zoom">', open).replace("-->\n</div>", `-->\n${close}`);
    const { text } = await loadOne("a.html", page);
    expect(text).toContain("本公告自2024年3月1日起执行");
    expect(text).not.toMatch(/首页|网站标识码|扫一扫/);
  });

  it.each([
    ["scripts", "<script>隐藏的脚本。</script>"],
    ["a hidden block", "<p hidden>隐藏的话。</p>"],
    ["a block moved out of sight", '<p style="position:absolute;left:-9999px">隐藏的话。</p>'],
    ["a comment", "<!-- 隐藏的话。 -->"],
    ["a frame", '<iframe src="javascript:alert(1)">隐藏的话。</iframe>'],
    ["a form's choices", "<select><option>隐藏的话。</option></select>"],
  ])("leave out %s", async (_name, markup) => {
    const { text } = await loadOne("a.html", PAGE.replace("<table", `${markup}<table`));
    expect(text).not.toContain("隐藏");
  });

  it("are read in the encoding they declare", async () => {
    const big5 = Uint8Array.of(0xbf, 0xec, 0xb2, 0x7a, 0xa9, 0x7e, 0xa6, 0xed, 0xc3, 0xd2);
    const head = new TextEncoder().encode('<html><head><meta charset="big5"></head><body><p>');
    expect((await loadOne("a.htm", Uint8Array.from([...head, ...big5]))).text).toBe("辦理居住證");
  });

  it.each([
    ["nested blocks", "<div>".repeat(200_000), "ingest.too_deep"],
    ["nested fonts", "<font>".repeat(5000), "ingest.too_deep"],
    ["endless tags", "<p><b>x</b></p>".repeat(300_000), "ingest.too_complex"],
    ["endless attributes", `<p ${"a=1 b=2 ".repeat(50_000)}>甲</p>`, "ingest.too_complex"],
    ["nothing to read", "<html><script>1</script></html>", "ingest.no_text"],
  ])("with %s are refused", async (_name, html, code) => {
    await expect(load("a.html", html)).rejects.toMatchObject({ code });
  });
});

describe("records", () => {
  it("keep their text unchanged", async () => {
    const text = "  第一段。\r\n\u200b第二段　。 ";
    expect((await loadOne("a.jsonl", JSON.stringify({ id: "甲", text, region: "330110" }))).text).toBe(text);
  });

  it("report a bad line by its number, and go on", async () => {
    const lines = [
      '{"id":"a","text":"甲"}',
      "{oops",
      '{"id":"b"}',
      '{"text":"丙"}',
      "",
      '{"id":"c","text":"丁"}',
    ];
    const documents = await load("a.jsonl", lines.join("\n"));
    expect(documents.map(({ id }) => id)).toEqual(["a", "c"]);
    expect(documents[0]?.warnings.map(({ message }) => message)).toEqual([
      "第 2 行未收录：不是 JSON。",
      "第 3 行未收录：缺少 text。",
      "第 4 行未收录：缺少 id。",
    ]);
  });

  it("take the last of two lines with one id, and say so", async () => {
    const documents = await load("a.jsonl", '{"id":"a","text":"旧"}\n{"id":"a","text":"新"}');
    expect(documents).toMatchObject([{ text: "新", warnings: [{ code: "ingest.repeated_id" }] }]);
  });

  it.each([
    ["a list", '[{"id":"a","text":"甲"}]'],
    ["a list under documents", '{"documents":[{"id":"a","text":"甲"}]}'],
    ["one record", '{"id":"a","text":"甲"}'],
  ])("come as %s in JSON", async (_name, content) => {
    expect(await load("a.json", content)).toMatchObject([{ id: "a", text: "甲" }]);
  });

  it.each([
    ["a.json", "{"],
    ["a.json", "[".repeat(100_000) + "]".repeat(100_000)],
    ["a.json", "[]"],
    ["a.json", "null"],
  ])("of %s that hold nothing are refused", async (path, content) => {
    await expect(load(path, content)).rejects.toMatchObject({ code: "ingest.bad_json" });
  });

  it("without one good line are refused", async () => {
    await expect(load("a.jsonl", "x\ny")).rejects.toMatchObject({ code: "ingest.bad_jsonl" });
  });

  it("may be guides", async () => {
    const text = "## 收费标准\n不收费";
    const { procedure } = await loadOne(
      "a.jsonl",
      JSON.stringify({ id: "a", kind: "procedure", title: "甲", text }),
    );
    expect(procedure?.fields).toMatchObject([{ key: "fee", values: ["不收费"] }]);
  });
});

describe("guides as YAML", () => {
  it("are written out as sections", async () => {
    const guide = await loadOne("a.yaml", GUIDE_YAML);
    expect(guide.text).toBe(
      "## 受理条件\n年满18周岁\n\n## 办理材料\n- 身份证明\n- 免疫证明\n来源：某条例第九条\n\n## 收费标准\n不收费\n",
    );
    expect(guide.declared).toMatchObject({ title: "养犬登记", publishedAt: "2024-05-01" });
    expect(guide.procedure?.fields.map(({ key, source }) => [key, source])).toEqual([
      ["conditions", null],
      ["materials", "某条例第九条"],
      ["fee", null],
    ]);
  });

  it.each(["title: 甲", "kind: procedure\ntitle: 甲", "- a"])("are nothing else: %j", async (yaml) => {
    await expect(load("a.yml", yaml)).rejects.toMatchObject({ code: "ingest.bad_yaml" });
  });
});

function officeWithPassword(): Uint8Array {
  const name = Array.from("EncryptedPackage", (char) => [char.charCodeAt(0), 0]).flat();
  return Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array(64).fill(0), ...name]);
}

/** A file of the programs before 2007. */
function oldOffice(): Uint8Array {
  return Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array(504).fill(0)]);
}

function bomb(): string {
  return Array.from({ length: 12 }, (_, i) => {
    const name = String.fromCharCode(98 + i);
    const before = String.fromCharCode(97 + i);
    return `${name}: &${name} [${new Array(9).fill(`*${before}`).join(",")}]`;
  }).join("\n");
}
