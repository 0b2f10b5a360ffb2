import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitClauses, splitSentences } from "../../src/language/sentences.ts";

const sentences = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));
const clauses = (text: string) => splitClauses(text).map(({ start, end }) => text.slice(start, end));

describe("splitting sentences", () => {
  it.each([
    ["取消事项9个。压缩时限；共缩短1161个工作日!", ["取消事项9个。", "压缩时限；", "共缩短1161个工作日!"]],
    ["出台《谁来办？怎么办。》办法。下一条", ["出台《谁来办？怎么办。》办法。", "下一条"]],
    ["补充（甲。乙。）之后。再来", ["补充（甲。乙。）之后。", "再来"]],
    ["（另有规定的除外。）再来", ["（另有规定的除外。）", "再来"]],
    ["第一行\n\n第二行。", ["第一行", "第二行。"]],
    ["“全部取消!”2019年4月1日,区政府实施改革。", ["“全部取消!”", "2019年4月1日,区政府实施改革。"]],
    ["“少跑路了!”市民徐女士说。下一步", ["“少跑路了!”市民徐女士说。", "下一步"]],
    ["推行“互联网+政务“服务。开发系统。", ["推行“互联网+政务“服务。", "开发系统。"]],
    ["见 http://a.cn/x?id=1;b=2 页面。完", ["见 http://a.cn/x?id=1;b=2 页面。", "完"]],
    ["真的吗？！是的。", ["真的吗？！", "是的。"]],
    ["改革……一项项推进。", ["改革……", "一项项推进。"]],
    ["修鞋、理发……等服务。", ["修鞋、理发……等服务。"]],
    ["没有配对的“引号。还是要断开。", ["没有配对的“引号。", "还是要断开。"]],
    ["  \n\t\n", []],
  ])("splits %j", (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });

  it.each([
    ["取消9个,清减116个：共1,161个，9:30起。", ["取消9个,", "清减116个：", "共1,161个，", "9:30起。"]],
    ["对象：低保\t租金：5元", ["对象：", "低保", "租金：", "5元"]],
    ["涉及“甲，乙”两类，共三条", ["涉及“甲，乙”两类，", "共三条"]],
  ])("splits the clauses of %j", (text, expected) => {
    expect(clauses(text)).toEqual(expected);
  });

  const pieces = fc.array(
    fc.constantFrom(
      "改革",
      "。",
      "！",
      "？",
      "；",
      "“",
      "”",
      "（",
      "）",
      "《",
      "》",
      "…",
      "\n",
      " ",
      ",",
      "12",
      "\t",
      "?",
      "说",
    ),
    { maxLength: 60 },
  );

  it.each([
    ["sentences", splitSentences],
    ["clauses", splitClauses],
  ] as const)(
    "%s come in order, do not overlap, and hold every character that is not white space",
    (_name, split) => {
      fc.assert(
        fc.property(pieces, (parts) => {
          const text = parts.join("");
          let at = 0;
          for (const { start, end } of split(text)) {
            expect(text.slice(at, start).trim()).toBe("");
            expect(end).toBeGreaterThan(start);
            expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
            at = end;
          }
          expect(text.slice(at).trim()).toBe("");
        }),
      );
    },
  );

  it("reads a million brackets, and a million characters without a mark", () => {
    expect(splitSentences("（".repeat(500_000) + "）".repeat(500_000))).toHaveLength(1);
    expect(splitSentences("政务".repeat(500_000))).toEqual([{ start: 0, end: 1_000_000 }]);
  });
});
