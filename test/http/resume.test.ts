import { describe, expect, it } from "vitest";
import type { AnswerQuestion } from "../../src/answer/types.ts";
import { createApp } from "../../src/app.ts";
import type { Answer } from "../../src/domain.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { createSampleServices, STAFF_KEY } from "../support/sample-services.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const STREAM = { accept: "text/event-stream" };
const STAFF = { authorization: `Bearer ${STAFF_KEY}` };

type App = ReturnType<typeof createApp>;

function ask(app: App, headers: Record<string, string> = {}) {
  return app.request("/api/ask", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": KEY, ...headers },
    body: JSON.stringify({ question: "取消了几个事项？" }),
  });
}

const message = (app: App, headers: Record<string, string> = {}) =>
  app.request(`/api/messages/${KEY}`, { headers });
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Answers when told to; counts how often it was asked, and rejects when its work is aborted. */
function createHeldAnswer() {
  let release = () => {};
  let asked = 0;
  const signals: AbortSignal[] = [];
  const answerQuestion: AnswerQuestion = (request, options = {}) => {
    asked++;
    if (options.signal) signals.push(options.signal);
    const answer: Answer = { ...sampleAnswer(), question: { text: request.question, masked: false } };
    options.onEvent?.({ type: "status", status: "searching", found: 1 });
    return new Promise((resolve, reject) => {
      release = () => resolve(answer);
      options.signal?.addEventListener("abort", () => reject(new Error("aborted")));
    });
  };
  return { answerQuestion, signals, release: () => release(), asked: () => asked };
}

describe("asking with an Idempotency-Key", () => {
  it("makes the key the message's id", async () => {
    const app = createApp(createSampleServices());
    expect((await (await ask(app)).json()).messageId).toBe(KEY);
    expect((await message(app)).status).toBe(200);
  });

  it.each(["", "short", KEY.toUpperCase(), `${KEY}0`, "../../etc/passwd"])(
    "refuses the key %j",
    async (key) => {
      const response = await ask(createApp(createSampleServices()), { "idempotency-key": key });
      expect(response.status).toBe(422);
    },
  );

  it("gives the same answer again, without answering again", async () => {
    const held = createHeldAnswer();
    const app = createApp(createSampleServices({ answerQuestion: held.answerQuestion }));
    const first = ask(app);
    await turn();
    held.release();
    const answer: Answer = await (await first).json();
    expect(await (await ask(app)).json()).toEqual(answer);
    const streamed = await (await ask(app, STREAM)).text();
    expect(streamed.match(/"type":"([a-z-]+)"/g)).toEqual(
      ["start", "data-citation", "text-start", "text-delta", "text-end", "data-outcome", "finish"].map(
        (type) => `"type":"${type}"`,
      ),
    );
    expect(held.asked()).toBe(1);
  });

  it("finishes the answer of a reader who was cut off, and keeps it for them", async () => {
    const held = createHeldAnswer();
    const app = createApp(createSampleServices({ answerQuestion: held.answerQuestion }));
    const reader = (await ask(app, STREAM)).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    const waiting = await message(app);
    expect(waiting.status).toBe(202);
    expect(waiting.headers.get("retry-after")).toBe("1");
    expect(held.signals.map(({ aborted }) => aborted)).toEqual([false]);
    held.release();
    await turn();
    expect(await (await message(app)).json()).toMatchObject({ messageId: KEY, outcome: "answered_extract" });
  });

  it("is refused while the first is at work", async () => {
    const held = createHeldAnswer();
    const app = createApp(createSampleServices({ answerQuestion: held.answerQuestion }));
    const first = ask(app);
    await turn();
    const second = await ask(app);
    expect(second.status).toBe(409);
    expect((await second.json()).error.code).toBe("chat.in_flight");
    held.release();
    expect((await first).status).toBe(200);
  });

  it("ends the work when told to stop, and not for someone else", async () => {
    const held = createHeldAnswer();
    const app = createApp(createSampleServices({ answerQuestion: held.answerQuestion }));
    const stop = (headers = {}) => app.request(`/api/messages/${KEY}/stop`, { method: "POST", headers });
    const reader = (await ask(app, { ...STREAM, ...STAFF })).body?.getReader();
    await reader?.read();
    expect((await stop()).status).toBe(204);
    expect((await message(app)).status).toBe(404);
    expect(held.signals[0]?.aborted).toBe(false);
    expect((await stop(STAFF)).status).toBe(204);
    expect(held.signals[0]?.aborted).toBe(true);
    await reader?.cancel();
  });

  it("neither shows nor overwrites what staff asked under it", async () => {
    const app = createApp(createSampleServices());
    const first: Answer = await (await ask(app, STAFF)).json();
    expect((await ask(app)).status).toBe(409);
    expect(await (await message(app, STAFF)).json()).toEqual(first);
  });
});
