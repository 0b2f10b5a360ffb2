import { afterAll, describe, it } from "vitest";
import { openDesk, removeTestFolders } from "../support/desk.ts";
import { playCase, type RequestCase, reachesAdapter, readRequestCases } from "../support/request-cases.ts";
import {
  deliverTelegram,
  FakeTelegram,
  telegramBot,
  telegramEnvironment,
} from "../support/telegram-platform.ts";

const own = readRequestCases(new URL("../fixtures/im/telegram-requests.jsonl", import.meta.url), "telegram");
const shared = readRequestCases(
  new URL("../../../shared/security/webhooks.jsonl", import.meta.url),
  "telegram",
).filter(reachesAdapter);

afterAll(removeTestFolders);

const SECRETS: Readonly<Record<string, string | null>> = {
  none: null,
  wrong: "x",
  prefix: `${telegramBot.secretToken.slice(0, -1)}X`,
};

async function play(one: RequestCase): Promise<void> {
  const telegram = new FakeTelegram();
  const desk = openDesk({ env: telegramEnvironment(), fetch: telegram.fetch });
  const secret = one.sign in SECRETS ? SECRETS[one.sign] : telegramBot.secretToken;
  await playCase(one, {
    desk,
    platform: "telegram",
    request: (_one, body) => deliverTelegram({ body, ...(secret !== undefined && { secret }) }),
    shown: () => telegram.messages.length,
  });
  desk.close();
}

describe("requests to a Telegram bot", () => {
  it.each(own)("$id $name", play);

  it("T12 an update of a megabyte", () =>
    play({
      id: "T12",
      name: "",
      body: `{"update_id":"${"a".repeat(1_100_000)}"}`,
      sign: "ok",
      expect: { status: 413, code: "http.body_too_large", inbox_rows: 0 },
    }));
});

describe.skipIf(shared.length === 0)("requests to a Telegram bot, from the shared cases", () => {
  it.each(shared)("$id $name", play);
});
