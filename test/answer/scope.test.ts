import { beforeAll, describe, expect, it } from "vitest";
import { type Ask, createAsk, createTestCorpus, markdownFile } from "../support/test-corpus.ts";

const RULES = (fee: number) => `# 信鸽登记办法\n\n第一条 信鸽首次登记费为每羽${fee}元。\n`;
const GUIDE = "# 信鸽登记\n\n## 申请材料\n\n1. 信鸽登记表\n2. 饲养人身份证\n";

let ask: Ask;
beforeAll(async () => {
  const corpus = await createTestCorpus([
    markdownFile("office/rules", RULES(300), { title: "信鸽登记办法" }),
    markdownFile("club/rules", RULES(80), { title: "信鸽协会登记办法" }),
    markdownFile("club/guide", GUIDE, { kind: "procedure", title: "信鸽登记" }),
  ]);
  ask = createAsk(corpus);
});

describe("a scope", () => {
  it.each([
    ["office/", "300元"],
    ["club/", "80元"],
  ])("answers from the documents of %s alone", async (prefix, fee) => {
    const answer = await ask("信鸽首次登记费是多少", { scope: [prefix] });
    expect(answer.text).toContain(fee);
    expect(answer.citations.every(({ documentId }) => documentId.startsWith(prefix))).toBe(true);
  });

  it("finds no guide outside it, and names none", async () => {
    const within = await ask("信鸽登记需要什么材料", { scope: ["club/"] });
    expect(within.text).toContain("信鸽登记表");
    const without = await ask("信鸽登记需要什么材料", { scope: ["office/"] });
    expect(JSON.stringify(without)).not.toContain("club/");
  });

  it("of several folders holds them all, an empty one everything", async () => {
    for (const scope of [["office/", "club/"], []]) {
      const answer = await ask("信鸽登记需要什么材料", { scope });
      expect(answer.text).toContain("信鸽登记表");
    }
  });

  it("without any document answers nothing", async () => {
    const answer = await ask("信鸽首次登记费是多少", { scope: ["nowhere/"] });
    expect(answer.citations).toEqual([]);
    expect(answer.related ?? []).toEqual([]);
  });
});
