import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, Citation, ProcedureField } from "../../src/domain.ts";
import { type Block, readAnswerText, withoutMarks } from "../../src/widget/answer/answer-blocks.ts";
import { copiedText } from "../../src/widget/answer/copied-text.ts";
import { originalAddress, textFragment } from "../../src/widget/answer/text-fragment.ts";
import { zhCn } from "../../src/widget/locales/zh-cn.ts";
import { createSay } from "../../src/widget/view/say.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

const cited = (number: number): Citation => ({ ...(sampleAnswer().citations[0] as Citation), number });
const field = (key: string, label: string, branch: string | null = null): ProcedureField => ({
  key,
  label,
  values: [`${label}的内容`],
  branch,
  start: 0,
  end: 1,
  source: null,
});

function read(text: string, fields: ProcedureField[] = []): Block[] {
  const procedure = { documentId: "d", name: "n", fields };
  return readAnswerText({ text, citations: [cited(1), cited(2)], ...(fields.length > 0 && { procedure }) });
}

describe("an answer's text", () => {
  it("is paragraphs with marks; marks without a citation stay text", () => {
    expect(read("取消9个[1]，减少[7]。\n\n另见[2]")).toEqual([
      {
        kind: "paragraph",
        content: [{ text: "取消9个" }, { mark: 1 }, { text: "，减少" }, { text: "[7]" }, { text: "。" }],
      },
      { kind: "paragraph", content: [{ text: "另见" }, { mark: 2 }] },
    ]);
  });

  it.each([
    ["1. 取号\n2、缴费", true],
    ["- 取号\n· 缴费", false],
  ])("has lists: %j", (text, isOrdered) => {
    expect(read(text)).toEqual([
      { kind: "list", isOrdered, items: [[{ text: "取号" }], [{ text: "缴费" }]] },
    ]);
  });

  it("is no markup", () => {
    const text = "**粗体** <img src=x onerror=alert(1)> [链接](javascript:alert(1))";
    expect(read(text)).toEqual([{ kind: "paragraph", content: [{ text }] }]);
  });

  it("shows each field of a guide once, in its case", () => {
    const fields = [field("materials", "办理材料"), field("materials", "办理材料", "代办")];
    const blocks = read("居住证\n办理材料（代办）：委托书[2]\n办理材料：身份证[1]\n办理材料：又一次", fields);
    expect(
      blocks.map((block) => (block.kind === "field" ? [block.field.branch, block.marks] : block.kind)),
    ).toEqual(["paragraph", ["代办", [2]], [null, [1]], "paragraph"]);
  });

  it("loses nothing that is said", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[一-龥，。[\]12 ]{1,12}$/)), (lines) => {
        const text = lines.join("\n");
        const shown = read(text).flatMap((block) => (block.kind === "paragraph" ? block.content : []));
        const written = shown.map((inline) => ("text" in inline ? inline.text : `[${inline.mark}]`)).join("");
        expect(written).toBe(lines.filter((line) => line.trim() !== "").join(""));
      }),
    );
  });

  it("is read without marks", () => {
    expect(withoutMarks("取消9个[1]，见〔2015〕9号[12]。")).toBe("取消9个，见〔2015〕9号。");
  });
});

describe("copied text", () => {
  const say = createSay(zhCn);
  const resolve = (address: string) => `https://wb.example${address}`;
  const copied = (changes: Partial<Answer>) => copiedText({ ...sampleAnswer(), ...changes }, say, resolve);

  it("of a model says so, with its sources", () => {
    expect(copied({ generatedBy: "model:m", notices: [{ code: "dated", text: "较旧。" }] })).toBe(
      "较旧。\n取消9个。\n（以上内容由人工智能生成，仅供参考。依据：《河口区2025年改革进展》https://www.example.gov.cn/1.html）",
    );
  });

  it("of a model without sources says so too", () => {
    expect(copied({ generatedBy: "model:m", citations: [] })).toContain("人工智能生成");
  });

  it("of documents has its sources alone, each once", () => {
    const citations = [cited(1), { ...cited(2), url: null }];
    expect(copied({ citations })).toBe(
      "取消9个。\n（依据：《河口区2025年改革进展》https://wb.example/sources/hekou/2025?start=10&end=19）",
    );
  });

  it("without sources is the text", () => {
    expect(copied({ citations: [], text: "您好。" })).toBe("您好。");
  });
});

describe("the way to an original", () => {
  const page = "https://www.example.gov.cn/a.html";
  it.each([
    [page, "取消审批事项9个。", true, `${page}#:~:text=${encodeURIComponent("取消审批事项9个")}`],
    [`${page}#top`, "取消审批事项9个。", true, `${page}#:~:text=${encodeURIComponent("取消审批事项9个")}`],
    [page, "取消审批事项9个。", false, page],
    [page, "九个。", true, page],
    ["https://www.example.gov.cn/a.pdf", "取消审批事项9个。", true, "https://www.example.gov.cn/a.pdf"],
    [
      "https://www.example.gov.cn/a.DOCX?v=1",
      "取消审批事项9个。",
      true,
      "https://www.example.gov.cn/a.DOCX?v=1",
    ],
    ["javascript:alert(1)", "取消审批事项9个。", true, null],
    [null, "取消审批事项9个。", true, null],
  ])("%s, %j, %s", (url, quote, canFind, address) => {
    expect(originalAddress(url, quote, canFind)).toBe(address);
  });

  it("cuts quotes where words end, and encodes what the syntax uses", () => {
    expect(textFragment("一、简政-放权，取消&事项；其余照旧办理。")).toBe(
      `${encodeURIComponent("一、简政")}%2D${encodeURIComponent("放权")},${encodeURIComponent("其余照旧办理")}`,
    );
  });
});
