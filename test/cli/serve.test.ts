import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Answer } from "../../src/domain.ts";
import { questionBody, sendWebhook, WEBHOOK_SECRET } from "../support/standard-webhook.ts";
import { deliver, readReply, wechatEnvironment } from "../support/wechat-platform.ts";
import { startWenban, temporaryFolder, untilOutput, wenban } from "./support.ts";

const NOTHING_SHIPPED = { WENBAN_KNOWLEDGE: "none" };

/** A folder with one document. */
function documents(): string {
  const folder = join(temporaryFolder(), "docs");
  mkdirSync(folder);
  writeFileSync(
    join(folder, "站点.txt"),
    "河口区便民服务情况\n\n河口区设立便民服务站23个，其中24小时自助站5个。",
  );
  return folder;
}

async function serve(environment: Record<string, string> = {}, folder = temporaryFolder()) {
  const run = startWenban(["serve", "--port", "0", "--data", folder], { ...NOTHING_SHIPPED, ...environment });
  onTestFinished(() => void run.child.kill("SIGKILL"));
  await untilOutput(run.output, "http://");
  return { ...run, folder, url: /http:\/\/localhost:\d+/.exec(run.output.stderr)?.[0] ?? "" };
}

function ask(url: string, question: string): Promise<Response> {
  return fetch(`${url}/api/ask`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ question }),
  });
}

describe("serve", () => {
  it("serves a directory never indexed, takes what is indexed meanwhile, and ends in order", async () => {
    const { child, finished, folder, url } = await serve();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const indexed = await wenban(["index", documents(), "--data", folder, "--json"]);
    expect(JSON.parse(indexed.stdout).documents).toBe(1);
    const search = async () => (await (await fetch(`${url}/api/search?q=便民服务站`)).json()).results;
    while ((await search()).length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    const answer: Answer = await (await ask(url, "河口区有多少个便民服务站？")).json();
    expect(answer.text).toContain("23");
    const source = await fetch(new URL(answer.citations[0]?.sourceUrl ?? "", url));
    expect(await source.text()).toContain("<mark");
    child.kill("SIGTERM");
    expect(await finished).toMatchObject({ code: 0 });
  });

  it("a second server on one directory exits 9, one on a taken port 3", async () => {
    const { folder, url } = await serve();
    const second = await wenban(["serve", "--port", "0", "--data", folder], NOTHING_SHIPPED);
    expect(second.code).toBe(9);
    expect(second.stderr).toContain("lock.held");
    const { port } = new URL(url);
    const taken = await wenban(["serve", "--port", port, "--data", temporaryFolder()], NOTHING_SHIPPED);
    expect(taken.code).toBe(3);
    expect(taken.stderr).toContain(port);
  });

  it("answers kept before a stop are there after it", async () => {
    const { child, finished, folder, url } = await serve();
    const { messageId } = await (await ask(url, "你好")).json();
    child.kill("SIGTERM");
    await finished;
    const again = await serve({}, folder);
    expect((await fetch(`${again.url}/api/messages/${messageId}`)).status).toBe(200);
  });

  it("a half-configured platform stops the start and is named", async () => {
    const environment = { WENBAN_WECHAT_TOKEN: "token123", ...NOTHING_SHIPPED };
    const { code, stderr } = await wenban(["serve", "--port", "0", "--data", temporaryFolder()], environment);
    expect(code).toBe(3);
    expect(stderr).toContain("WENBAN_WECHAT_APP_ID");
    expect(stderr).not.toContain("token123");
  });
});

describe("platforms through the whole service", () => {
  async function serveIndexed(environment: Record<string, string>) {
    const folder = temporaryFolder();
    await wenban(["index", documents(), "--data", folder]);
    return serve(environment, folder);
  }
  const at = () => new Date();
  const question = "河口区有多少个便民服务站？";

  it("a signed webhook gets its answer, the same one again; a forged one gets 401", async () => {
    const { url, output } = await serveIndexed({ WENBAN_GENERIC_SECRET: WEBHOOK_SECRET });
    const send = (secret: string) =>
      fetch(sendWebhook({ at: at(), secret, url: `${url}/webhooks/generic`, body: questionBody(question) }));
    const first = await send(WEBHOOK_SECRET);
    expect(first.status).toBe(200);
    const text = await first.text();
    expect(text).toContain("23");
    expect(await (await send(WEBHOOK_SECRET)).text()).toBe(text);
    expect((await send(`whsec_${btoa("another secret of 32 characters!")}`)).status).toBe(401);
    expect((await fetch(`${url}/webhooks/wechat`)).status).toBe(404);
    expect(output.stderr).not.toContain(question);
  });

  it("an encrypted WeChat question gets its encrypted answer with a link to the source", async () => {
    const publicUrl = "https://wb.example.gov.cn";
    const { url } = await serveIndexed({ ...wechatEnvironment(), WENBAN_PUBLIC_URL: publicUrl });
    const request = () =>
      deliver({
        timestamp: Math.floor(at().getTime() / 1000),
        url: `${url}/webhooks/wechat`,
        fields: { Content: question, MsgId: "23456789012345678" },
      });
    const reply = await readReply(await fetch(request()));
    expect(reply.isSigned).toBe(true);
    expect(reply.fields.Content).toContain("23");
    expect(reply.fields.Content).toContain(`${publicUrl}/sources/`);
    const again = await readReply(await fetch(request()));
    expect(again.fields.Content).toBe(reply.fields.Content);
  });
});
