import { describe, expect, it } from "vitest";
import type { AskedLog, AskedQuestion } from "../../src/conversation/asked-log.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

/** What every AskedLog does; `open` gives one that holds what was asked. */
export function describeAskedLog(
  name: string,
  open: (asked: readonly AskedQuestion[]) => Promise<AskedLog>,
): void {
  const asked = (id: string, askedAt: string, more: Partial<AskedQuestion> = {}): AskedQuestion => ({
    answer: { ...sampleAnswer(), messageId: id, conversationId: `c-${id}` },
    audience: "public",
    conversation: `web c-${id}`,
    askedAt,
    rating: null,
    ...more,
  });
  const ALL = { since: "", audience: "staff" } as const;

  describe(`AskedLog contract: ${name}`, () => {
    it("tells what was asked, oldest first, with its rating", async () => {
      const entries = [
        asked("m2", "2026-11-20T09:00:00.000Z", { rating: "down" }),
        asked("m1", "2026-11-20T08:00:00.000Z"),
        asked("m3", "2026-11-20T10:00:00.000Z", { rating: "up" }),
      ];
      const log = await open(entries);
      expect(await log.list(ALL)).toEqual([entries[1], entries[0], entries[2]]);
      await log.close();
    });

    it("leaves out what was asked before a moment", async () => {
      const log = await open([
        asked("m1", "2026-11-19T23:59:59.999Z"),
        asked("m2", "2026-11-20T00:00:00.000Z"),
      ]);
      const found = await log.list({ ...ALL, since: "2026-11-20T00:00:00.000Z" });
      expect(found.map(({ answer }) => answer.messageId)).toEqual(["m2"]);
      await log.close();
    });

    it("shows a public audience nothing that staff asked", async () => {
      const log = await open([
        asked("m1", "2026-11-20T08:00:00.000Z", { audience: "staff" }),
        asked("m2", "2026-11-20T09:00:00.000Z"),
      ]);
      const messages = async (audience: "public" | "staff") =>
        (await log.list({ since: "", audience })).map(({ answer }) => answer.messageId);
      expect(await messages("public")).toEqual(["m2"]);
      expect(await messages("staff")).toEqual(["m1", "m2"]);
      await log.close();
    });

    it("is empty where nothing was asked", async () => {
      const log = await open([]);
      expect(await log.list(ALL)).toEqual([]);
      await log.close();
    });
  });
}
