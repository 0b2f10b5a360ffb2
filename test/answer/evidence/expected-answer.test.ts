import { describe, expect, it } from "vitest";
import {
  clauseFigureFit,
  figureFit,
  meetsNeeds,
  shapeFit,
  wantsFigure,
} from "../../../src/answer/evidence/expected-answer.ts";
import { askedKind } from "../../../src/answer/question/question-kind.ts";
import { findFigures } from "../../../src/language/numerals.ts";

/** How well the first figure of a text answers a question. */
function fitOf(question: string, text: string): number {
  const [figure] = findFigures(text);
  if (!figure) throw new Error(`no figure in ${text}`);
  return figureFit(figure, askedKind(question));
}

/** How well a text's own figures answer a question. */
function clauseFitOf(question: string, folded: string): number {
  return clauseFigureFit({ folded, figures: findFigures(folded) }, askedKind(question), []);
}

it.each([
  ["一共多少项职能", "转移政府职能的第五张清单", "梳理出5项职能"],
  ["有几种补贴", "其中第三种补贴按月发放", "补贴分3种"],
])("what is one of several is no count of them: %s", (question, ordinal, count) => {
  expect(clauseFitOf(question, ordinal)).toBe(0);
  expect(clauseFitOf(question, count)).toBeGreaterThan(0);
});

describe("a figure answers", () => {
  it.each([
    ["取消了几项", "37项", "1163个工作日"],
    ["有多少家企业", "55家", "55%"],
    ["有多少家企业", "55家", "2015年"],
    ["要几个工作日", "3个工作日", "3家"],
    ["要多久", "45天", "45户"],
    ["能领几年", "3年", "2026年"],
    ["要多久", "2小时", "2015年"],
    ["花了多少钱", "1.35亿元", "73个"],
    ["占多少比例", "45%", "45个"],
    ["有多少人", "438名", "438万元"],
  ])("%s: %s rather than %s", (question, right, wrong) => {
    expect(fitOf(question, right)).toBeGreaterThan(0.7);
    expect(fitOf(question, wrong)).toBe(0);
  });

  it.each([
    ["有几个部门", "29家"],
    ["有多少名干部", "150人"],
    ["减了多少件", "37项"],
  ])("%s, less exactly: %s", (question, like) => {
    const fit = fitOf(question, like);
    expect(fit).toBeGreaterThan(0);
    expect(fit).toBeLessThan(1);
  });

  it("only where a figure is wanted", () => {
    expect(["取消了几项", "要多久", "多少钱", "占多少比例"].map(askedKind).every(wantsFigure)).toBe(true);
    expect(["由谁牵头", "为什么", "什么时候", "收费吗"].map(askedKind).some(wantsFigure)).toBe(false);
  });
});

describe("a text has the shape of an answer", () => {
  it.each([
    ["什么时候开始的", "2018年4月起试行", "在簇桥片区试行"],
    ["由谁牵头", "由区行政审批局牵头", "每年二次"],
    ["有哪些名录库", "检查对象名录库、执法人员名录库", "推行抽查"],
    ["为什么改造", "针对停车难问题", "改造院落"],
    ["收费吗", "困难家庭学生免费", "延长到十八时"],
    ["办事大厅搬到哪儿去了", "新址在和平路36号", "街道服务中心照常运行"],
    ["房子租出去给不给补", "出租的不予补贴", "补贴每月发到卡里"],
  ])("%s: %s rather than %s", (question, right, wrong) => {
    const part = { text: question, asked: askedKind(question) };
    expect(shapeFit(right, part)).toBeGreaterThan(shapeFit(wrong, part));
  });
});

describe("what only a definite statement gives", () => {
  it.each([
    ["咨询电话是多少,拨打什么电话", "拨打0532-88888888", "设立咨询台"],
    ["要带什么材料", "应当提交身份证和申请表", "事项进驻大厅"],
    ["周末上班吗", "周六上午照常办理", "推行延时服务"],
    ["网址是什么", "登录www.example.gov.cn", "建设网上平台"],
    ["怎么收费", "每本收费20元", "优化流程"],
  ])("%s: %s, not %s", (question, right, wrong) => {
    expect(meetsNeeds(right, question)).toBe(true);
    expect(meetsNeeds(wrong, question)).toBe(false);
  });

  it("is not asked of other questions", () => {
    expect(meetsNeeds("取消事项37项", "取消了几项")).toBe(true);
  });
});
