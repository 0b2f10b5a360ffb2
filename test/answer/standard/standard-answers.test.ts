import { beforeAll, describe, expect, it } from "vitest";
import { createAnswerQuestion } from "../../../src/answer/answer-question.ts";
import { createExplainedCorpusCache } from "../../../src/answer/standard/explained-corpus.ts";
import { readStandardAnswers } from "../../../src/answer/standard/read-standard-answers.ts";
import type { AskRequest } from "../../../src/domain.ts";
import type { Corpus } from "../../../src/retrieval/corpus.ts";
import { testSettings } from "../../support/answer-settings.ts";
import { createTestCorpus, lexicon, markdownFile, regions, TODAY } from "../../support/test-corpus.ts";

const QUOTE = "便民服务站工作日17时关门，周末不开。";
const FILES = [
  markdownFile("yuhang", `# 余杭区便民服务\n\n余杭区设便民服务站23个。${QUOTE}\n`, {
    region: "浙江省杭州市余杭区",
    publishedAt: "2026-03-01",
  }),
  markdownFile("nation", "# 护照须知\n\n普通护照不因改名自动换发，应当申请换发。\n", {
    region: "全国",
    publishedAt: "2026-03-01",
  }),
  markdownFile("inside", "# 内部口径\n\n窗口人员每周三下午集中学习业务。\n", {
    visibility: "internal",
    publishedAt: "2026-03-01",
  }),
];
const dates = { owner: "区政务服务局", reviewedAt: "2026-11-01", expires: "2027-05-01" };
const ENTRIES = [
  {
    id: "closing",
    questions: ["便民服务站几点关门", "便民服务站什么时候下班"],
    answer: "便民服务站工作日17时关门。",
    source: { document: "yuhang", quote: QUOTE },
    ...dates,
  },
  {
    id: "passport",
    questions: ["改名以后护照会自动换吗"],
    answer: "普通护照不因改名自动换发，应当申请换发。",
    source: { document: "nation", quote: "普通护照不因改名自动换发，应当申请换发。" },
    ...dates,
  },
  {
    id: "anywhere",
    questions: ["改名以后护照还能用吗"],
    answer: "普通护照不因改名自动换发，应当申请换发。",
    source: { document: "nation", quote: "普通护照不因改名自动换发，应当申请换发。" },
    places: "all",
    ...dates,
  },
  {
    id: "two-things",
    questions: ["预约要带什么材料，预约以后可以改时间吗"],
    answer: "预约时带身份证，预约以后可以改一次时间。",
    explainedBy: "区政务服务局",
    places: "all",
    ...dates,
  },
  {
    id: "queue",
    questions: ["取号以后可以离开大厅吗"],
    answer: "可以，过号后在三个号以内回来不用重新取号。",
    explainedBy: "余杭区政务服务管理办公室",
    region: "浙江省杭州市余杭区",
    ...dates,
  },
  {
    id: "lapsed",
    questions: ["大厅里有没有母婴室"],
    answer: "有，在一楼东侧服务台旁边。",
    explainedBy: "区政务服务局",
    ...dates,
    expires: "2026-11-20",
  },
  {
    id: "lost",
    questions: ["大厅可以寄存行李吗"],
    answer: "大厅可以寄存行李。",
    source: { document: "yuhang", quote: "大厅可以寄存行李。" },
    ...dates,
  },
  {
    id: "inside",
    questions: ["窗口人员什么时候学习业务"],
    answer: "窗口人员每周三下午集中学习业务。",
    source: { document: "inside", quote: "窗口人员每周三下午集中学习业务。" },
    ...dates,
  },
  {
    id: "staff",
    questions: ["值班电话打不通找谁处理"],
    answer: "请联系综合科值班负责人处理。",
    explainedBy: "综合科",
    audience: "staff",
    ...dates,
  },
  {
    id: "form-place",
    questions: ["西湖区政务服务大厅有停车位吗"],
    answer: "有地下停车位，前两小时免费。",
    explainedBy: "西湖区政务服务管理办公室",
    region: "浙江省杭州市西湖区",
    ...dates,
  },
];
const standards = readStandardAnswers(JSON.stringify({ answers: ENTRIES }), regions);

let corpus: Corpus;
let ask: (
  question: string,
  request?: Partial<AskRequest>,
) => ReturnType<ReturnType<typeof createAnswerQuestion>>;
beforeAll(async () => {
  corpus = createExplainedCorpusCache()(await createTestCorpus(FILES), standards);
  const answerQuestion = createAnswerQuestion({
    corpus: () => corpus,
    standards: () => standards,
    regions,
    lexicon,
    settings: testSettings,
    runtime: {
      now: () => new Date(`${TODAY}T04:00:00Z`),
      newId: () => "id",
      defer: () => {},
      fetch: () => Promise.reject(new Error("no network")),
      readPrompt: () => Promise.reject(new Error("no prompts")),
    },
  });
  ask = (question, request = {}) => answerQuestion({ question, audience: "public", ...request });
});

describe("an approved answer", () => {
  it("is given for its forms, with its quote as the source", async () => {
    for (const question of ["余杭区便民服务站几点关门？", "请问余杭便民服务站什么时候下班呢"]) {
      const answer = await ask(question);
      expect(answer).toMatchObject({
        outcome: "answered_standard",
        generatedBy: "standard",
        text: "便民服务站工作日17时关门。[1]",
        citations: [{ documentId: "yuhang", quote: QUOTE }],
      });
    }
  });

  it("names its place where nothing says which is meant, and leaves other places alone", async () => {
    expect((await ask("取号以后可以离开大厅吗")).text).toMatch(/^浙江省杭州市余杭区：可以/);
    const region = { region: "浙江省杭州市余杭区" };
    expect((await ask("取号以后可以离开大厅吗", region)).text).toMatch(/^可以/);
    for (const other of [{ region: "浙江省杭州市西湖区" }, { region: "浙江省杭州市" }]) {
      expect((await ask("取号以后可以离开大厅吗", other)).generatedBy).not.toBe("standard");
    }
    expect((await ask("西湖区取号以后可以离开大厅吗")).generatedBy).not.toBe("standard");
    expect((await ask("三塘镇取号以后可以离开大厅吗")).generatedBy).not.toBe("standard");
  });

  it("keeps to the place of the conversation", async () => {
    const about = (place: string) => ({
      history: [
        { role: "user" as const, text: `${place}设了多少个便民服务站` },
        { role: "assistant" as const, text: "没有找到。" },
      ],
    });
    const question = "取号以后可以离开大厅吗";
    expect((await ask(question, about("余杭区"))).generatedBy).toBe("standard");
    expect((await ask(question, about("杭州市西湖区"))).generatedBy).not.toBe("standard");
  });

  it("of a form that names a place is for that place", async () => {
    expect((await ask("杭州西湖区政务服务大厅有停车位吗")).generatedBy).toBe("standard");
    expect((await ask("余杭区政务服务大厅有停车位吗")).generatedBy).not.toBe("standard");
    expect((await ask("政务服务大厅有停车位吗")).generatedBy).not.toBe("standard");
  });

  it("for the nation answers who names a place only when it says that it holds everywhere", async () => {
    expect((await ask("改名以后护照会自动换吗", { region: "浙江省杭州市西湖区" })).generatedBy).toBe(
      "standard",
    );
    expect((await ask("西湖区改名以后护照会自动换吗")).generatedBy).not.toBe("standard");
    expect((await ask("杭州市西湖区改名以后护照还能用吗")).generatedBy).toBe("standard");
  });

  it.each([
    "余杭区便民服务站几点开门",
    "余杭区便民服务站周末几点关门",
    "2025年余杭区便民服务站几点关门",
    "余杭区便民服务站几点不关门",
    "余杭区便民服务站在哪里",
    "大厅里有没有母婴室",
    "大厅可以寄存行李吗",
    "值班电话打不通找谁处理",
    "窗口人员什么时候学习业务",
  ])("is not given for %s", async (question) => {
    expect((await ask(question)).generatedBy).not.toBe("standard");
  });

  it("to several questions at once stays whole", async () => {
    const answer = await ask("预约要带什么材料？预约以后可以改时间吗？");
    expect(answer.text).toBe("预约时带身份证，预约以后可以改一次时间。[1]");
    expect(answer.notices.map(({ code }) => code)).toEqual(["paraphrase"]);
  });

  it("lapses after its last day", async () => {
    expect((await ask("大厅里有没有母婴室", { at: "2026-11-20" })).outcome).toBe("answered_standard");
    expect((await ask("大厅里有没有母婴室", { at: "2026-11-21" })).outcome).not.toBe("answered_standard");
  });

  it("from or for inside reaches staff alone", async () => {
    for (const question of ["窗口人员什么时候学习业务", "值班电话打不通找谁处理"]) {
      expect((await ask(question, { audience: "staff" })).generatedBy).toBe("standard");
    }
    expect(await corpus.document("standard-answers/staff", "public")).toBeNull();
    expect((await corpus.document("standard-answers/staff", "staff"))?.visibility).toBe("internal");
  });
});

describe("an explanation", () => {
  it("is marked as one, names who gives it, and can be read where it is cited", async () => {
    const answer = await ask("余杭区取号以后可以离开大厅吗");
    expect(answer.notices[0]?.text).toBe(
      "人工解释：由余杭区政务服务管理办公室于 2026-11-01 审定，不是文件原文。",
    );
    const [citation] = answer.citations;
    expect(citation?.title).toMatch(/^人工解释：/);
    const document = await corpus.document(citation?.documentId ?? "", "public");
    expect(document?.text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
    expect(await corpus.passages(citation?.documentId ?? "", "public")).toHaveLength(1);
  });

  it("is never found by a search", async () => {
    const found = await corpus.retrieve({ query: "取号以后可以离开大厅吗", limit: 20, audience: "staff" });
    expect(found.every(({ document }) => !document.id.startsWith("standard-answers/"))).toBe(true);
    expect((await corpus.list("staff")).map(({ id }) => id).sort()).toEqual(["inside", "nation", "yuhang"]);
  });
});
