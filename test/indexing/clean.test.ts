import { describe, expect, it } from "vitest";
import { cleanText } from "../../src/indexing/cleaning/clean.ts";
import { storedSpan } from "../../src/language/offset-map.ts";
import { fixtureText, seedTexts } from "../support/document-fixtures.ts";

const shownOf = (text: string) => cleanText(text).shown;
const linesOf = (name: string) => shownOf(fixtureText(name)).split("\n");

/** The stored words that a shown stretch stands for. */
function storedOf(text: string, words: string): string {
  const { shown, offsets } = cleanText(text);
  const start = shown.indexOf(words);
  expect(start, `「${words}」 is shown`).toBeGreaterThanOrEqual(0);
  const span = storedSpan(offsets, { start, end: start + words.length });
  return text.slice(span.start, span.end);
}

describe("page furniture", () => {
  it("leaves title and paragraphs of a report", () => {
    const lines = linesOf("district-report.txt");
    expect(lines[0]).toBe("2018年青湖区改革工作稳步推进");
    expect(lines[1]).toMatch(/^今年以来/);
    expect(lines.join("\n")).not.toMatch(/微博|分享|15\.01\.2019/);
    expect(lines).toHaveLength(8);
  });

  it("drops site name, breadcrumb and by-line of a news page, and remembers them", () => {
    const { shown, furniture } = cleanText(fixtureText("breadcrumb-news.txt"));
    expect(shown).toMatch(/^青湖区打好营商环境“组合拳”\n今年以来/);
    expect(furniture.map((line) => line.furniture)).toEqual(["breadcrumb", "breadcrumb", "byline"]);
  });

  it("keeps the title that is glued to a breadcrumb", () => {
    expect(linesOf("glued-title.txt")[0]).toBe("这12个改革项目关系松岭未来发展");
  });

  it("drops captions, credits, editor and footer between and below paragraphs", () => {
    const shown = shownOf(fixtureText("captions.txt"));
    expect(shown).not.toMatch(/自助终端上办理业务|服务专区|照片由|编辑|版权|网站简介|^……$/m);
    expect(shown).toMatch(/^这一年,小改革办成大民生\n松岭的做法被写进全省工作简报\n过去一年/);
    expect(shown).toContain("\n“免证办”改革\n");
    expect(shown).toMatch(/让群众办事更方便。$/);
  });

  it.each([
    "责任编辑：王某",
    "（责任编辑：某某）",
    "编辑：李某  校对：张某",
    "来源：安宁日报",
    "发布时间：2020-01-02 10:00　浏览次数：28",
    "字体：[大 中 小]  打印  关闭",
    "【打印】【关闭】".replace(/[【】]/g, " ").trim(),
    "© 2020 某某网 版权所有",
    "网站标识码：3301000001",
    "浙ICP备10000000号",
    "- 3 -",
    "—12—",
    "第 3 页 共 5 页",
    "图为工作人员在办理业务",
    "**********",
  ])("drops the line 「%s」", (line) => {
    const body =
      "安宁市推进政务服务改革\n全市取消证明事项41项，申报材料减少36%。\n平均办理时间缩短为7个工作日。";
    expect(shownOf(`${body}\n${line}`)).toBe(body);
  });

  it.each([
    "编辑出版单位应当在30日内办理登记。",
    "版权所有者可以向登记机关提出申请，登记机关应当受理。",
    "申请人可以通过微信提交材料。",
    "时间：周一至周五 9:00-17:00",
    "来源不明的材料不予受理。",
    "联系我们的工作人员，可以了解办理进度。",
    "办公地点：安宁市青湖区和平路1号",
  ])("keeps the line 「%s」", (line) => {
    const body = "安宁市推进政务服务改革\n全市取消证明事项41项，申报材料减少36%。";
    expect(shownOf(`${body}\n${line}\n平均办理时间缩短为7个工作日。`)).toContain(line);
  });

  it("keeps every line of a text that is no page", () => {
    expect(cleanText("来源：某某\n编辑：某某", { hasFurniture: false }).shown).toBe("来源：某某\n编辑：某某");
  });
});

describe("readings in parentheses", () => {
  it("go from a damaged page, and real parentheses stay", () => {
    const text = fixtureText("damaged.txt");
    const { shown } = cleanText(text);
    expect(shown).not.toMatch(/[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]/);
    expect(shown).toContain("138个社区(村居)便民服务中心");
    expect(shown).toContain("(含中介服务)90天");
    expect(shown).toContain("各县(市、区)");
    expect(shown).not.toMatch(/责任编辑/);
    expect(storedOf(text, "标准化")).toBe("標(biāo)準化");
    expect(storedOf(text, "目标")).toBe("目標");
  });

  it("are only seen where there are several, and where they are readings", () => {
    expect(shownOf("畲(shē)族乡的群众。")).toBe("畲(shē)族乡的群众。");
    const repeated = "政(zheng)(zheng)府職(zhí)責（zé）清單由部門(mén)公布(abc)。";
    expect(shownOf(repeated)).toBe("政府职责清单由部门公布(abc)。");
    expect(shownOf("申请表(form)和清单(list)以及指南(guide)见附件(annex)。")).toContain("(form)");
  });
});

describe("characters", () => {
  it.each([
    ["traditional script", "辦理機構應當公佈標準", "办理机构应当公布标准"],
    ["full-width letters and digits", "共１２３项，ＡＢＣ类，占５０％", "共123项，ABC类，占50%"],
    ["radicals out of a PDF", "⼈⼒资源和社会保障⼚", "人力资源和社会保障厂"],
    ["no-break and wide spaces", "甲类\u00a0乙类：\u3000丙类", "甲类 乙类： 丙类"],
    ["spread words", "办 理 时 限：5个工作日", "办理时限：5个工作日"],
    ["a spread pair that fills its line", "附  件\n第一项内容如下所示。", "附件\n第一项内容如下所示。"],
    ["line ends of other systems", "第一段。\r\n第二段。\r第三段。", "第一段。\n第二段。\n第三段。"],
    [
      "simplified words that traditional script also has",
      "乾坤、藉由、瞭望与著名的机构",
      "乾坤、藉由、瞭望与著名的机构",
    ],
    ["後 for 后", "毕业後到窗口办理并领取居住证的流程说明", "毕业后到窗口办理并领取居住证的流程说明"],
  ])("%s", (_name, text, expected) => {
    expect(shownOf(text)).toBe(expected);
  });

  it("leaves a space between two parts of a heading", () => {
    expect(shownOf("组建医疗集团 为民生服务")).toBe("组建医疗集团 为民生服务");
  });

  it("drops what can't be seen and says when it deceives", () => {
    const tag = Array.from("print it", (char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join("");
    const { shown, warnings } = cleanText(`办理时限：5个工作日。\u200b\u202e${tag}\u202c`);
    expect(shown).toBe("办理时限：5个工作日。");
    expect(warnings.map(({ code }) => code)).toEqual(["ingest.invisible_characters_removed"]);
    expect(cleanText("\ufeff第一段。\r\n").warnings).toEqual([]);
  });

  it("cuts a tower of combining marks", () => {
    const { shown, warnings } = cleanText(`a${"\u0301".repeat(200_000)}`);
    expect(shown.length).toBeLessThan(5);
    expect(warnings.map(({ code }) => code)).toEqual(["ingest.normalised"]);
  });
});

describe("markup in the text", () => {
  it.each([
    [
      "emphasis and links",
      "请看**办事指南**（[网上办理](https://example.cn/a?b=1)）。",
      "请看办事指南（网上办理）。",
    ],
    ["comments", "材料如下。<!-- system: 追加 -->照片一张。", "材料如下。照片一张。"],
    [
      "broken tags",
      '见<a class="x" href="/y">附件</a>，<script type="x">alert(1)</script>完。',
      "见附件，完。",
    ],
    ["entities", "甲&nbsp;乙&amp;丙", "甲 乙&丙"],
    ["signs that are no tags", "年龄<18周岁且>16周岁", "年龄<18周岁且>16周岁"],
    ["quotation and bullets", "> - 居民身份证\n> - 照片", "居民身份证\n照片"],
    ["code fences", "```\n第一项\n```", "第一项"],
  ])("%s", (_name, text, expected) => {
    expect(shownOf(text)).toBe(expected);
  });

  it("takes the marks off headings and keeps their levels", () => {
    const { shown, declaredLevels } = cleanText("# 指南\n\n## 材料\n- 身份证\n正文。");
    expect(shown).toBe("指南\n材料\n身份证\n正文。");
    expect([...declaredLevels]).toEqual([
      [0, 1],
      [3, 2],
      [6, 0],
    ]);
  });
});

describe("tables", () => {
  it("name the column of each cell, and map the cell to itself", () => {
    const text = "项目\t标准\n首次申领\t20元\n补领\t40元";
    expect(shownOf(text)).toBe("项目\t标准\n项目：首次申领\t标准：20元\n项目：补领\t标准：40元");
    expect(storedOf(text, "项目：补领\t标准：40元")).toBe("补领\t40元");
    expect(storedOf(text, "40元")).toBe("40元");
  });

  it("read Markdown's pipes", () => {
    const text = "| 项目 | 标准 |\n|---|:--:|\n| 首次申领 | 20元 |\n";
    expect(shownOf(text)).toBe("项目\t标准\n项目：首次申领\t标准：20元");
  });

  it.each([
    ["without a row of names", "1月\t20件\n2月\t30件"],
    ["whose rows have more cells than names", "甲\t乙\n丙\t丁\t戊"],
  ])("stay as they are %s", (_name, text) => {
    expect(shownOf(text)).toBe(text);
  });
});

describe("lines broken in a sentence", () => {
  it("are joined in a text out of a PDF, and page numbers go", () => {
    const shown = shownOf(fixtureText("wrapped.txt"));
    expect(shown).toContain("现就做好个体工商户登记便利化工作通知如下。");
    expect(shown).toContain("个体工商户登记（备案）申请书");
    expect(shown).toContain("提交经营场所产权证明。");
    expect(shown).toMatch(/\n三、各区应当/);
    expect(shown).not.toContain("— 2 —");
  });

  it("are joined after a comma, and kept where a line is an item", () => {
    expect(shownOf("申请人应当提交申请表，\n并出示身份证。")).toBe("申请人应当提交申请表，并出示身份证。");
    expect(shownOf("所需材料包括，\n1.身份证；\n2.照片。")).toBe("所需材料包括，\n1.身份证；\n2.照片。");
  });
});

describe("text read in a wrong encoding", () => {
  const text = `关于印发《安宁市办事指南》的通知\n各区人民政府：现将有关事项通知如下，请认真贯彻执行。\n年满十六周岁的居民应当申请领取居民身份证。`;
  const bytes = new TextEncoder().encode(text);

  it.each([
    ["UTF-8 as latin1", Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")],
    ["UTF-8 as Windows-1252", new TextDecoder("windows-1252").decode(bytes)],
  ])("is repaired: %s", (_name, damaged) => {
    const { shown, warnings } = cleanText(damaged);
    expect(shown).toBe(text);
    expect(warnings.map(({ code }) => code)).toEqual(["ingest.repaired_encoding"]);
    const stored = storedOf(damaged, "有关事项");
    expect(
      new TextDecoder().decode(
        bytes.subarray(damaged.indexOf(stored), damaged.indexOf(stored) + stored.length),
      ),
    ).toBe("有关事项");
  });

  it("is repaired: UTF-8 as GBK, up to characters that lost a byte", () => {
    const even = "办事指南和政务服务事项的办理流程说明，请您注意查收并遵照执行办理事项";
    const damaged = new TextDecoder("gb18030").decode(new TextEncoder().encode(even));
    expect(shownOf(damaged).slice(0, 30)).toBe(even.slice(0, 30));
  });

  it("is repaired: GBK shifted by a lost byte", () => {
    // What 「。《指引》的出臺」 becomes when the first byte of 。 is lost, the private-use character included.
    const damaged = "各部门要高度重视?！吨敢\ue40a返某雠_对规范办事很重要。";
    const { shown, warnings } = cleanText(damaged);
    expect(shown).toBe("各部门要高度重视。《指引》的出台对规范办事很重要。");
    expect(warnings.map(({ code }) => code)).toEqual(["ingest.repaired_shift"]);
    expect(cleanText(damaged.replace("\ue40a", "")).warnings).toEqual([]);
  });

  it.each(["Résumé à Zürich, déjà vu, naïve café", "你好吗?！真的", "涓涓细流"])(
    "is not seen in 「%s」",
    (plain) => {
      expect(cleanText(plain).shown).toBe(plain);
    },
  );
});

describe("hostile input", () => {
  it.each([
    ["brackets", "[".repeat(300_000)],
    ["emphasis", "*_".repeat(150_000)],
    ["tags that never close", "<a ".repeat(100_000)],
    ["comments that never close", "<!--".repeat(100_000)],
    ["pipes", "|".repeat(300_000)],
    ["tabs", "a\t".repeat(100_000)],
    ["spaces", `${" ".repeat(300_000)}x`],
    ["readings", "發(fā)".repeat(60_000)],
    ["question marks", "?！吨敢".repeat(60_000)],
    ["line ends", "甲\n".repeat(100_000)],
    ["nested full-width brackets", "〔（".repeat(60_000) + "）〕".repeat(60_000)],
  ])("of %s is read", (_name, text) => {
    expect(cleanText(text).shown.length).toBeLessThanOrEqual(text.length * 4);
  });
});

describe.skipIf(seedTexts.size === 0)("the real pages beside the project", () => {
  it.each([...seedTexts])("%s reads clean", (_name, text) => {
    const { shown } = cleanText(text);
    expect(shown).not.toMatch(/[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]|微博|责任编辑|当前位置|版权所有|來|國|務/);
    expect(shown).not.toMatch(/^\s|\n\s|\s\n/);
  });

  it("the damaged one keeps its real parentheses", () => {
    const shown = [...seedTexts]
      .map(([, text]) => cleanText(text).shown)
      .find((text) => text.includes("第五张清单"));
    expect(shown).toContain("161个社区(村居)便民服务中心");
    expect(shown).toContain("(含中介服务)100天");
  });
});
