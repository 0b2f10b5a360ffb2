import { describe, expect, it } from "vitest";
import { checkProcedure } from "../../../src/indexing/guides/check-procedure.ts";
import { parseProcedure } from "../../../src/indexing/guides/parse-procedure.ts";

const WHOLE: Record<string, string> = {
  设定依据: "《示例办法》第三条",
  受理条件: "成年",
  办理材料: "身份证",
  办理地点: "示例路1号",
  办理时间: "工作日",
  咨询电话: "0570-1",
  办理流程: "申请，领证",
};

/** Codes of what is wrong with a guide that is whole but for these sections. */
function codesOf(sections: Record<string, string>, name = "渡船登记"): string[] {
  const text = Object.entries({ ...WHOLE, ...sections })
    .filter(([, value]) => value !== "")
    .map(([label, value]) => `## ${label}\n\n${value}\n`)
    .join("\n");
  return checkProcedure(parseProcedure({ name, aliases: [], audience: [] }, text)).map(({ code }) => code);
}

describe("a guide's checks", () => {
  it("find nothing in one that is whole", () => {
    expect(codesOf({})).toEqual([]);
  });

  it.each([
    [
      "全程网办 with a visit",
      { 网办深度: "全程网办（Ⅳ级）", 到现场次数: "1次", 必须现场办理原因: "核对" },
      ["guide.online_visits"],
    ],
    ["全程网办 without one", { 网办深度: "全程网办（Ⅳ级）", 到现场次数: "0次" }, []],
    [
      "互联网咨询 with a visit",
      { 网办深度: "互联网咨询（Ⅰ级）", 到现场次数: "1", 必须现场办理原因: "核对" },
      [],
    ],
    ["a visit without a reason", { 到现场次数: "一次" }, ["guide.no_visit_reason"]],
    ["a 即办件 with days", { 办件类型: "即办件", 承诺办结时限: "3个工作日" }, ["guide.instant_with_days"]],
    ["a 即办件 on the spot", { 办件类型: "即办件", 办结时限: "当场办结", 法定办结时限: "20个工作日" }, []],
    [
      "a promise longer than the law",
      { 承诺办结时限: "30个工作日", 法定办结时限: "20个工作日" },
      ["guide.promise_too_long"],
    ],
    ["days of two kinds", { 承诺办结时限: "30个自然日", 法定办结时限: "20个工作日" }, []],
    ["days without a unit", { 承诺办结时限: "5" }, ["guide.limit_without_unit"]],
    ["days of an unsaid kind", { 办结时限: "5日" }, ["guide.limit_without_unit"]],
    ["a unit in the label", { "办结时限（工作日）": "5" }, []],
    ["a material without its condition", { 办理材料: "委托书（必要性：非必要）" }, ["guide.no_condition"]],
    ["a material with its condition", { 办理材料: "委托书（非必要，代办时提供）" }, []],
    ["免提交 without a path", { 免提交材料: "户口簿" }, ["guide.no_exempt_path"]],
    ["免提交 by data sharing", { 免提交材料: "户口簿（数据共享）" }, []],
    ["否 for 免提交", { 办理材料: "身份证（是否免提交：否）" }, []],
    ["a placeholder", { 咨询电话: "暂无" }, ["guide.placeholder"]],
    ["an annex in place of a list", { 办理材料: "详见附件" }, ["guide.placeholder"]],
    ["a missing element", { 办理地点: "", 咨询电话: "" }, ["guide.missing_element", "guide.missing_element"]],
    [
      "a review before the check",
      { 核对日期: "2026-05-01", 复核日期: "2026-04-01" },
      ["guide.review_before_check"],
    ],
  ] as [string, Record<string, string>, string[]][])("%s", (_, sections, codes) => {
    expect(codesOf(sections)).toEqual(codes);
  });

  it("refuse a guide without a name, and warn of all else", () => {
    const faults = checkProcedure(
      parseProcedure({ name: " ", aliases: [], audience: [] }, "## 费用\n\n无\n"),
    );
    expect(faults.filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual([
      "guide.no_name",
    ]);
    expect(faults.length).toBeGreaterThan(5);
  });

  it("take the days of a front matter", () => {
    const guide = parseProcedure({ name: "渡船登记", aliases: [], audience: [] }, "## 受理条件\n\n成年\n");
    const codes = checkProcedure(guide, { checkedAt: "2026-05-01", reviewBy: "2026-01-01" }).map(
      ({ code }) => code,
    );
    expect(codes).toContain("guide.review_before_check");
  });
});
