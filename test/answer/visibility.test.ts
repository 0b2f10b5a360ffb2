import { beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../src/domain.ts";
import { type AnswerDesk, openAnswerDesk, said } from "../support/answer-desk.ts";
import { markdownFile } from "../support/test-corpus.ts";

const STAFF = { audience: "staff" } as const;
/** Words and figures that stand in internal text only. */
const CANARIES = /青雀|簇锦|53件|约谈|督查|2019年3月15日|5万元|蓝鲸|4417/;

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    markdownFile("lamps", "全市更换路灯5300盏。\n\n[internal]其中蓝鲸公司供货不合格4417个。[/internal]\n", {
      title: "路灯更换情况",
      region: "四川省成都市",
      publishedAt: "2026-02-01",
    }),
    markdownFile("guide-internal", "## 办理材料\n\n- 蓝鲸系统内部审批单4417号。\n", {
      kind: "procedure",
      title: "用印审批",
      aliases: ["盖公章"],
      visibility: "internal",
    }),
  ]);
});

const QUESTIONS = [
  "武侯区督查科约谈了多少责任人?",
  "青雀七号是什么?",
  "武侯区簇锦片区超期办件多少件?",
  "未完成整改的扣减绩效奖金多少?",
  "武侯区什么时候完成整改?",
  "武侯区审批改革内部督查口径",
  "成都蓝鲸公司供货不合格多少个?",
  "盖公章要什么材料?",
  "用印审批怎么办?",
  "武侯区审批事项的督查结果是什么?",
];

describe("internal documents", () => {
  it.each(QUESTIONS)("give a citizen nothing: %s", async (question) => {
    for (const history of [[], said(question, "没有找到。")]) {
      const answer = await desk.ask(question, { history });
      expect(told(answer, question)).not.toMatch(CANARIES);
      for (const { documentId } of answer.related ?? []) expect(documentId).not.toMatch(/internal/);
      expect(answer.citations.map(({ documentId }) => documentId).join()).not.toMatch(/internal/);
      expect(answer.options ?? []).toEqual([]);
    }
  });

  it.each([
    ["武侯区督查科约谈了多少责任人?", "wuhou-internal", "11名"],
    ["武侯区簇锦片区超期办件多少件?", "wuhou-internal", "53件"],
    ["未完成整改的扣减绩效奖金多少?", "wuhou-internal", "5万元"],
    ["成都蓝鲸公司供货不合格多少个?", "lamps~internal", "4417"],
    ["盖公章要什么材料?", "guide-internal", "4417"],
  ])("answer staff: %s", async (question, document, key) => {
    await desk.expectAnswer(question, { keys: [key], documents: [document] }, STAFF);
  });

  it("carry an expiring token in their address", async () => {
    const { citations } = await desk.ask("武侯区督查科约谈了多少责任人?", STAFF);
    expect(citations[0]?.sourceUrl).toContain("token=");
    const open = await desk.ask("2018年武侯区取消了几项区级审批事项?", STAFF);
    expect(open.citations[0]?.sourceUrl).not.toContain("token=");
  });

  it("leave public answers to staff as they are", async () => {
    const question = "2018年武侯区取消了几项区级审批事项?";
    const [citizen, staff] = [await desk.ask(question), await desk.ask(question, STAFF)];
    expect(staff.text).toBe(citizen.text);
  });

  it("do not show in counts", async () => {
    const { corpus } = desk;
    const [hidden] = await corpus.frequencies(["青雀"], "public");
    const [seen] = await corpus.frequencies(["青雀"], "staff");
    expect(hidden?.passages).toBe(0);
    expect(seen?.passages).toBe(1);
    expect(seen?.of).toBeGreaterThan(hidden?.of ?? 0);
  });

  it("do not weigh on a citizen's answer: the same with and without them", async () => {
    const without = await openAnswerDesk([
      markdownFile("lamps", "全市更换路灯5300盏。\n\n\n", {
        title: "路灯更换情况",
        region: "四川省成都市",
        publishedAt: "2026-02-01",
      }),
    ]);
    for (const question of [...QUESTIONS, "武侯区抽查了多少户次企业?"]) {
      const [here, there] = [await desk.ask(question), await without.ask(question)];
      expect({ ...here, ...ids, text: here.text }).toEqual({ ...there, ...ids, text: there.text });
    }
  });
});

const ids = { messageId: "", conversationId: "", tookMs: 0 };

/** Everything an answer tells, but the question itself. */
function told(answer: Answer, question: string): string {
  return JSON.stringify({ ...answer, question: "" }).replaceAll(question, "");
}
