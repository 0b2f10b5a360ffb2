import { describe, expect, it } from "vitest";
import { readRoles } from "../../../src/answer/evidence/sentence-roles.ts";
import { fold } from "../../../src/language/fold.ts";
import { splitSentences } from "../../../src/language/sentences.ts";

function rolesOf(text: string, headings = "", title = "") {
  const spans = splitSentences(text);
  const folded = spans.map(({ start, end }) => fold(text.slice(start, end)));
  return readRoles(text, spans, folded, fold(headings), fold(title));
}

describe("a sentence that only names the matter", () => {
  it.each([
    ["a heading of its passage", "二、补贴标准", "二、补贴标准", "补贴办法"],
    ["a heading among others", "(一)取水点\n南门旁设有水车。", "", "停水公告"],
    ["the title", "青山县停水安排公告", "", "青山县停水安排公告"],
    ["the opening", "现将有关事项公告如下：", "", "停水公告"],
    ["the signature", "青山县水务局 2026年5月3日", "", "停水公告"],
    ["a question", "停水多久？\n答：停水三天。", "", "停水公告"],
    ["a table's labels", "地点\t电话\n地点：东门\t电话：110号", "", "停水公告"],
  ])("is %s", (_, text, headings, title) => {
    expect(rolesOf(text, headings, title)[0]?.isApparatus).toBe(true);
  });

  it.each(["停水三天。", "请提前储水，关好阀门", "补贴标准为每人300元。"])("is not %s", (text) => {
    expect(rolesOf(text, "二、补贴", "停水公告")[0]?.isApparatus).toBe(false);
  });
});

describe("what a sentence stands under", () => {
  it.each([
    [
      "the announcement of its list",
      "有下列情形的，停止发放：\n(一)迁出本县；\n(二)不再符合条件。",
      [-1, 0, 0],
    ],
    ["the question it answers", "问：停多久？答：三天。可以延长。", [-1, 0, 0]],
    ["a heading on a line of its own", "补办\n带身份证。\n当场发证。", [-1, 0, 0]],
    [
      "a short numbered sentence of its line",
      "3.缩短时限。由五天减为三天。4.取消收费。不再收取。",
      [-1, 0, -1, 2],
    ],
  ])("is %s", (_, text, scopes) => {
    expect(rolesOf(text).map((role) => role.scope)).toEqual(scopes);
  });

  it("is not the last item of a list", () => {
    const roles = rolesOf("有下列情形的，停止发放：\n(一)迁出本县；\n(二)死亡。\n县财政局负责发放补贴。");
    expect(roles[2]).toMatchObject({ isApparatus: false, mark: "(二)" });
  });
});
