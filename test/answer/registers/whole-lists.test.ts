import { describe, expect, it } from "vitest";
import type { SourceFile } from "../../../src/indexing/loader.ts";
import { createAsk, createFixtureCorpus } from "../../support/test-corpus.ts";

/** A complete list of service points, as an operator would write it. */
function listOfPoints(id: string, region: string, phones: readonly string[]): SourceFile {
  const front = `---\nkind: register\ntitle: 服务点名录\nregion: ${region}\ncomplete: true\n---\n`;
  const rows = phones.map((phone, at) => `| ${"甲乙丙丁戊己"[at]}村代办点 | 村部 | ${phone} |`);
  const body = ["# 服务点名录", "", "| 代办点名称 | 地址 | 联系电话 |", "|---|---|---|", ...rows].join("\n");
  return { path: `${id}.md`, bytes: new TextEncoder().encode(front + body) };
}

const landline = (at: number) => `0999-880000${at}`;
const corpus = await createFixtureCorpus([
  listOfPoints("whole", "浙江省杭州市余杭区", [0, 1, 2, 3, 4, 5].map(landline)),
  listOfPoints("short", "浙江省杭州市西湖区", [landline(0), landline(1), "13800138000"]),
]);
const ask = createAsk(corpus);

describe("a whole list", () => {
  it.each(["余杭区代办点电话", "余杭区最近的代办点在哪"])(
    "is no entry that could be missing: %s",
    async (question) => {
      const answer = await ask(question);
      expect(answer.outcome).toBe("clarify");
      expect(answer.text).toBe("《服务点名录》有 6 项，请说明是哪一个，例如「甲村代办点」。");
      expect(answer.options?.map(({ label }) => label)).toContain("乙村代办点");
    },
  );

  it("denies a name that it does not have", async () => {
    expect((await ask("余杭区庚村代办点在哪")).text).toMatch(/^没有：.*「庚村代办点」/);
  });

  it.each(["西湖区有多少个代办点", "西湖区代办点有哪些"])(
    "says that rows were left out: %s",
    async (question) => {
      const answer = await ask(question);
      expect(answer.text).toContain("2项");
      expect(answer.notices).toContainEqual({
        code: "partial",
        text: "清单中有 1 行含个人号码，没有收录，以下不含这些行。",
      });
      expect(JSON.stringify(answer)).not.toContain("13800138000");
    },
  );

  it("says nothing of the kind where none was", async () => {
    const { notices } = await ask("余杭区有多少个代办点");
    expect(notices.filter(({ code }) => code === "partial")).toEqual([]);
  });
});
