import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document, Passage, Span } from "../../src/domain.ts";
import { buildDocument } from "../../src/indexing/build-document.ts";
import { toSimplified } from "../../src/language/fold.ts";
import { storedSpan } from "../../src/language/offset-map.ts";
import { readingsOf } from "../../src/language/readings.ts";
import { splitSentences } from "../../src/language/sentences.ts";
import { buildContext, sourceOf } from "../support/document-fixtures.ts";

const TRADITIONAL = "發為務關辦標準證縣聯進權責對認觀應場職資節業該轉創";
const CLAUSES = [
  "全市取消證明事項41項",
  "办理时限由12个工作日缩短为7个工作日",
  "出台《青湖区帮办代办服务办法》(试行)",
  "“互联网+政务”服务覆盖161个社区(村居)",
  "投资项目审批时间压缩50%以上",
  "群众满意率达到９８．７％",
  "推進審批服務標準化",
  "新增便民服务站２６个",
];
const HEADINGS = [
  "一、优化审批服务",
  "（二）完善机制",
  "1.减少申报材料。",
  "第三条 ",
  "“免证办”改革",
  "## 办理材料",
  "二是",
];
const CHROME = [
  "您当前的位置 : 首页> 要闻 > 新闻",
  "来源:某某网      发布时间:2014-11-08 10:43:33",
  "2016年改革进展 分享 人民微博 新浪微博 腾讯微博",
  "责任编辑:admin",
  "© 某某网版权所有",
  "— 3 —",
  "部分照片由相关单位提供",
];

const clause = fc.constantFrom(...CLAUSES);
const sentence = fc
  .tuple(fc.array(clause, { minLength: 1, maxLength: 4 }), fc.constantFrom("。", "；", "!", "……", ""))
  .map(([clauses, end]) => clauses.join("，") + end);
const paragraph = fc
  .tuple(
    fc.constantFrom("", "  ", "　　"),
    fc.constantFrom("", ...HEADINGS),
    fc.array(sentence, { minLength: 1, maxLength: 8 }),
  )
  .map(([indent, heading, sentences]) => indent + heading + sentences.join(""));
const row = fc
  .array(fc.constantFrom("首次", "20元", "补领", "标准"), { minLength: 2, maxLength: 3 })
  .map((cells) => cells.join("\t"));
const line = fc.oneof(
  { weight: 6, arbitrary: paragraph },
  { weight: 1, arbitrary: fc.constantFrom(...CHROME) },
  { weight: 1, arbitrary: fc.constantFrom(...HEADINGS) },
  { weight: 1, arbitrary: row },
  { weight: 1, arbitrary: fc.constantFrom("", " ", "- 居民身份证", "**重点**内容。") },
);

/** What copying does to a text: readings behind characters, broken lines, spaces, invisible characters. */
const damage = fc.record({
  readings: fc.boolean(),
  wrapAt: fc.option(fc.integer({ min: 18, max: 40 }), { nil: 0 }),
  invisible: fc.boolean(),
  carriageReturns: fc.boolean(),
});

const damagedText = fc.tuple(fc.array(line, { minLength: 1, maxLength: 14 }), damage).map(([lines, how]) => {
  let text = lines.join("\n");
  if (how.readings) text = text.replace(/[務標準推進證發權責]/g, (char) => `${char}(${readingsOf(char)[0]})`);
  if (how.wrapAt > 0) text = text.replace(new RegExp(`([^\\n]{${how.wrapAt}})(?=[^\\n])`, "g"), "$1\n");
  if (how.invisible) text = text.replace(/务|务/g, "$&\u200b");
  return how.carriageReturns ? text.replaceAll("\n", "\r\n") : text;
});

describe("a built document, whatever its text went through", () => {
  it("maps every passage and every sentence to a stored range that holds its characters in order", () => {
    fc.assert(
      fc.property(damagedText, (text) => {
        const { document, passages } = buildDocument(sourceOf(text), buildContext);
        let at = 0;
        for (const passage of passages) {
          expect(passage.start).toBeGreaterThanOrEqual(at);
          at = passage.end;
          expectQuotes(document, { start: passage.shownStart, end: passage.shownEnd });
          for (const span of splitSentences(passage.shown)) {
            expectQuotes(document, {
              start: span.start + passage.shownStart,
              end: span.end + passage.shownStart,
            });
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("has every shown sentence in exactly one passage", () => {
    fc.assert(
      fc.property(damagedText, (text) => {
        const { document, passages } = buildDocument(sourceOf(text), buildContext);
        let at = 0;
        for (const passage of passages) {
          expect(document.shown.slice(at, passage.shownStart).trim()).toBe("");
          expect(passage.shown).toBe(document.shown.slice(passage.shownStart, passage.shownEnd));
          at = passage.shownEnd;
        }
        expect(document.shown.slice(at).trim()).toBe("");
        for (const span of splitSentences(document.shown)) {
          expect(passages.filter((passage) => holds(passage, span))).toHaveLength(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("stores what it was given, and shows simplified, visible text without blank lines", () => {
    fc.assert(
      fc.property(damagedText, (text) => {
        const { document } = buildDocument(sourceOf(text), buildContext);
        expect(document.text).toBe(text);
        expect(document.shown).not.toMatch(/[\u200b\r０-９]|\n\n|^\s|\s$/);
        expect(toSimplified(document.shown)).toBe(document.shown);
      }),
      { numRuns: 200 },
    );
  });

  it("survives any string at all", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 400 }),
        fc.constantFrom("", TRADITIONAL, "\t", "|\n"),
        (text, more) => {
          const { document, passages } = buildDocument(
            sourceOf(`政务服务指南。${more}${text.replaceAll("\ufffd", "")}`),
            buildContext,
          );
          for (const passage of passages)
            expectQuotes(document, { start: passage.shownStart, end: passage.shownEnd });
        },
      ),
      { numRuns: 300 },
    );
  });
});

function holds(passage: Passage, { start, end }: Span): boolean {
  return passage.shownStart <= start && end <= passage.shownEnd;
}

/** The stored range is not empty, and the shown characters can be read out of it, in order. */
function expectQuotes(document: Document, shown: Span): void {
  const { start, end } = storedSpan(document.offsets, shown);
  const quote = document.text.slice(start, end);
  expect(quote.trim()).not.toBe("");
  // Names of columns and joints are added by cleaning; everything else stands in the quote, in this order.
  const mapped = plain(mappedText(document, shown));
  expect(firstMissing(mapped, plain(quote)), `of 「${mapped}」 in 「${quote}」`).toBeNull();
}

/** The first character that can't be found behind those before it, or null. */
function firstMissing(wanted: string, text: string): string | null {
  let at = 0;
  for (const char of wanted) {
    const found = text.indexOf(char, at);
    if (found < 0) return char;
    at = found + char.length;
  }
  return null;
}

function mappedText(document: Document, { start, end }: Span): string {
  return document.offsets
    .map((run) => document.shown.slice(Math.max(run.shown, start), Math.min(run.shown + run.length, end)))
    .join("");
}

/** Without white space and in one script and width, so that only the words are compared. */
function plain(text: string): string {
  return toSimplified(text.normalize("NFKC"))
    .normalize("NFKC")
    .replace(/[\s\p{C}]/gu, "");
}
