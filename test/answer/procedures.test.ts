import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk, said } from "../support/answer-desk.ts";
import { markdownFile } from "../support/test-corpus.ts";

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    markdownFile(
      "ferry",
      "## 办理材料\n\n- 本人有效身份证件。\n\n## 网上办理\n\n可以在示例通小程序办理。\n",
      {
        kind: "procedure",
        title: "渡船乘客登记",
        aliases: ["坐渡船登记"],
        region: "四川省成都市",
        sample: true,
      },
    ),
  ]);
});

describe("one field of a guide", () => {
  it.each([
    ["身份证丢了补办多少钱?", "id-replacement", ["42元"]],
    ["补领身份证要带什么", "id-replacement", ["居民户口簿", "补领申请表"]],
    ["身份证丢了补办多久能拿到?", "id-replacement", ["45日"]],
    ["换身份证要带什么?", "id-renewal", ["原居民身份证"]],
    ["身份证换领要几天?", "id-renewal", ["30日"]],
    ["身份证换领在哪办?", "id-renewal", ["派出所"]],
    ["身份證過期換領要多少錢?", "id-renewal", ["21元"]],
    ["第一次办护照要什么材料", "passport-first", ["居民身份证", "免冠照片"]],
    ["办护照多少钱", "passport-first", ["125元"]],
    ["居住证注销要什么材料", "residence-cancel", ["居住证注销申请表"]],
    ["居住证签注要什么材料", "residence-endorse", ["居住证签注申请表"]],
  ])("%s", async (question, document, keys) => {
    const answer = await desk.expectAnswer(question, { keys, documents: [document] });
    expect(answer).toMatchObject({ outcome: "answered_procedure", generatedBy: "procedure" });
    expect(answer.procedure?.fields).toHaveLength(1);
    expect(answer.citations).toHaveLength(1);
  });

  it("is told in one sentence that names the item", async () => {
    const { text } = await desk.ask("身份证换领要几天?");
    expect(text).toBe("居民身份证换领的办结时限：受理之日起30日内发证[1]");
  });

  it("may be two", async () => {
    const answer = await desk.expectAnswer("换身份证要带什么,多少钱?", {
      keys: ["原居民身份证", "21元"],
      documents: ["id-renewal"],
    });
    expect(answer.procedure?.fields.map(({ key }) => key)).toEqual(["materials", "fee"]);
  });

  it.each([
    ["身份证换领的咨询电话是多少?", "咨询电话"],
    ["身份证补领在哪办?", "办理地点"],
    ["办护照几点上班?", "办理时间"],
  ])("that the guide lacks is not guessed: %s", async (question, label) => {
    const { text, outcome, related } = await desk.expectDeclined(question);
    expect(outcome).toBe("no_source");
    expect(text).toContain(label);
    expect(related).toHaveLength(1);
  });

  it("that the guide lacks is owned up to beside one it has", async () => {
    const { text } = await desk.expectAnswer("换身份证多少钱,打什么电话?", {
      keys: ["21元"],
      documents: ["id-renewal"],
    });
    expect(text).toContain("咨询电话：本指南未载明");
  });
});

describe("the whole card", () => {
  it.each(["身份证丢了咋整", "身份證丟了點樣辦", "身份证丢了怎么补办?", "居民身份证丢失补领"])(
    "%s",
    async (question) => {
      const answer = await desk.expectAnswer(question, {
        keys: ["证件丢失或者被盗", "居民户口簿", "申报挂失", "45日", "42元"],
        documents: ["id-replacement"],
      });
      expect(answer.outcome).toBe("answered_procedure");
      expect(answer.procedure).toMatchObject({ documentId: "id-replacement", name: "居民身份证丢失补领" });
    },
  );

  it("has its fields in the order people need them, and owns up to what must be there", async () => {
    const { text } = await desk.ask("身份证到期了怎么换?");
    const labels = [...text.matchAll(/^(?:\d+\. )?(\p{Script=Han}{4})：/gmu)].map((match) => match[1]);
    expect(labels).toEqual([
      "受理条件",
      "办理材料",
      "办理流程",
      "办结时限",
      "收费标准",
      "办理地点",
      "办理时间",
      "咨询电话",
      "设定依据",
    ]);
    expect(text).toMatch(/办理时间：本指南未载明\n咨询电话：本指南未载明\n设定依据：本指南未载明$/);
  });

  it("cites every field it gives, and nothing for those it lacks", async () => {
    const { citations, procedure, text } = await desk.ask("身份证到期了怎么换?");
    expect(citations).toHaveLength(procedure?.fields.length ?? 0);
    expect(text).not.toMatch(/未载明\[/);
  });
});

describe("items that are near one another", () => {
  it.each([
    ["身份证丢了多少钱", "id-replacement"],
    ["身份证到期了多少钱", "id-renewal"],
    ["身份证被偷了,补办要几天", "id-replacement"],
    ["居住证补领要带什么", "residence-replace"],
    ["居住证换领要带什么", "residence-renew"],
  ])("are told apart: %s", async (question, document) => {
    const { citations } = await desk.ask(question);
    expect(citations.map(({ documentId }) => documentId)).toEqual([document]);
  });

  it.each(["护照丢了怎么补办", "护照到期了怎么换", "注销护照要什么材料", "驾照丢了怎么办"])(
    "are not given for one another: %s",
    async (question) => {
      const { outcome } = await desk.expectDeclined(question);
      expect(outcome).not.toBe("answered_procedure");
    },
  );
});

describe("several items fit", () => {
  const items = ["甲", "乙", "丙", "丁", "戊"].map((letter) =>
    markdownFile(
      `license-${letter}`,
      `## 办理材料\n\n- ${letter}类申请表一份。\n\n## 收费标准\n\n不收取任何费用。\n`,
      {
        kind: "procedure",
        title: `烟花爆竹经营许可（${letter}类）`,
        aliases: ["烟花爆竹经营许可"],
      },
    ),
  );

  it("are offered, four at most, each with a question that is then answered", async () => {
    const own = await openAnswerDesk(items);
    const { outcome, options = [], related } = await own.expectDeclined("烟花爆竹许可怎么办");
    expect(outcome).toBe("clarify");
    expect(options.length).toBeGreaterThan(1);
    expect(options.length).toBeLessThanOrEqual(4);
    expect(related?.map(({ title }) => title)).toEqual(options.map(({ label }) => label));
  });
});

describe("a local guide", () => {
  const nationwide = ["养犬人身份证明", "犬只免疫证明"];
  const local = ["身份证和房产证", "犬只照片2张"];

  it.each([
    ["福州鼓楼区办狗证要什么材料", {}, "dog-registration-gulou-fuzhou", local],
    ["福州市鼓樓區養犬登記要什麼材料", {}, "dog-registration-gulou-fuzhou", local],
    ["办狗证要什么材料", { region: "福建省福州市鼓楼区" }, "dog-registration-gulou-fuzhou", local],
    ["办狗证要什么材料", { region: "350102" }, "dog-registration-gulou-fuzhou", local],
    [
      "狗证要什么材料",
      { history: said("福州鼓楼区怎么办狗证", "养犬登记…") },
      "dog-registration-gulou-fuzhou",
      local,
    ],
    ["南京鼓楼区办狗证要什么材料", {}, "dog-registration", nationwide],
    ["福州市台江区办狗证要什么材料", {}, "dog-registration", nationwide],
    ["福州市办狗证要什么材料", {}, "dog-registration", nationwide],
    ["办狗证要什么材料", { region: "江苏省南京市鼓楼区" }, "dog-registration", nationwide],
    ["武侯区办狗证要什么材料", { region: "福建省福州市鼓楼区" }, "dog-registration", nationwide],
  ])("%s %j", async (question, request, document, keys) => {
    await desk.expectAnswer(question, { keys, documents: [document] }, request);
  });

  it("gives its fee, where the nation-wide one leaves it to the place", async () => {
    const there = await desk.ask("福州鼓楼区办狗证多少钱");
    expect(there.text).toContain("380元");
    const elsewhere = await desk.ask("南京鼓楼区办狗证多少钱");
    expect(elsewhere.text).toContain("以当地公布为准");
    expect(elsewhere.text).not.toContain("380");
  });

  it("of the city serves its districts, and no other city", async () => {
    await desk.expectAnswer("武侯区坐渡船登记要带什么", { keys: ["身份证件"], documents: ["ferry"] });
    await desk.expectDeclined("崂山区坐渡船登记要带什么");
  });

  it("that is a sample says so", async () => {
    const { notices } = await desk.ask("成都坐渡船登记要带什么");
    expect(notices).toContainEqual({ code: "sample", text: expect.stringContaining("示例") });
  });
});
