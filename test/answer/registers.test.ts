import { describe, expect, it } from "vitest";
import type { AskRequest } from "../../src/domain.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import { lengthOf } from "../support/answer-rules.ts";
import { documentRecord } from "../support/document-records.ts";
import { askWithModel } from "../support/model-desk.ts";
import { createRegisterCorpus, type ListSheet, registerRecord } from "../support/register-documents.ts";
import { createScriptedChatModel } from "../support/scripted-chat-model.ts";
import { buildRecords, createAsk, fixtureFiles } from "../support/test-corpus.ts";

const PROOF_COLUMNS: ListSheet["columns"] = [
  ["序号", "ordinal"],
  ["证明名称", "name"],
  ["又称", "aliases"],
  ["处理方式", "status"],
  ["替代方式", "replacedBy"],
  ["责任部门", "department"],
  ["办理事项", "other"],
  ["依据", "basis"],
  ["取消日期", "from"],
];

const proofs2025: ListSheet = {
  id: "proofs-2025",
  name: "证明事项清单",
  label: "2025年版",
  date: "2025-06-30",
  isComplete: true,
  notes: ["临溪县证明事项清单（2025年版）", "本清单列出全部证明事项，共计10项，其中取消4项。"],
  columns: PROOF_COLUMNS,
  rows: [
    [
      "1",
      "户口注销证明",
      "销户证明",
      "取消",
      "",
      "县公安局",
      "遗产继承",
      "《户口登记条例》第八条",
      "2025-03-01",
    ],
    ["2", "无犯罪记录证明", "", "保留", "", "县公安局", "教师资格认定", "", ""],
    ["3", "收入证明", "", "以数据共享代替", "税务系统查询", "县民政局", "最低生活保障申请", "", ""],
    ["4", "收入证明", "", "保留", "", "县住房和城乡建设局", "公租房申请", "", ""],
    ["5", "未婚证明", "单身证明", "取消", "", "县民政局", "", "", ""],
    ["6", "居住证明", "", "以个人承诺代替", "承诺书", "县教育局", "入学报名", "", ""],
    ["7", "家庭成员关系证明", "亲属关系证明", "以部门核查代替", "", "县人力资源和社会保障局", "", "", ""],
    ["8", "在职证明", "", "取消", "", "县人力资源和社会保障局", "", "", "2027-01-01"],
    ["9", "学籍证明", "", "停办", "", "县教育局", "", "", ""],
    ["10", "户口证明", "", "取消，以数据共享代替", "电子户口簿", "县公安局", "", "", ""],
  ],
};

const proofs2024: ListSheet = {
  ...proofs2025,
  id: "proofs-2024",
  label: "2024年版",
  date: "2024-06-30",
  isComplete: false,
  notes: ["临溪县证明事项清单（2024年版）"],
  rows: [
    ["1", "户口注销证明", "销户证明", "保留", "", "县公安局", "遗产继承", "", ""],
    ["2", "无犯罪记录证明", "", "保留", "", "县公安局", "教师资格认定", "", ""],
    ["3", "未婚证明", "单身证明", "取消", "", "县民政局", "", "", ""],
    ["4", "学历证明", "", "保留", "", "县教育局", "", "", ""],
  ],
};

const powers: ListSheet = {
  id: "powers",
  name: "行政权力清单",
  label: "2025年版",
  date: "2025-05-01",
  columns: [
    ["职权名称", "name"],
    ["职权类别", "other"],
    ["实施部门", "department"],
    ["行使层级", "level"],
    ["调整意见", "status"],
    ["承接单位", "replacedBy"],
  ],
  rows: [
    ["建设工程规划许可证核发", "行政许可", "县自然资源和规划局", "县级", "保留", ""],
    ["砍伐城市树木审批", "行政许可", "县综合行政执法局", "县级", "下放", "城关镇人民政府"],
    ["导游等级评定", "其他权力", "县文化和旅游局", "县级", "转移", "县旅游协会"],
    ["小餐饮备案", "行政确认", "县市场监督管理局", "县级", "取消", ""],
  ],
};

const places: ListSheet = {
  id: "places",
  name: "便民代办点名单",
  date: "2025-04-01",
  isComplete: true,
  columns: [
    ["代办点名称", "name"],
    ["所属镇街", "region"],
    ["地址", "other"],
    ["联系电话", "other"],
    ["代办员", "other"],
    ["服务时间", "other"],
  ],
  rows: [
    ["古楼街道便民服务中心", "古楼街道", "古楼路1号", "0999-8800001", "王敏", "工作日9:00-17:00"],
    ["东门社区代办点", "古楼街道", "东门巷3号", "0999-8800002", "李强", "周一至周六"],
  ],
};

const corpus = await createRegisterCorpus([proofs2025, proofs2024, powers, places].map(registerRecord));

/** Asks, and expects what holds for every answer: verbatim quotes, marks that fit, a text within its length. */
function deskOver(over: Corpus) {
  const ask = createAsk(over);
  return async (question: string, request: Partial<AskRequest> = {}) => {
    const answer = await ask(question, request);
    const { audience = "public" } = request;
    for (const { documentId, start, end, quote } of answer.citations) {
      const document = await over.document(documentId, audience);
      expect(document?.text.slice(start, end)).toBe(quote);
    }
    const marks = [...answer.text.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]));
    expect([...new Set(marks)].sort((a, b) => a - b)).toEqual(answer.citations.map(({ number }) => number));
    expect(answer.outcome.startsWith("answered")).toBe(answer.citations.length > 0);
    expect(lengthOf(answer.text), answer.text).toBeLessThanOrEqual(
      answer.outcome === "answered_procedure" ? 1200 : 400,
    );
    return answer;
  };
}
const ask = deskOver(corpus);

describe("an entry of a list", () => {
  it.each([
    ["户口注销证明现在还要开吗", "户口注销证明", /^不用了：「户口注销证明」已取消/],
    ["无犯罪记录证明取消了没", "无犯罪记录证明", /^还要：「无犯罪记录证明」保留/],
    ["办低保还要不要收入证明", "收入证明", /^不用自己开了：「收入证明」以数据共享代替.*税务系统查询/],
    ["申请公租房要开收入证明吗", "收入证明", /^还要：「收入证明」保留/],
    ["单身证明还要开吗", "未婚证明", /^不用了：「未婚证明」已取消/],
    ["居住证明还用不用交", "居住证明", /^不用开了：「居住证明」以个人承诺代替/],
    ["户口证明还要开吗", "户口证明", /^不用了：「户口证明」已取消，以数据共享代替/],
    ["在职证明还要吗", "在职证明", /^还没到时间：「在职证明」自2027-01-01起“取消”/],
    ["学籍证明还要开吗", "学籍证明", /「学籍证明」的状态是“停办”/],
    ["户口注销的证明还要不", "户口注销证明", /^不用了/],
    ["建设工程规划许可证归谁管", "建设工程规划许可证核发", /^归县自然资源和规划局管/],
    ["砍伐城市树木审批下放了吗", "砍伐城市树木审批", /已下放.*城关镇人民政府/],
    ["小餐饮备案下放了没", "小餐饮备案", /^清单没有写明下放/],
    ["导游等级评定转给谁了", "导游等级评定", /^承接单位是县旅游协会/],
    ["导游等级评定是不是在权力清单里", "导游等级评定", /^在清单里/],
    ["户口注销证明的依据是什么", "户口注销证明", /《户口登记条例》第八条/],
    ["户口注销证明什么时候取消的", "户口注销证明", /2025-03-01/],
    ["居住证明拿什么代替", "居住证明", /^替代方式是承诺书/],
    ["东门社区代办点电话多少", "东门社区代办点", /0999-8800002/],
    ["东门社区的代办点谁负责", "东门社区代办点", /代办员是李强/],
    ["无犯罪记录证明现在咋弄", "无犯罪记录证明", /^还要/],
    ["导游等级评定属于什么类别", "导游等级评定", /职权类别是其他权力/],
    ["小餐饮备案这事儿啥情况", "小餐饮备案", /「小餐饮备案」已取消/],
    ["户口注销证明办什么事用的", "户口注销证明", /办理事项是遗产继承/],
    ["古楼街道便民服务中心几点上班", "古楼街道便民服务中心", /工作日9:00-17:00/],
  ])("%s", async (question, name, text) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe("answered_extract");
    expect(answer.text).toMatch(text);
    expect(answer.register?.rows.map((row) => row.name)).toEqual([name]);
    expect(answer.citations[0]?.quote).toContain(name);
    expect(lengthOf(answer.text)).toBeLessThanOrEqual(160);
  });

  it("names its edition", async () => {
    const { text } = await ask("户口注销证明还要开吗");
    expect(text).toContain("《证明事项清单》2025年版，2025-06-30");
  });

  it("tells rows of one name apart where they differ", async () => {
    const { text, citations } = await ask("收入证明还要吗");
    expect(text).toMatch(/县民政局：.*数据共享[\s\S]*县住房和城乡建设局：.*保留/);
    expect(citations).toHaveLength(2);
  });

  it.each(["取消了吗", "保留了吗", "还要开吗"])(
    "takes no end that is asked for as a condition: %s",
    async (asked) => {
      const rows = [
        ["1", "户籍证明", "", "取消", "", "县公安局", "", "", ""],
        ["2", "户籍证明", "", "保留", "", "县民政局", "", "", ""],
        ["3", "学历证明", "", "取消", "", "县教育局", "", "", ""],
      ];
      const desk = deskOver(await createRegisterCorpus([registerRecord({ ...proofs2025, rows })]));
      const both = /县公安局：.*已取消[\s\S]*县民政局：.*保留/;
      expect((await desk(`户籍证明${asked}`)).text).toMatch(both);
      const together = await desk(`学历证明、户籍证明${asked}`);
      expect(together.text).toMatch(/「学历证明」已取消/);
      expect(together.text).toMatch(both);
    },
  );

  it.each([
    ["未婚证明、学籍证明取消了吗", ["未婚证明", "学籍证明"]],
    ["未婚证明和无犯罪记录证明、居住证明还要开吗", ["未婚证明", "无犯罪记录证明", "居住证明"]],
    ["收入证明、未婚证明取消了吗", ["收入证明", "收入证明", "未婚证明"]],
  ])("is answered beside others: %s", async (question, names) => {
    const answer = await ask(question);
    expect(answer.register?.rows.map(({ name }) => name)).toEqual(names);
    expect(answer.notices.map(({ code }) => code)).not.toContain("partial");
  });

  it.each([
    ["健在证明、未婚证明取消了吗", ["「健在证明」"]],
    ["未婚证明和健在证明还要开吗", ["「健在证明」"]],
    ["请问健在证明、未婚证明和家庭收入证明取消了没", ["「健在证明」", "「家庭收入证明」"]],
  ])("is told from those that no row has: %s", async (question, missing) => {
    const answer = await ask(question);
    expect(answer.register?.rows.map(({ name }) => name)).toEqual(["未婚证明"]);
    const [notice, ...others] = answer.notices.filter(({ code }) => code === "partial");
    expect(notice?.text).toBe(`在《证明事项清单》中没有找到${missing.join("、")}，以上只是其余部分。`);
    expect(others).toEqual([]);
  });

  it.each(["未婚证明和什么证明取消了吗", "未婚证明归谁管，需要其他证明吗", "开未婚证明，要证明吗"])(
    "stands beside no name: %s",
    async (question) => {
      expect((await ask(question)).notices.map(({ code }) => code)).not.toContain("partial");
    },
  );

  it("says of which of several rows the list has nothing to tell", async () => {
    const rows = [
      ["1", "户籍证明", "", "取消", "", "县公安局", "", "", ""],
      ["2", "学历证明", "", "取消", "", "", "", "", ""],
    ];
    const desk = deskOver(await createRegisterCorpus([registerRecord({ ...proofs2025, rows })]));
    const answer = await desk("户籍证明、学历证明归谁管");
    expect(answer.text).toContain("县公安局");
    expect(answer.notices.find(({ code }) => code === "partial")?.text).toContain("没有答到「学历证明」");
  });

  it("does not guess a cell that is empty", async () => {
    const answer = await ask("无犯罪记录证明的依据是什么");
    expect(answer.outcome).toBe("no_source");
    expect(answer.text).toContain("清单没有写明「无犯罪记录证明」的依据");
  });

  it.each([
    ["去年版的清单里户口注销证明是什么状态", "proofs-2024", /保留/],
    ["2024年版里户口注销证明要不要开", "proofs-2024", /保留/],
    ["2025年版里户口注销证明要不要开", "proofs-2025", /已取消/],
  ])("is read in the asked edition: %s", async (question, documentId, text) => {
    const answer = await ask(question);
    expect(answer.register?.documentId).toBe(documentId);
    expect(answer.text).toMatch(text);
  });

  it("is read in the edition of the day, not in a later one", async () => {
    const answer = await ask("户口注销证明还要开吗", { at: "2024-12-01" });
    expect(answer.register?.documentId).toBe("proofs-2024");
    expect(answer.text).toMatch(/^还要/);
  });

  it("is not answered for a year that no edition covers", async () => {
    const answer = await ask("2019年户口注销证明还要开吗");
    expect(answer.register).toBeUndefined();
    expect(answer.outcome).not.toBe("answered_extract");
  });

  it.each([
    ["那归谁管", /归县公安局管/],
    ["依据呢", /《户口登记条例》第八条/],
    ["是哪个部门管", /归县公安局管/],
    ["那未婚证明呢", /「未婚证明」已取消/],
  ])("is carried into a follow-up: %s", async (question, text) => {
    const history: AskRequest["history"] = [
      { role: "user", text: "户口注销证明还要开吗" },
      { role: "assistant", text: "不用了：「户口注销证明」已取消。" },
    ];
    expect((await ask(question, { history })).text).toMatch(text);
  });
});

describe("a name that no row has", () => {
  it.each([
    ["婚姻状况证明还要开吗", "婚姻状况证明"],
    ["无违法证明还要开吗", "无违法证明"],
    ["家庭收入证明还要吗", "家庭收入证明"],
    ["无户口证明还要开吗", "无户口证明"],
    ["残疾等级证明取消了没", "残疾等级证明"],
    ["窗口让我开残疾等级证明材料，有必要吗", "残疾等级证明材料"],
    ["办事还用不用交村（居）车辆所有证明材料", "村(居)车辆所有证明材料"],
    ["收养登记证明还要开吗", "收养登记证明"],
    ["村（居）未婚证明还要开吗", "村居未婚证明"],
    ["派出所开的健在证明还用吗", "健在证明"],
  ])("is a no where the edition is complete: %s", async (question, name) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe("answered_extract");
    expect(answer.text).toContain(`截至2025年版（2025-06-30），《证明事项清单》中没有「${name}」`);
    expect(answer.register?.rows).toEqual([]);
    expect(answer.citations.some(({ quote }) => quote.includes("全部证明事项"))).toBe(true);
  });

  it("says where an earlier edition had it", async () => {
    const { text } = await ask("学历证明还要开吗");
    expect(text).toMatch(/中没有「学历证明」.*2024年版曾列有这一项/);
  });

  it("is no answer where the edition does not say that it is complete", async () => {
    const answer = await ask("律师执业许可是不是在权力清单里");
    expect(answer.outcome).toBe("no_source");
    expect(answer.text).toContain("未列入已收录的《行政权力清单》（2025年版，2025-05-01，未注明完整）");
    expect(answer.text).toContain("12345");
  });

  it.each([
    ["户口住销证明还要吗", ["户口注销证明"]],
    ["末婚证明还要开吗", ["未婚证明"]],
    ["关系证明还要开吗", ["家庭成员关系证明"]],
  ])("is offered what it may mean: %s", async (question, labels) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe("clarify");
    expect(answer.options?.map(({ label }) => label)).toEqual(labels);
    const followed = await ask(answer.options?.[0]?.question ?? "");
    expect(followed.register?.rows[0]?.name).toBe(labels[0]);
  });

  it.each(["没犯过罪的证明还要吗", "上没有的证明还要开吗"])("is no description: %s", async (question) => {
    expect((await ask(question)).text).not.toContain("清单》中没有");
  });

  it.each([
    ["砍伐城市树木许可归谁管", "未列入已收录的《行政权力清单》"],
    ["砍伐城市树木的许可在不在权力清单里", "未列入已收录的《行政权力清单》"],
  ])("is not the matter of another type: %s", async (question, text) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe("no_source");
    expect(answer.text).toContain(text);
    expect(answer.options?.map(({ label }) => label)).toContain("砍伐城市树木审批");
  });

  it("of a place is a no too, after everything else was tried", async () => {
    const answer = await ask("三里桥社区代办点电话多少");
    expect(answer.text).toContain("《便民代办点名单》中没有「三里桥社区代办点」");
  });
});

describe("a list as a whole", () => {
  it.each([
    ["取消了多少项证明", "取消的有4项"],
    ["清单里一共有多少项证明", "共有10项"],
    ["公安局保留了几项证明", "县公安局、保留的有1项"],
    ["人社局取消了几项证明", "县人力资源和社会保障局、取消的有1项"],
    ["行政许可有几项", "行政许可的有2项"],
    ["取消的权力有几项", "取消的有1项"],
    ["合并的权力有几项", "合并的有0项"],
    ["古楼街道有几个代办点", "古楼街道的有2项"],
    ["直接取消的证明有几项", "直接取消的有3项"],
    ["证明事项清单里保留了几项", "保留的有2项"],
    ["取消的证明有多少", "取消的有4项，其中“取消”3项、“取消，以数据共享代替”1项"],
  ])("is counted row by row: %s", async (question, text) => {
    const answer = await ask(question);
    expect(answer.text).toContain(text);
    expect(answer.text).toContain("逐行统计");
  });

  it("tells the figure that the list itself states where it is another", async () => {
    const stated = { ...proofs2025, notes: ["临溪县证明事项清单（2025年版）", "本清单共计12项。"] };
    const answer = await deskOver(await createRegisterCorpus([registerRecord(stated)]))(
      "清单一共有多少项证明",
    );
    expect(answer.text).toMatch(/共有10项.*清单自己写的是12项/);
    expect(answer.citations.some(({ quote }) => quote.includes("12项"))).toBe(true);
  });

  it("names the rows that meet a condition, each cited", async () => {
    const answer = await ask("以数据共享代替的有哪些");
    expect(answer.text).toContain("收入证明");
    expect(answer.register?.rows.every((row) => row.status?.includes("数据共享"))).toBe(true);
    expect(answer.citations.map(({ quote }) => quote).join()).toContain("税务系统查询");
  });

  it.each([
    ["证明清单是哪天的", /2025年版，日期为2025-06-30/],
    ["这份证明清单谁发布的", /由示例市人民政府发布/],
    ["证明清单全不全", /注明为完整清单/],
    ["权力清单全不全", /没有注明是否完整/],
  ])("tells its edition: %s", async (question, text) => {
    expect((await ask(question)).text).toMatch(text);
  });
});

describe("two editions", () => {
  it.each([
    ["2025年版比2024年版少了哪些证明", /去掉1项：学历证明/],
    ["证明清单2025年版少了什么", /去掉1项：学历证明/],
    ["2024年版比2025年版多了哪些证明", /去掉1项：学历证明/],
    ["新版比旧版多了几项", /新增7项/],
    ["哪些证明从保留改成了取消", /由保留改为取消的1项：户口注销证明/],
    ["户口注销证明在新版里有变化吗", /^有变化：.*处理方式由“保留”改为“取消”/],
    ["未婚证明跟去年比变了没", /^没有变化：「未婚证明」/],
    ["学历证明新版里还有吗", /^有变化：「学历证明」在2024年版中有，2025年版已去掉/],
    ["居住证明是新版新增的吗", /^有变化：「居住证明」是2025年版新增的/],
  ])("are compared: %s", async (question, text) => {
    const answer = await ask(question);
    expect(answer.text).toMatch(text);
    const cited = new Set(answer.citations.map(({ documentId }) => documentId));
    expect([...cited].sort()).toEqual(["proofs-2024", "proofs-2025"]);
  });

  it("say nothing is gone where the newer one does not say that it is complete", async () => {
    const open = { ...proofs2025, isComplete: false, notes: ["临溪县证明事项清单（2025年版）"] };
    const desk = deskOver(await createRegisterCorpus([open, proofs2024].map(registerRecord)));
    expect((await desk("学历证明新版里还有吗")).text).toContain("2025年版未列出，新版未注明完整");
    const all = await desk("新版比旧版少了哪些证明");
    expect(all.text).toContain("新版未列出1项：学历证明");
    expect(all.notices.map(({ code }) => code)).toContain("partial");
  });

  it.each(["学籍证明和在职证明有什么不一样", "未婚证明跟居住证明有什么不同"])(
    "are not what sets two things against each other: %s",
    async (question) => {
      const only = deskOver(await createRegisterCorpus([registerRecord(proofs2025)]));
      expect((await only(question)).text).not.toContain("只收录了一版");
    },
  );

  it("are needed for a comparison", async () => {
    const answer = await ask("行政权力清单新版比旧版多了什么");
    expect(answer.outcome).toBe("no_source");
    expect(answer.text).toContain("只收录了一版");
  });
});

describe("what a list has more or less", () => {
  const asks = ["证明事项清单新增了哪些", "证明事项清单新增了什么", "新增的证明有几项"];

  it.each([...asks, "证明事项清单减少了哪些", "证明清单少了什么"])(
    "needs two editions: %s",
    async (question) => {
      const { text, outcome } = await deskOver(await createRegisterCorpus([registerRecord(proofs2025)]))(
        question,
      );
      expect(outcome).toBe("no_source");
      expect(text).toContain("只收录了一版");
    },
  );

  it.each(asks)("is compared with the edition before: %s", async (question) => {
    expect((await ask(question)).text).toMatch(/^2025年版比2024年版：新增7项/);
  });

  it.each(asks)("is what the only edition says itself: %s", async (question) => {
    const rows = [
      ["1", "户籍证明", "", "新增", "", "县公安局", "", "", ""],
      ["2", "学历证明", "", "保留", "", "县教育局", "", "", ""],
    ];
    const desk = deskOver(await createRegisterCorpus([registerRecord({ ...proofs2025, rows })]));
    const answer = await desk(question);
    expect(answer.text).toContain("新增的有1项");
    expect(answer.register?.rows.map(({ name }) => name)).toEqual(["户籍证明"]);
  });

  it("is no question for the documents that a guide asks for", async () => {
    expect((await ask("收入证明少了哪些材料")).text).not.toContain("2024年版");
  });
});

describe("lists of several places", () => {
  const yuhang = { code: "330110", name: "浙江省杭州市余杭区" };
  const xihu = { code: "330106", name: "浙江省杭州市西湖区" };
  const local = (id: string, region: typeof xihu, status: string): ListSheet => ({
    ...proofs2025,
    id,
    rows: [["1", "户口注销证明", "", status, "", "区公安分局", "", "", ""]],
    document: { region },
  });
  const sheets = [local("yuhang", yuhang, "取消"), local("xihu", xihu, "保留")];

  it("answer for the asked place only", async () => {
    const desk = deskOver(await createRegisterCorpus(sheets.map(registerRecord)));
    const here = await desk("余杭区户口注销证明还要开吗");
    expect(here.register?.documentId).toBe("yuhang");
    expect((await desk("西湖区户口注销证明还要开吗", { region: xihu.name })).register?.documentId).toBe(
      "xihu",
    );
    expect((await desk("温州市户口注销证明还要开吗")).register).toBeUndefined();
    expect((await desk("户口注销证明还要开吗", { region: xihu.code })).register?.documentId).toBe("xihu");
    expect((await desk("户口注销证明还要开吗", { region: "温州市" })).register).toBeUndefined();
  });

  it("are told apart where they differ and no place is asked", async () => {
    const desk = deskOver(await createRegisterCorpus(sheets.map(registerRecord)));
    const answer = await desk("户口注销证明还要开吗");
    expect(answer.outcome).toBe("clarify");
    expect(answer.options?.map(({ label }) => label).sort()).toEqual([yuhang.name, xihu.name].sort());
  });

  it.each(["户口注销证明取消了吗", "户口注销证明保留了吗", "户口注销证明取消了没有"])(
    "are told apart whatever end is asked for: %s",
    async (question) => {
      const desk = deskOver(await createRegisterCorpus(sheets.map(registerRecord)));
      const answer = await desk(question);
      expect(answer.outcome).toBe("clarify");
      expect(answer.options).toHaveLength(2);
    },
  );

  it("name their place where they agree", async () => {
    const same = [local("yuhang", yuhang, "取消"), local("xihu", xihu, "取消")];
    const desk = deskOver(await createRegisterCorpus(same.map(registerRecord)));
    expect((await desk("户口注销证明还要开吗")).text).toMatch(/浙江省杭州市(?:余杭|西湖)区：不用了/);
  });
});

describe("places that stand in names only", () => {
  const rows = [["拆迁安置证明", "望江街道", "路1号", "0999-1", "王敏", "全天"]];
  const sheets: ListSheet[] = [
    { ...proofs2025, rows: [["1", "拆迁安置证明", "", "取消", "", "县自然资源局", "", "", ""]] },
    { ...places, rows: [["文昌社区代办点", ...(rows[0] ?? []).slice(1)]] },
  ];

  it.each([
    ["拆迁安置证明还要开吗", /「拆迁安置证明」已取消/],
    ["文昌社区代办点几点开门", /全天/],
    ["望江街道有几个代办点", /望江街道的有1项/],
    ["龙潭村代办点电话多少", /中没有「龙潭村代办点」/],
  ])("bind nothing: %s", async (question, text) => {
    const desk = deskOver(await createRegisterCorpus(sheets.map(registerRecord)));
    expect((await desk(question)).text).toMatch(text);
  });
});

describe("who may see a list", () => {
  it("keeps internal rows from the public, in answers, counts and choices", async () => {
    const internal = registerRecord({ ...proofs2025, document: { visibility: "internal" } });
    const desk = deskOver(await createRegisterCorpus([internal]));
    for (const question of ["户口注销证明还要开吗", "取消了多少项证明", "关系证明还要开吗"]) {
      const answer = await desk(question);
      expect(answer.register).toBeUndefined();
      expect(JSON.stringify(answer)).not.toContain("县公安局");
    }
    expect((await desk("户口注销证明还要开吗", { audience: "staff" })).register?.rows).toHaveLength(1);
  });

  it("tells no personal number of a row", async () => {
    const rows = [["东门社区代办点", "古楼街道", "东门巷3号", "13812345678", "李强", "周一至周六"]];
    const desk = deskOver(await createRegisterCorpus([registerRecord({ ...places, rows })]));
    const answer = await desk("东门社区代办点电话多少");
    expect(answer.register?.rows).toHaveLength(1);
    expect(JSON.stringify(answer)).not.toContain("13812345678");
  });
});

describe("questions that are not about a list", () => {
  it.each(["居住证要什么材料", "居住证怎么办", "护照多少钱", "你好", "建设工程规划许可证要多久"])(
    "are left to the other steps: %s",
    async (question) => {
      expect((await ask(question)).register).toBeUndefined();
    },
  );

  it("are not answered with a row as if it were prose", async () => {
    const answer = await ask("居住证明怎么开");
    expect(answer.citations).toEqual([]);
  });
});

describe("guides beside lists", () => {
  const sheets: ListSheet[] = [
    {
      ...powers,
      isComplete: true,
      rows: [
        ["居民身份证换领", "行政确认", "县公安局", "县级", "保留", ""],
        ["居住证核发", "行政确认", "县公安局", "县级", "保留", ""],
      ],
    },
    { ...proofs2025, rows: [["1", "居住证明", "", "取消", "", "县公安局", "", "", ""]] },
  ];

  it.each([
    "居住证怎么办",
    "居住证丢了要带什么材料",
    "换身份证去哪儿办？",
    "身份证到期换证收多少钱？",
    "居住证要办几天",
  ])("say how things are done, whatever lists hold their names: %s", async (question) => {
    const guides = await buildRecords(fixtureFiles("guides"));
    const desk = deskOver(await createRegisterCorpus([...guides, ...sheets.map(registerRecord)]));
    const answer = await desk(question);
    expect(answer.register).toBeUndefined();
    expect(answer.outcome).not.toBe("answered_extract");
    expect(answer.text).not.toContain("清单》");
  });
});

describe("a model", () => {
  it("words nothing that rows say", async () => {
    const model = createScriptedChatModel([{ pieces: ["不用了。"] }]);
    const { answer, told, logged } = await askWithModel(corpus, model, "户口注销证明还要开吗");
    expect(answer.generatedBy).toBe("extract");
    expect(told).toBe(answer.text);
    expect(model.asked).toEqual([]);
    expect(logged).toEqual([]);
  });
});

describe("a list that is not at hand", () => {
  const counted = documentRecord("news", "余杭区全面清理证明，全区梳理出的695项证明事项全部取消。", {
    title: "余杭区无证明改革",
  });

  it.each(["余杭区户口注销证明还要开吗", "户口注销证明在不在余杭区的取消清单里"])(
    "is said to be missing: %s",
    async (question) => {
      const answer = await deskOver(await createRegisterCorpus([counted]))(question);
      expect(answer.outcome).toBe("no_source");
      expect(answer.text).toMatch(/清单本身没有收录.*695项/);
      expect(answer.related).toEqual([{ documentId: "news", title: "余杭区无证明改革" }]);
    },
  );

  it("leaves what texts do state to them", async () => {
    const desk = deskOver(await createRegisterCorpus([counted]));
    expect((await desk("余杭区取消了多少项证明")).text).toContain("695");
  });
});
