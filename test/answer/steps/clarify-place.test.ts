import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk, said } from "../../support/answer-desk.ts";
import { markdownFile } from "../../support/test-corpus.ts";

const CITY = "山东省东营市";
const notice = (id: string, district: string, sum: string) =>
  markdownFile(
    id,
    `一、自建雨水窖的农户，每座补助${sum}元。\n\n二、农户提出申请的，村委会在15个工作日内答复雨水窖申请。\n`,
    { title: `${district}雨水窖补助通知`, region: `${CITY}${district}`, publishedAt: "2025-05-10" },
  );
const guide = (id: string, district: string, fee: string) =>
  markdownFile(id, `## 收费标准\n\n${fee}\n\n## 办结时限\n\n4个工作日\n`, {
    kind: "procedure",
    title: "芦席摊登记",
    aliases: ["登记芦席摊"],
    region: `${CITY}${district}`,
  });

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    notice("hekou", "河口区", "1800"),
    notice("kenli", "垦利区", "2600"),
    notice("dongying", "东营区", "3100"),
    guide("stall-hekou", "河口区", "每摊7元"),
    guide("stall-kenli", "垦利区", "每摊9元"),
  ]);
});

const PLACES = ["东营区", "垦利区", "河口区"].map((district) => CITY + district);

describe("a question that names no place, where several answer differently", () => {
  it.each([
    ["自建雨水窖每座补助多少钱", PLACES],
    ["芦席摊登记收多少钱", PLACES.slice(1)],
  ])("is asked for the place: %s", async (question, places) => {
    const { outcome, options = [], text } = await desk.ask(question);
    expect(outcome).toBe("clarify");
    expect(options.map(({ label }) => label).sort()).toEqual([...places].sort());
    for (const { label, question: whole } of options) {
      expect(text).toContain(label);
      expect(whole).toBe(label + question);
    }
  });

  it.each(["2", "垦利", "垦利区", "我是垦利区的"])(
    "is then answered for the one chosen: %s",
    async (choice) => {
      const first = await desk.ask("自建雨水窖每座补助多少钱");
      const [, second] = first.options ?? [];
      const history = said("自建雨水窖每座补助多少钱", first.text);
      const own = choice === "2" ? (second?.label ?? "") : `${CITY}垦利区`;
      const answer = await desk.ask(choice, { history });
      expect(answer.citations.map(({ region }) => region)).toEqual([own]);
    },
  );

  it("goes on to another place that is named by its bare name", async () => {
    const first = await desk.ask("自建雨水窖每座补助多少钱");
    const history = said("自建雨水窖每座补助多少钱", first.text, "垦利", "每座补助2600元[1]");
    const answer = await desk.ask("那河口呢", { history });
    expect(answer.text).toContain("1800元");
  });

  it("comes twice at most", async () => {
    const question = "自建雨水窖每座补助多少钱";
    const { text } = await desk.ask(question);
    const answer = await desk.ask(question, { history: said(question, text, question, text) });
    expect(answer.outcome).toBe("answered_extract");
    expect(answer.notices[0]).toMatchObject({ code: "partial" });
  });
});

describe("no place is asked for", () => {
  it.each<[string, string, object, string]>([
    ["where all say the same", "雨水窖申请村委会多少个工作日内答复", {}, "15个工作日"],
    ["where all guides say the same", "芦席摊登记要多久", {}, "4个工作日"],
    ["where the asker's is known", "自建雨水窖每座补助多少钱", { region: `${CITY}垦利区` }, "2600元"],
    ["where the question names it", "河口区自建雨水窖每座补助多少钱", {}, "1800元"],
    ["for a guide, where the asker's is known", "芦席摊登记收多少钱", { region: `${CITY}河口区` }, "7元"],
  ])("%s", async (_, question, request, key) => {
    const answer = await desk.ask(question, request);
    expect(answer.outcome).toMatch(/^answered/);
    expect(answer.text).toContain(key);
  });
});
