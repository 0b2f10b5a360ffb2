import { afterAll, describe, it } from "vitest";
import { openDesk, removeTestFolders } from "../support/desk.ts";
import { playCase, type RequestCase, reachesAdapter, readRequestCases } from "../support/request-cases.ts";
import { FakeSlack, signAsSlack, slackEnvironment } from "../support/slack-platform.ts";

const own = readRequestCases(new URL("../fixtures/im/slack-requests.jsonl", import.meta.url), "slack");
const shared = readRequestCases(
  new URL("../../../shared/security/webhooks.jsonl", import.meta.url),
  "slack",
).filter(reachesAdapter);

afterAll(removeTestFolders);

function sign({ sign: how }: RequestCase, body: string, at: Date): Record<string, string> {
  if (how === "none") return {};
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    "x-slack-request-timestamp": how === "nan_ts" ? "abc" : timestamp,
    "x-slack-signature": bend(signAsSlack(timestamp, body), how),
  };
}

function bend(signature: string, how: string): string {
  if (how === "truncated") return signature.slice(0, 20);
  if (how === "upper") return signature.toUpperCase();
  if (how === "double") return `${signature}, v0=${"0".repeat(64)}`;
  return how === "wrong" ? signature.replace(/.$/, (last) => (last === "0" ? "1" : "0")) : signature;
}

async function play(one: RequestCase): Promise<void> {
  const slack = new FakeSlack();
  // Only an app's own events are taken where the app is configured.
  const desk = openDesk({ env: slackEnvironment({ APP_ID: "A1" }), fetch: slack.fetch });
  await playCase(one, {
    desk,
    platform: "slack",
    request: (_one, body, at, headers) =>
      new Request("https://wenban.example/webhooks/slack", {
        method: "POST",
        headers: headers ?? { "content-type": "application/json", ...one.headers, ...sign(one, body, at) },
        body: one.sign === "tampered" ? `${body}\n` : body,
      }),
    shown: () => slack.messages.length + slack.commandReplies.length,
  });
  desk.close();
}

describe("requests to a Slack app", () => {
  it.each(own)("$id $name", play);
});

describe.skipIf(shared.length === 0)("requests to a Slack app, from the shared cases", () => {
  it.each(shared)("$id $name", play);
});
