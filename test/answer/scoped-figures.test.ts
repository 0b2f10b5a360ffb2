import { beforeAll, describe, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";
import { markdownFile } from "../support/test-corpus.ts";

const TEXT = `# 河口区2023年救援力量建设情况

全区专职救援员82人。

2023年上半年，河口区新装消火栓37个。

新建公办托位240个。

本科毕业生租房补贴每月700元。

全区新增停车位4100个，其中公共停车位1300个。
`;

let desk: AnswerDesk;
beforeAll(async () => {
  const declares = { region: "山东省东营市河口区", publishedAt: "2024-01-10" };
  desk = await openAnswerDesk([markdownFile("rescue", TEXT, declares)]);
});

describe("a figure of one part", () => {
  it.each([
    ["河口区有多少专职救援员", "82人"],
    ["河口区2023年上半年新装了多少个消火栓", "37个"],
    ["河口区2023年新建公办托位多少个", "240个"],
    ["河口区本科毕业生租房补贴每月多少钱", "700元"],
    ["河口区新增公共停车位多少个", "1300个"],
  ])("answers for that part: %s", async (question, key) => {
    await desk.expectAnswer(question, { keys: [key], documents: ["rescue"] });
  });

  it.each([
    "河口区有多少兼职救援员",
    "河口区2023年下半年新装了多少个消火栓",
    "河口区2023年一季度新装了多少个消火栓",
    "河口区2023年新建民办托位多少个",
    "河口区硕士毕业生租房补贴每月多少钱",
  ])("answers for no other part: %s", async (question) => {
    await desk.expectDeclined(question);
  });
});
