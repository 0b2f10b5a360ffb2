import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk();
});

const WUHOU = "wuhou-2018";
const LAOSHAN = "laoshan-2019";
const NANJING = "gulou-nanjing-2020";
const FUZHOU = "gulou-fuzhou-2020";
const SIMING = "siming-2016";
const MEALS = "meals-notice";

const facts = (rows: [question: string, document: string, ...keys: string[]][]) =>
  it.each(rows)("%s", async (question, document, ...keys) => {
    await desk.expectAnswer(question, { keys, documents: [document] });
  });

describe("how many", () => {
  facts([
    ["2018年武侯区取消了几项区级审批事项?", WUHOU, "37"],
    ["武侯区的执法人员精简到多少人?", WUHOU, "215"],
    ["武侯区红名单发布了几批?", WUHOU, "4批"],
    ["武侯区有多少名执法人员入库?", WUHOU, "438"],
    ["武侯区社区便民站有几个?", WUHOU, "17"],
    ["2018年崂山区区领导直接牵头的项目有几个?", LAOSHAN, "16"],
    ["崂山区企业服务专员每个月上门几次?", LAOSHAN, "1次"],
    ["崂山区标准地面积多少亩?", LAOSHAN, "620"],
    ["南京鼓楼区驿站配了多少台自助终端?", NANJING, "134"],
    ["福州鼓楼区装了几部电梯?", FUZHOU, "88"],
    ["福州鼓楼区税收超亿元楼宇有几座?", FUZHOU, "37座"],
    ["思明区有多少家社会组织?", SIMING, "465"],
    ["思明区下沉了多少干部?", SIMING, "318"],
    ["助餐点面积不少于多少平方米?", MEALS, "30"],
  ]);
});

describe("how long", () => {
  facts([
    ["武侯区企业开办时间压缩到几个工作日?", WUHOU, "3个工作日"],
    ["武侯区不动产一般登记要多少天?", WUHOU, "5个工作日"],
    ["崂山区标准地从拿地到开工要多久?", LAOSHAN, "45天"],
    ["崂山区旅游投诉先行赔付多久到账?", LAOSHAN, "24小时"],
    ["福州鼓楼区加装电梯签协议后多少天能开工?", FUZHOU, "15天"],
    ["社区食堂的食品留样要多少小时?", MEALS, "48小时"],
    ["助餐通知有效期几年?", MEALS, "5年"],
  ]);
});

describe("how much money, and whether any", () => {
  facts([
    ["武侯改造老旧院落花了多少钱?", WUHOU, "1.35亿元"],
    ["武侯区80岁以上老人高龄津贴每月多少?", WUHOU, "120元"],
    ["崂山先行赔付资金有多少?", LAOSHAN, "200万元"],
    ["我住南京鼓楼,老楼装电梯政府补多少?", NANJING, "20万元"],
    ["南京鼓楼区给本科毕业生每月发多少租房补贴?", NANJING, "600元"],
    ["福州鼓楼区小学课后服务每学期收多少钱?", FUZHOU, "300元"],
    ["福州鼓楼区小学课后服务收费吗?", FUZHOU, "300元", "免费"],
    ["思明区社区工作者月平均收入多少?", SIMING, "4650元"],
    ["社区食堂一次性建设补助最高多少?", MEALS, "20万元"],
  ]);
});

describe("what share", () => {
  facts([
    ["武侯区事项进驻率是多少?", WUHOU, "97.5%"],
    ["崂山区公立医院薪酬改革绩效占多少比例?", LAOSHAN, "45%"],
    ["南京鼓楼区群众满意度多少?", NANJING, "99.2%"],
    ["思明区社区居民议题办结率多少?", SIMING, "91.7%"],
  ]);
});

describe("when, who and where", () => {
  facts([
    ["武侯区什么时候实现一窗受理全覆盖?", WUHOU, "2019年6月"],
    ["思明区什么时候出台社区物业管理办法?", SIMING, "2017年3月"],
    ["老年人助餐服务什么时候开始施行?", MEALS, "2024年3月1日"],
    ["武侯区域评估是谁牵头的?", WUHOU, "行政审批局"],
    ["思明社区治理领导小组由谁牵头?", SIMING, "民政局"],
    ["南京鼓楼区综合窗口由谁统一派单?", NANJING, "区政务服务管理办公室"],
    ["对助餐服务有意见找谁反映?", MEALS, "街道办事处"],
    ["崂山区闲置房屋盘活在哪几个社区试点?", LAOSHAN, "晓望", "青山", "黄山"],
    ["福州鼓楼区明年在哪些街道试点错时共享停车?", FUZHOU, "屏山", "温泉"],
  ]);
});

describe("which and what", () => {
  facts([
    ["武侯区整合了哪几支队伍?", WUHOU, "城管", "市容", "河道"],
    ["武侯区双随机抽查建立了哪些名录库?", WUHOU, "检查对象名录库", "执法人员名录库"],
    ["福州鼓楼区哪个社区的做法被写进全市手册?", FUZHOU, "军门社区"],
    ["崂山渔民积分能换什么?", LAOSHAN, "柴油", "生活用品"],
    ["哪些老年人优先保障?", MEALS, "独居老年人", "重度残疾老年人"],
  ]);
});

describe("whether, why and how", () => {
  facts([
    ["在武侯办社保查询要不要去区政务中心?", WUHOU, "不用"],
    ["老人在社区食堂吃饭要证明吗?", MEALS, "不得要求"],
    ["补贴资金可以发现金吗?", MEALS, "不得以现金"],
    ["武侯区为什么改造老旧院落?", WUHOU, "停车难"],
    ["福州鼓楼区为什么要试点错时共享停车?", FUZHOU, "停车位不足"],
    ["崂山区改革项目进度落后会怎么样?", LAOSHAN, "书面说明"],
    ["武侯区对黑名单企业有什么限制?", WUHOU, "招标投标", "银行贷款"],
    ["骗取补贴会受到什么处罚?", MEALS, "追回", "3年"],
  ]);
});

describe("two things at once", () => {
  facts([
    ["武侯清理了多少项证明材料,其中街道出具的减少多少项?", WUHOU, "182", "61"],
    ["武侯区抽查了多少户次企业,查处多少件?", WUHOU, "2150", "89"],
    ["崂山区企业服务专员有多少名?每人联系几家企业?", LAOSHAN, "150", "10家"],
    ["崂山区标准地首批安排了几宗,多少亩?", LAOSHAN, "9宗", "620"],
    ["南京鼓楼区新增小学班级几个,学位多少个?", NANJING, "18", "720"],
    ["武侯区老年食堂和养老院各有多少家?", WUHOU, "33", "18"],
    ["武侯区的教育集团和社区养老院分别有多少个?", WUHOU, "6个", "18家"],
  ]);
});

describe("more than fits", () => {
  it("is cut to whole statements, the first always told", async () => {
    const question =
      "武侯区域评估由谁牵头,执法人员精简到多少人,改造老旧院落花了多少钱,老年证在几个社区便民站能办?";
    const { text, citations } = await desk.ask(question);
    expect(text).toContain("行政审批局");
    expect(citations.length).toBeLessThan(4);
    expect(text).toMatch(/\[\d\]。$/);
  });
});

describe("traditional script and words typed by sound", () => {
  facts([
    ["思明區社區需要蓋章的證明減到多少種?", SIMING, "19种"],
    ["廈門思明區的鄰里議事廳建了幾個?", SIMING, "98"],
    ["武侯區取消了幾項區級審批事項?", WUHOU, "37"],
    ["南京鼓樓區加裝電梯補貼多少錢?", NANJING, "20万元"],
    ["武后区取消了多少审批事项?", WUHOU, "37"],
    ["劳山区标准地面积多少亩?", LAOSHAN, "620"],
    ["思名区有多少家社会组织?", SIMING, "465"],
    ["武侯区清理了多少项证名材料?", WUHOU, "182"],
  ]);
});

describe("the document of the place above answers where the place's own is silent", () => {
  facts([
    ["武侯区社区食堂面积要多大?", MEALS, "120"],
    ["崂山区助餐点送餐上门能配送凉菜吗?", MEALS, "不得配送凉菜"],
  ]);
});

describe("a place is named where the question names none", () => {
  it.each([
    ["企业开办要几个工作日?", WUHOU, "四川省成都市武侯区", "3个工作日"],
    ["鄰里議事廳一共收到多少議題?", SIMING, "福建省厦门市思明区", "2740"],
  ])("%s", async (question, document, place, key) => {
    const { text } = await desk.expectAnswer(question, { keys: [place, key], documents: [document] });
    expect(text.startsWith(place)).toBe(true);
  });

  it("and only there", async () => {
    const { text } = await desk.expectAnswer("武侯区企业开办要几个工作日?", {
      keys: ["3"],
      documents: [WUHOU],
    });
    expect(text).not.toContain("四川省");
  });
});

describe("an answer", () => {
  it("carries what is known of its source", async () => {
    const { citations, outcome, generatedBy, versions } = await desk.ask("武侯区的执法人员精简到多少人?");
    expect({ outcome, generatedBy, versions }).toEqual({
      outcome: "answered_extract",
      generatedBy: "extract",
      versions: { index: "test" },
    });
    expect(citations[0]).toMatchObject({
      number: 1,
      documentId: WUHOU,
      title: "2018年武侯区“放管服”改革取得阶段性进展",
      publisher: "武侯区改革办",
      region: "四川省成都市武侯区",
      publishedAt: "2019-01-18",
      headings: expect.arrayContaining([expect.stringContaining("监管更严")]),
    });
  });

  it("quotes the stored words, damage and all, and shows them clean", async () => {
    const { citations, text } = await desk.ask("思明社区治理领导小组由谁牵头?");
    expect(citations[0]?.quote).toContain("區(qū)民政局牽頭");
    expect(citations[0]?.shown).not.toMatch(/\(|qū/);
    expect(text).not.toMatch(/\(qū\)|[區牽頭]/);
  });

  it("gives the same for the same question", async () => {
    const [first, second] = [
      await desk.ask("崂山先行赔付资金有多少?"),
      await desk.ask("崂山先行赔付资金有多少?"),
    ];
    expect(second.text).toBe(first.text);
    expect(second.citations).toEqual(first.citations);
    expect(second.messageId).not.toBe(first.messageId);
  });
});
