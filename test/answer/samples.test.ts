import { describe, expect, it } from "vitest";
import type { Answer, AskRequest } from "../../src/domain.ts";
import { FICTIONAL_DISTRICT } from "../../src/language/fictional-place.ts";
import { testSettings } from "../support/answer-settings.ts";
import { createAsk, createFixtureCorpus, markdownFile, regions } from "../support/test-corpus.ts";

const sampleRegion = regions.parse(FICTIONAL_DISTRICT);
const corpus = await createFixtureCorpus([
  markdownFile("demo-boat", "## 办理材料\n- 船舶照片\n\n## 收费标准\n不收费\n", {
    kind: "procedure",
    title: "小船登记",
    region: FICTIONAL_DISTRICT,
    sample: true,
  }),
  markdownFile("boat", "## 办理材料\n- 身份证明\n\n## 收费标准\n以当地公布为准\n", {
    kind: "procedure",
    title: "小船登记",
  }),
  markdownFile("demo-kite", "## 办理材料\n- 风筝照片\n", {
    kind: "procedure",
    title: "风筝登记",
    region: FICTIONAL_DISTRICT,
    sample: true,
  }),
]);
const withSamples = createAsk(corpus, { ...testSettings, sampleRegion });
const placed = createAsk(corpus, {
  ...testSettings,
  sampleRegion,
  region: regions.parse("浙江省杭州市余杭区"),
});
const isSample = (answer: Answer) => answer.notices.some(({ code }) => code === "sample");
const cited = (answer: Answer) => answer.citations.map(({ documentId }) => documentId);

describe("sample data", () => {
  it("answers who names no place, marked as sample, before the nation-wide guide", async () => {
    const answer = await withSamples("小船登记要什么材料");
    expect(cited(answer)).toEqual(["demo-boat"]);
    expect(isSample(answer)).toBe(true);
  });

  it("answers who names the fictional district", async () => {
    expect(cited(await withSamples("问溪区小船登记要什么材料"))).toEqual(["demo-boat"]);
  });

  it.each<[string, Partial<AskRequest>]>([
    ["小船登记要什么材料", { region: "浙江省杭州市余杭区" }],
    ["余杭区小船登记要什么材料", {}],
  ])("leaves whoever is elsewhere to the nation-wide guide: %s %o", async (question, request) => {
    const answer = await withSamples(question, request);
    expect(cited(answer)).toEqual(["boat"]);
    expect(isSample(answer)).toBe(false);
  });

  it.each(["风筝登记要什么材料", "问溪区风筝登记要什么材料"])(
    "goes off once a region is set, titles included: %s",
    async (question) => {
      expect(cited(await placed("小船登记要什么材料"))).toEqual(["boat"]);
      const answer = await placed(question);
      expect(answer.citations).toEqual([]);
      expect(JSON.stringify(answer)).not.toContain("demo-");
    },
  );
});
