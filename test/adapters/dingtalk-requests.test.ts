import { afterAll, describe, it } from "vitest";
import { openDesk, removeTestFolders } from "../support/desk.ts";
import { dingtalkEnvironment, FakeDingtalk, signAsDingtalk } from "../support/dingtalk-platform.ts";
import { playCase, type RequestCase, readRequestCases } from "../support/request-cases.ts";

const own = readRequestCases(new URL("../fixtures/im/dingtalk-requests.jsonl", import.meta.url), "dingtalk");
const shared = readRequestCases(
  new URL("../../../shared/security/webhooks.jsonl", import.meta.url),
  "dingtalk",
);

afterAll(removeTestFolders);

function sign({ sign: how }: RequestCase, at: Date): Record<string, string> {
  if (how === "none") return {};
  const milliseconds = at.getTime();
  const timestamp = String(how === "seconds" ? Math.floor(milliseconds / 1000) : milliseconds);
  return { timestamp, sign: signAsDingtalk(timestamp, how === "wrong" ? "another secret" : undefined) };
}

async function play(one: RequestCase): Promise<void> {
  const dingtalk = new FakeDingtalk();
  const desk = openDesk({ env: dingtalkEnvironment(), fetch: dingtalk.fetch });
  await playCase(one, {
    desk,
    platform: "dingtalk",
    request: (_one, body, at, headers) =>
      new Request("https://wenban.example/webhooks/dingtalk", {
        method: "POST",
        headers: headers ?? { "content-type": "application/json", ...sign(one, at) },
        body,
      }),
    shown: () => dingtalk.messages.length,
  });
  desk.close();
}

describe("requests to a 钉钉 robot", () => {
  it.each(own)("$id $name", play);
});

describe.skipIf(shared.length === 0)("requests to a 钉钉 robot, from the shared cases", () => {
  it.each(shared)("$id $name", play);
});
