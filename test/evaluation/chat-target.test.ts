import { describe, expect, it } from "vitest";
import type { WenbanError } from "../../src/errors.ts";
import { openChatTarget, readTargetUrl, type TargetWire } from "../../src/evaluation/target/chat-target.ts";
import { type ChatReply, completion, startChatServer } from "../support/chat-server.ts";

const NOW = new Date("2026-01-02T03:04:05Z");

/** A target on this machine that waits for nothing, with what it was asked and how long it would have waited. */
async function open(
  reply: (count: number) => ChatReply,
  { apiKey = null, ...wire }: Partial<TargetWire> & { apiKey?: string | null } = {},
) {
  const server = await startChatServer((_call, count) => reply(count));
  const waits: number[] = [];
  const target = openChatTarget(
    { url: server.url, model: "m1", apiKey },
    { fetch, now: () => NOW, sleep: async (ms) => void waits.push(ms), ...wire },
  );
  const ask = (question: string, request = {}, signal?: AbortSignal) =>
    target.answerQuestion({ question, audience: "public", ...request }, signal ? { signal } : {});
  return { ...server, ...target, waits, ask };
}

const failsWith = (code: string) => expect.objectContaining({ code });

describe("a chat target", () => {
  it("is asked over the chat API, with what was said before, and answers with a text alone", async () => {
    const { ask, calls } = await open(() => " 9个 ", { apiKey: "k1" });
    const history = [
      { role: "user", text: "前问" },
      { role: "assistant", text: "前答" },
    ];
    const answer = await ask("后问", { history });
    expect(answer).toMatchObject({
      outcome: "answered",
      text: "9个",
      citations: [],
      question: { text: "后问" },
      generatedBy: "model:m1",
    });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ path: "/v1/chat/completions", headers: { authorization: "Bearer k1" } });
    expect(calls[0]?.body).toEqual({
      model: "m1",
      stream: false,
      messages: [
        { role: "user", content: "前问" },
        { role: "assistant", content: "前答" },
        { role: "user", content: "后问" },
      ],
    });
  });

  it("is told the asker's place and day in words, and no key where there is none", async () => {
    const { ask, calls } = await open(() => "好");
    await ask("问", { region: "浙江省杭州市余杭区", at: "2025-01-02" });
    expect(calls[0]?.body.messages).toEqual([
      { role: "user", content: "（我在浙江省杭州市余杭区。今天是2025-01-02。）问" },
    ]);
    expect(calls[0]?.headers).not.toHaveProperty("authorization");
  });

  it.each([
    ["parts of text", [{ type: "text", text: "9" }, { type: "image" }, { type: "text", text: "个" }]],
    ["a text after thoughts", "<think>大概<b>8</b>？</think>\n9个"],
  ])("may answer with %s", async (_name, content) => {
    const { ask } = await open(() => ({ status: 200, body: completion(content) }));
    expect((await ask("问")).text).toBe("9个");
  });

  it.each<[string, ChatReply, string]>([
    ["no text", { status: 200, body: completion(null) }, "target.bad_reply"],
    ["blanks", "  ", "target.bad_reply"],
    ["no choice", { status: 200, body: '{"choices":[]}' }, "target.bad_reply"],
    ["no JSON", { status: 200, body: "<html>" }, "target.bad_reply"],
    ["a body without end", { status: 200, body: "x".repeat(5000) }, "target.too_large"],
    ["an error of its own", { status: 400, body: "secret" }, "target.failed"],
  ])("that gives %s fails this question", async (_name, reply, code) => {
    const { ask, isFatal, calls } = await open(() => reply, { limits: { mostBytes: 4000 } });
    const error = await ask("问").catch((thrown: WenbanError) => thrown);
    expect(error).toEqual(failsWith(code));
    expect(JSON.stringify(error) + String(error)).not.toContain("secret");
    expect([isFatal(error as WenbanError), calls.length]).toEqual([false, 1]);
  });

  it.each<[string, ChatReply, string]>([
    ["refuses the key", { status: 401 }, "target.unauthorized"],
    ["is not there", { status: 404 }, "target.not_found"],
    ["points elsewhere", { status: 302, headers: { location: "http://127.0.0.1:9/" } }, "target.redirected"],
  ])("that %s ends the evaluation", async (_name, reply, code) => {
    const { ask, isFatal, calls } = await open(() => reply, { apiKey: "k1" });
    const error = await ask("问").catch((thrown: WenbanError) => thrown);
    expect(error).toEqual(failsWith(code));
    expect(String(error)).not.toContain("k1");
    expect([isFatal(error as WenbanError), calls.length]).toEqual([true, 1]);
  });

  it.each<[string, Record<string, string>, number[]]>([
    ["as long as asked", { "retry-after": "7" }, [7000]],
    ["until the moment given", { "retry-after": "Fri, 02 Jan 2026 03:04:15 GMT" }, [10_000]],
    ["not at all", { "retry-after": "0" }, [0]],
    ["a minute at most", { "retry-after": "86400" }, [60_000]],
    ["a second by default", {}, [1000]],
    ["a second for nonsense", { "retry-after": "soon" }, [1000]],
  ])("that is busy is asked again after waiting %s", async (_name, headers, expected) => {
    const { ask, waits } = await open((count) => (count === 1 ? { status: 429, headers } : "9个"));
    expect((await ask("问")).text).toBe("9个");
    expect(waits).toEqual(expected);
  });

  it("that stays broken is given up after three more tries, each later than the one before", async () => {
    const { ask, waits, calls } = await open(() => ({ status: 503 }));
    await expect(ask("问")).rejects.toEqual(failsWith("target.failed"));
    expect([calls.length, waits]).toEqual([4, [1000, 2000, 4000]]);
  });

  it("that can't be reached from the start ends the evaluation, later it fails a question", async () => {
    let isUp = false;
    const { ask, isFatal } = await open(() => "好", {
      limits: { retries: 0 },
      fetch: (...request) => (isUp ? fetch(...request) : Promise.reject(new TypeError("fetch failed"))),
    });
    const early = await ask("问").catch((thrown: WenbanError) => thrown as WenbanError);
    expect(early).toEqual(failsWith("target.unreachable"));
    expect(isFatal(early as WenbanError)).toBe(true);
    isUp = true;
    await ask("问");
    isUp = false;
    const late = await ask("问").catch((thrown: WenbanError) => thrown as WenbanError);
    expect(isFatal(late as WenbanError)).toBe(false);
  });

  it("that fails ten times in a row is down", async () => {
    const { ask, isFatal } = await open((count) => (count === 1 ? "好" : { status: 500 }), {
      limits: { retries: 0 },
    });
    await ask("问");
    const verdicts: boolean[] = [];
    for (let i = 0; i < 10; i += 1) {
      const error = await ask("问").catch((thrown: WenbanError) => thrown);
      verdicts.push(isFatal(error as WenbanError));
    }
    expect(verdicts).toEqual([...Array(9).fill(false), true]);
  });

  it("that never answers is left", async () => {
    const { ask } = await open(() => "hang", { limits: { timeoutMs: 30, retries: 0 } });
    await expect(ask("问")).rejects.toEqual(failsWith("target.timed_out"));
  });

  it("stops at once when told to, also while it waits", async () => {
    const stopping = new AbortController();
    const server = await startChatServer(() => ({ status: 503, headers: { "retry-after": "50" } }));
    const target = openChatTarget({ url: server.url, model: "m", apiKey: null }, { fetch });
    const asked = target.answerQuestion({ question: "问", audience: "public" }, { signal: stopping.signal });
    while (server.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stopping.abort(new Error("told to stop"));
    await expect(asked).rejects.toThrow("told to stop");
  });
});

describe("its address", () => {
  it.each([
    ["https://a.example/v1", "/v1/chat/completions"],
    ["https://a.example/v1/", "/v1/chat/completions"],
    ["https://a.example/v1/chat/completions", "/v1/chat/completions"],
    ["https://a.example", "/chat/completions"],
    ["https://a.example/v1?version=2", "/v1/chat/completions?version=2"],
  ])("%s is asked at %s", async (address, expected) => {
    const asked: string[] = [];
    const { answerQuestion } = openChatTarget(
      { url: readTargetUrl(address), model: "m", apiKey: null },
      {
        fetch: async (url) => {
          asked.push(String(url));
          return new Response(completion("好"));
        },
      },
    );
    await answerQuestion({ question: "问", audience: "public" });
    expect(asked).toEqual([`https://a.example${expected}`]);
  });

  it.each(["a.example", "ftp://a.example", "https://user:pw@a.example/v1", "https://a.example/#x", ""])(
    "%j is none",
    (address) => {
      expect(() => readTargetUrl(address)).toThrow(failsWith("target.bad_url"));
    },
  );
});
