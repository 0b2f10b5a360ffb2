import { beforeAll, describe, expect, it } from "vitest";
import { createNameMender } from "../../../src/answer/procedures/mend-guide-names.ts";
import { fold } from "../../../src/language/fold.ts";
import { type AnswerDesk, openAnswerDesk, said } from "../../support/answer-desk.ts";
import { markdownFile } from "../../support/test-corpus.ts";

const LOCAL = "浙江省杭州市余杭区";
const local = `## 受理条件

- 本人到场核对。

## 办理材料

- 船舶照片。

### 代办

- 近亲属代办的，带亲属关系材料。

## 收费标准

工本费7元

## 办理结果

捕捞证，有效期3年

## 常见问题

- 两条船可以一起登记吗：可以，同时受理。
- 忘了年检怎么办：补检后恢复。
`;
const files = [
  markdownFile("nation", "## 受理条件\n\n成年。\n\n## 收费标准\n\n不收费\n", {
    kind: "procedure",
    title: "渔船捕捞登记",
    aliases: ["打渔证", "捕鱼证"],
  }),
  markdownFile("local", local, { kind: "procedure", title: "渔船捕捞登记", region: LOCAL }),
  markdownFile("nets", "## 办理材料\n\n- 网具清单。\n", { kind: "procedure", title: "网具备案" }),
  markdownFile("pass", "## 受理条件\n\n过闸。\n\n## 常见问题\n\n- 换过闸证要多少钱：每本60元。\n", {
    kind: "procedure",
    title: "过闸证更换",
    aliases: ["换过闸证"],
  }),
  markdownFile("lamps-a", "## 收费标准\n\n3元\n", {
    kind: "procedure",
    title: "甲种灯牌登记",
    aliases: ["灯牌"],
  }),
  markdownFile("lamps-b", "## 收费标准\n\n4元\n", {
    kind: "procedure",
    title: "乙种灯牌登记",
    aliases: ["灯牌"],
  }),
];

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk(files);
});

describe("a guide of the asker's place", () => {
  it.each([
    ["打渔证多少钱", ["7元"]],
    ["捕鱼证有效期几年", ["3年"]],
    ["打渔证我老公能替我去办吗", ["近亲属代办", "本人到场"]],
    ["打渔证两条船能一块登记吗", ["同时受理"]],
    ["打鱼证多少钱", ["按「打渔证」回答", "7元"]],
  ])("answers to its twin's names: %s", async (question, keys) => {
    await desk.expectAnswer(question, { keys, documents: ["local"] }, { region: LOCAL });
  });

  it("leaves the others' places to the nation's guide", async () => {
    await desk.expectAnswer(
      "打渔证多少钱",
      { keys: ["不收费"], documents: ["nation"] },
      { region: "福建省福州市鼓楼区" },
    );
  });
});

describe("a follow-up", () => {
  it("turns to the guide that it names, and asks it the same", async () => {
    await desk.expectAnswer(
      "那网具备案呢",
      { keys: ["网具清单"], documents: ["nets"] },
      { region: LOCAL, history: said("打渔证要什么材料", "船舶照片。") },
    );
  });
  it("asks the same guide for another case", async () => {
    await desk.expectAnswer(
      "那代办呢",
      { keys: ["亲属关系材料"], documents: ["local"] },
      { region: LOCAL, history: said("打渔证要什么材料", "船舶照片。") },
    );
  });
});

it("offers guides that share the name that was said", async () => {
  const { outcome, options } = await desk.ask("灯牌多少钱");
  expect(outcome).toBe("clarify");
  expect(options?.map(({ label }) => label).sort()).toEqual(["乙种灯牌登记", "甲种灯牌登记"]);
});

describe("a question that a guide prints", () => {
  it("answers who asks it of that guide", async () => {
    await desk.expectAnswer("换过闸证要多少钱", { keys: ["60元"], documents: ["pass"] });
  });
  it.each(["电动车上牌要多少钱", "办健身卡要多少钱", "补毕业证书要多少钱"])(
    "answers no other that asks the same of something else: %s",
    async (question) => {
      const { outcome, citations } = await desk.ask(question);
      expect({ outcome, citations }).toEqual({ outcome: "no_source", citations: [] });
    },
  );
});

describe("mending a name", () => {
  const shelf = [
    { id: "a", names: ["居住证申领", "居住证"].map(fold) },
    { id: "b", names: ["失业金", "石业金"] },
  ];
  it.each([
    ["居主证要多久", "居住证"],
    ["居住证要多久", null],
    ["居民证要多久", null],
    ["时业金怎么领", null],
  ])("%s: %s", (question, name) => {
    expect(createNameMender()(fold(question), shelf)?.name ?? null).toBe(name);
  });
});
