import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk();
});

describe("declined", () => {
  describe.each<[string, string[]]>([
    [
      "another place",
      [
        "余杭区取消了几项区级审批事项?",
        "成都市青羊区取消了几项区级审批事项?",
        "北京市一般审批要多久?",
        "上海浦东新区改造了多少个老旧院落?",
        "青岛市市南区选派了多少名企业服务专员?",
      ],
    ],
    [
      "a district of the same name in another city",
      [
        "徐州鼓楼区全流程网办事项有多少项?",
        "开封市鼓楼区加装电梯补贴多少钱?",
        "徐州市鼓楼区综合窗口有几个?",
        "我是开封鼓楼区的,你们这边一般审批几天?",
        "江苏徐州鼓楼发了多少青年人才租房补贴?",
      ],
    ],
    [
      "the city, where only a district reports",
      ["成都市取消了多少审批事项?", "福州市加装了多少部电梯?", "厦门市有多少家社会组织?"],
    ],
    [
      "another year",
      [
        "武侯区2017年完成了多少改革任务?",
        "2021年南京鼓楼区加装了多少部电梯?",
        "思明区2015年社区承担的行政事务减到多少项?",
        "崂山区2020年改革项目有多少个?",
        "二〇一四年武侯区取消了几项审批事项?",
      ],
    ],
    [
      "what is never measured",
      [
        "武侯区GDP多少?",
        "武侯区的升学率是多少?",
        "武侯区社区养老院有多少张床位?",
        "武侯区改造老旧院落的面积多少?",
        "思明区社区工作者的奖金提高到多少?",
        "福州鼓楼区屏山街道有多少座公园?",
        "武侯区18家社区养老院有多少名护工?",
        "崂山区民宿企业投诉率多少?",
        "思明区幼儿园学位新增多少?",
        "南京鼓楼区人均收入多少?",
        "福州鼓楼区有多少张养老床位?",
      ],
    ],
    [
      "what only sounds like what is counted",
      [
        "福州鼓楼区公布了多少项行政收费事项?",
        "崂山区首批安排了几宗标准厂房?",
        "南京鼓楼区签约的律师有多少名?",
        "武侯区有多少个消费纠纷仲裁庭?",
        "福州鼓楼区发放的助学金总共多少万元?",
        "崂山区有几个招商项目?",
        "南京鼓楼区便民服务驿站的占地面积有多大?",
        "崂山区有多少家民宿企业在香港上市?",
        "福州鼓楼区的“近邻食堂”有多少个?",
      ],
    ],
    [
      "who else is said to do it",
      ["崂山区由区政协主席牵头的是哪个项目?", "南京鼓楼区由街道办主任考核的是什么?"],
    ],
    ["why, where no reason is given", ["武侯区27家黑名单企业是犯了什么事?"]],
    ["conditions that are never stated", ["福州鼓楼区的小微企业贷款要满足什么条件才能申请?"]],
    [
      "a township named after another place",
      ["江苏思明镇有多少家社会组织?", "泉州的思明街道减少了多少项行政事务?"],
    ],
    ["what became of the asker's own matter", ["我爱人在武侯区交的申请受理了没有?"]],
    [
      "phone, address and materials that are never stated",
      [
        "武侯区政务服务中心的电话是多少?",
        "崂山区旅游投诉打哪个电话?",
        "武侯区便民站的网址是什么?",
        "思明区民政局的具体地址在哪个窗口?",
        "福州鼓楼区加装电梯要交哪些材料?",
      ],
    ],
    [
      "where something is done that only sounds like what is told",
      [
        "健康证在哪办?",
        "电梯证去哪里办?",
        "养老证什么地方办?",
        "民宿证在哪办?",
        "渔民证怎么办?",
        "企业证哪里能办?",
      ],
    ],
    ["what shares no more than a character with a text", ["个税怎么退?", "网怎么办?"]],
    [
      "who holds an office now",
      [
        "武侯区现在的区长是谁?",
        "思明区现任民政局局长是谁?",
        "目前崂山区委书记是哪位?",
        "武侯区的区长换人了吗?",
      ],
    ],
    [
      "whether it is still in force, without a record",
      ["武侯区的区域评估现在还有效吗?", "崂山渔民积分制度废止了吗?"],
    ],
    [
      "what no document speaks of",
      ["月球基地怎么申请入住?", "斑马养殖场的补贴有多少?", "无人机竞速赛什么时候报名?"],
    ],
  ])("%s", (_, questions) => {
    it.each(questions)("%s", async (question) => {
      await desk.expectDeclined(question);
    });
  });
});

describe("names that are only counted", () => {
  it.each([
    "思明区57家养老服务类社会组织的名单列出来",
    "武侯区18家社区养老院分别叫什么名字?",
    "思明区首批录用的36名社区工作者都是谁?",
    "武侯区27家黑名单企业都叫什么名字?",
    "南京鼓楼区96个驿站分别叫什么名字?",
    "福州鼓楼区31家首店分别叫什么名字?",
    "南京鼓楼区那96个驿站都是什么驿站?",
    "福州鼓楼区37座楼宇都是什么楼宇?",
  ])("are not made up: %s", async (question) => {
    const { text } = await desk.expectDeclined(question);
    expect(text).toContain("只写了数量");
  });
});

describe("a refusal", () => {
  it("names the year it has nothing of", async () => {
    const { text } = await desk.expectDeclined("武侯区2017年完成了多少改革任务?");
    expect(text).toContain("2017年");
  });

  it("says where to ask", async () => {
    const { text } = await desk.expectDeclined("武侯区GDP多少?");
    expect(text).toContain("12345");
  });

  it("names the nearest titles", async () => {
    const { related } = await desk.expectDeclined("武侯区2017年完成了多少改革任务?");
    expect(related?.map(({ documentId }) => documentId)).toContain("wuhou-2018");
  });

  it("has neither notices nor marks", async () => {
    const { notices, text } = await desk.expectDeclined("武侯区的升学率是多少?");
    expect(notices).toEqual([]);
    expect(text).not.toMatch(/\[\d/);
  });
});

describe("a name of several places", () => {
  it("is asked back, with the places that documents speak of", async () => {
    const { outcome, options } = await desk.expectDeclined("鼓楼区一般审批事项要几个工作日?");
    expect(outcome).toBe("clarify");
    expect(options?.map(({ label }) => label).sort()).toEqual(["江苏省南京市鼓楼区", "福建省福州市鼓楼区"]);
    for (const option of options ?? []) {
      const { citations } = await desk.ask(option.question);
      expect(citations.map(({ region }) => region)).toEqual([option.label]);
    }
  });

  it("is no question where only one has an answer", async () => {
    await desk.expectAnswer("鼓楼区税收超亿元楼宇有几座?", {
      keys: ["37"],
      documents: ["gulou-fuzhou-2020"],
    });
  });
});
