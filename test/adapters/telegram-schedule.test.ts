import { afterAll, describe, expect, it } from "vitest";
import { openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import {
  deliverTelegram,
  FakeTelegram,
  groupMessage,
  telegramEnvironment,
  telegramError,
} from "../support/telegram-platform.ts";

afterAll(removeTestFolders);

/** A bot on Telegram with the real conversation core, at a clock of the test's own. */
function openTelegramDesk(): TestDesk & { telegram: FakeTelegram } {
  const telegram = new FakeTelegram();
  return Object.assign(openDesk({ env: telegramEnvironment(), fetch: telegram.fetch }), { telegram });
}

async function deliver(
  { webhooks }: TestDesk,
  updateId: number,
  message: Record<string, unknown> = {},
): Promise<number> {
  return (await webhooks.handle(deliverTelegram({ updateId, message }), "telegram")).status;
}

describe("Telegram's schedule", () => {
  it("the same update five times at once, and again later, is answered once", async () => {
    const desk = openTelegramDesk();
    const all = await Promise.all(Array.from({ length: 5 }, () => deliver(desk, 7)));
    await desk.idle();
    await desk.clock.advance(60_000);
    expect([...all, await deliver(desk, 7)]).toEqual(Array(6).fill(200));
    await desk.idle();
    expect(desk.telegram.messages).toHaveLength(1);
    expect(desk.rows("inbox")).toHaveLength(1);
    desk.close();
  });

  it("a burst is answered whole, in the order in which it came", async () => {
    const desk = openTelegramDesk();
    for (const id of [1, 2, 3]) await deliver(desk, id, { text: `第${id}问` });
    await desk.idle();
    const told = desk.telegram.messages.map(({ text }) => text).join("\n");
    const places = [1, 2, 3].map((id) => told.indexOf(`第${id}问`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    desk.close();
  });

  it("a question in a group comes again when Telegram could not be asked whom it names", async () => {
    const desk = openTelegramDesk();
    desk.telegram.isReachable = false;
    expect(await deliver(desk, 1, groupMessage("多少钱"))).toBe(503);
    desk.telegram.isReachable = true;
    expect(await deliver(desk, 1, groupMessage("多少钱"))).toBe(200);
    await desk.idle();
    expect(desk.telegram.messages).toHaveLength(1);
    desk.close();
  });

  it("an answer waits for as long as Telegram says", async () => {
    const desk = openTelegramDesk();
    desk.telegram.troubles.push(telegramError(429, "Too Many Requests: retry after 30", { retry_after: 30 }));
    await deliver(desk, 1);
    await desk.clock.advance(29_000);
    expect(desk.telegram.messages).toHaveLength(0);
    await desk.clock.advance(2000);
    await desk.idle();
    expect(desk.telegram.messages).toHaveLength(1);
    desk.close();
  });

  it("an answer whose arrival nobody saw is sent once more at most, and marked", async () => {
    const desk = openTelegramDesk();
    desk.telegram.troubles.push((send) => {
      send();
      throw new TypeError("the connection broke");
    });
    await deliver(desk, 1);
    await desk.clock.advance(300_000);
    await desk.idle();
    expect(desk.telegram.messages).toHaveLength(2);
    expect(desk.rows("outbox")).toMatchObject([{ state: "sent", maybe_duplicate: 1 }]);
    desk.close();
  });

  it("who has blocked the bot is left alone, visibly", async () => {
    const desk = openTelegramDesk();
    desk.telegram.troubles.push(telegramError(403, "Forbidden: bot was blocked by the user"));
    await deliver(desk, 1);
    await desk.clock.advance(300_000);
    await desk.idle();
    expect(desk.telegram.methods).toEqual(["sendMessage"]);
    expect(desk.rows("outbox")).toMatchObject([{ state: "dead" }]);
    desk.close();
  });
});
