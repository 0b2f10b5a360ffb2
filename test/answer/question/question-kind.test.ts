import { describe, expect, it } from "vitest";
import { askedKind, type QuestionKind } from "../../../src/answer/question/question-kind.ts";
import { fold } from "../../../src/language/fold.ts";

const kindOf = (question: string): QuestionKind => askedKind(fold(question)).kind;

describe("what a question asks for", () => {
  it.each<[QuestionKind, string]>([
    ["count", "武侯区取消了几项审批事项?"],
    ["count", "崂山区一共有多少个改革项目"],
    ["count", "进驻部门增加到多少个"],
    ["duration", "企业开办要多久?"],
    ["duration", "一般审批几个工作日能批下来?"],
    ["duration", "办结时限是多长"],
    ["duration", "营业执照几天能拿到"],
    ["money", "加装电梯补贴多少钱?"],
    ["money", "改造老旧院落花多少"],
    ["money", "专项资金有多少万元"],
    ["money", "加装电梯政府补多少"],
    ["money", "室温不够能退多少"],
    ["money", "一顿补几块"],
    ["money", "幼儿园学费多少"],
    ["money", "租房押金要多少"],
    ["count", "收费站有多少"],
    ["where", "大厅搬哪去了"],
    ["where", "证丢了去哪办"],
    ["when", "到哪天截止"],
    ["yes_no", "车位租给别人行不行"],
    ["yes_no", "外地人可以报名不"],
    ["charge", "课后服务收费吗?"],
    ["charge", "登记要不要钱"],
    ["percent", "办结率是多少?"],
    ["percent", "绩效奖励占多少比例?"],
    ["percent", "成本下降了百分之几?"],
    ["when", "区域评估什么时候开始试行的?"],
    ["when", "全部项目哪一年完成?"],
    ["when", "自几月几号起施行"],
    ["who", "区域评估由谁牵头?"],
    ["who", "归哪个部门管?"],
    ["where", "闲置房屋在哪里试点?"],
    ["where", "哪个社区的做法进了手册"],
    ["list", "优先保障哪些老年人?"],
    ["list", "红名单的名单有什么"],
    ["name", "执法大队叫什么名字"],
    ["define", "什么是社区助餐服务?"],
    ["define", "双随机是什么意思"],
    ["yes_no", "还要跑街道开证明吗?"],
    ["yes_no", "校长能不能自己聘老师"],
    ["why", "为什么要改造老旧院落?"],
    ["how", "综合窗口怎么运行?"],
    ["open", "社区养老"],
  ])("%s: %s", (kind, question) => {
    expect(kindOf(question)).toBe(kind);
  });

  it.each([
    ["取消了幾項審批事項", "取消了几项审批事项"],
    ["區域評估由誰牽頭", "区域评估由谁牵头"],
    ["為什麼要改造院落", "为什么要改造院落"],
    ["哪些學校", "哪些学校"],
  ])("%s is asked like %s", (traditional, simplified) => {
    expect(askedKind(fold(traditional))).toEqual(askedKind(fold(simplified)));
  });
});

describe("the measure word and the noun asked for", () => {
  it.each([
    ["中介平台有多少家中介机构", "家", "中介机构"],
    ["审批要几个工作日", "个工作日", expect.any(String)],
    ["取消了几项", "项", ""],
    ["由哪个领导小组负责", "", "领导小组"],
  ])("%s: %s %s", (question, unit, noun) => {
    expect(askedKind(fold(question))).toMatchObject({ unit, noun });
  });

  it("is what stands before 多少 where no noun follows", () => {
    expect(askedKind("去年的升学率提高了多少").measured.join("")).toContain("升学率");
    expect(askedKind("有多少家企业").measured).toEqual([]);
  });
});
