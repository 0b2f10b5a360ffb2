import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import type { Answer, AskRequest } from "../../src/domain.ts";
import { createSampleAnswerQuestion, createSampleServices, STAFF_KEY } from "../support/sample-services.ts";

function ask(app: ReturnType<typeof createApp>, body: unknown, headers: Record<string, string> = {}) {
  return app.request("/api/ask", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body:
      typeof body === "string"
        ? body
        : body instanceof Uint8Array
          ? new Blob([Uint8Array.from(body)])
          : JSON.stringify(body),
  });
}

const errorCode = async (response: Response) => (await response.json()).error.code;

describe("POST /api/ask", () => {
  it("gives an answer that can be found again", async () => {
    const app = createApp(createSampleServices());
    const response = await ask(app, { question: "取消了几个事项？" });
    expect(response.status).toBe(200);
    const answer: Answer = await response.json();
    expect(answer).toMatchObject({ outcome: "answered_extract", text: "取消9个。[1]" });
    const again = await app.request(`/api/messages/${answer.messageId}`);
    expect(await again.json()).toEqual(answer);
  });

  it("goes on with a conversation of its own making, and only with that", async () => {
    const asked: AskRequest[] = [];
    const app = createApp(createSampleServices({ answerQuestion: createSampleAnswerQuestion(asked) }));
    const first: Answer = await (await ask(app, { question: "余杭呢？", conversationId: "attacker" })).json();
    expect(first.conversationId).not.toBe("attacker");
    const second: Answer = await (
      await ask(app, { question: "温州呢？", conversationId: first.conversationId })
    ).json();
    expect(second.conversationId).toBe(first.conversationId);
    expect(asked.map(({ history }) => history)).toEqual([
      undefined,
      [
        { role: "user", text: "余杭呢？" },
        { role: "assistant", text: "取消9个。[1]" },
      ],
    ]);
  });

  it("what staff asked stays with staff", async () => {
    const asked: AskRequest[] = [];
    const app = createApp(createSampleServices({ answerQuestion: createSampleAnswerQuestion(asked) }));
    const staff = { authorization: `Bearer ${STAFF_KEY}` };
    const answer: Answer = await (await ask(app, { question: "内部口径" }, staff)).json();
    expect(asked[0]?.audience).toBe("staff");
    expect((await app.request(`/api/messages/${answer.messageId}`)).status).toBe(404);
    expect((await app.request(`/api/messages/${answer.messageId}`, { headers: staff })).status).toBe(200);
    await ask(app, { question: "继续", conversationId: answer.conversationId });
    expect(asked[1]).toMatchObject({ audience: "public" });
    expect(asked[1]?.history).toBeUndefined();
    expect(asked[1]?.conversationId).not.toBe(answer.conversationId);
  });

  it.each<[string, unknown, number, string, string?]>([
    ["empty question", { question: "" }, 422, "chat.empty_question"],
    ["spaces only", { question: " \u3000\n" }, 422, "chat.empty_question"],
    ["zero-width only", { question: "\u200b\ufeff\u2060" }, 422, "chat.empty_question"],
    ["301 characters", { question: "问".repeat(301) }, 422, "chat.question_too_long", "300"],
    ["301 characters beyond the basic plane", { question: "𠮷".repeat(301) }, 422, "chat.question_too_long"],
    ["no question", {}, 422, "http.invalid_field", "question"],
    ["a number", { question: 5 }, 422, "http.invalid_field", "question"],
    ["an array", { question: ["x"] }, 422, "http.invalid_field", "question"],
    ["an array as body", ["x"], 422, "http.invalid_field"],
    ["null", "null", 422, "http.invalid_field"],
    ["history from the client", { question: "问", history: [] }, 422, "http.unknown_field", "history"],
    ["visibility", { question: "问", visibility: "internal" }, 422, "http.unknown_field", "visibility"],
    [
      "__proto__",
      '{"question":"问","__proto__":{"audience":"staff"}}',
      422,
      "http.unknown_field",
      "__proto__",
    ],
    ["audience", { question: "问", audience: "staff" }, 422, "http.unknown_field", "audience"],
    ["unknown region", { question: "问", region: "亚特兰蒂斯" }, 422, "question.unknown_region", "region"],
    ["no such day", { question: "问", at: "2026-02-30" }, 422, "http.invalid_field", "at"],
    ["broken JSON", '{"question":', 400, "http.bad_json"],
    ["an empty body", "", 400, "http.bad_json"],
    ["a lone surrogate", '{"question":"\\ud800"}', 400, "http.bad_encoding"],
    ["a lone surrogate in a name", '{"question":"问","\\udfff":1}', 400, "http.bad_encoding"],
    ["NUL", { question: "问\0" }, 400, "http.bad_encoding"],
    ["broken UTF-8", new Uint8Array([123, 34, 0xff, 34, 125]), 400, "http.bad_encoding"],
    ["deep nesting", `{"question":${"[".repeat(20_000)}${"]".repeat(20_000)}}`, 422, "http.invalid_field"],
  ])("refuses %s", async (_name, body, status, code, named = "") => {
    const response = await ask(createApp(createSampleServices()), body);
    expect(response.status).toBe(status);
    const { error } = await response.json();
    expect(error.code).toBe(code);
    expect(error.message).toContain(named);
    expect(JSON.stringify(error)).not.toMatch(/at .*\.ts|node_modules/);
  });

  it.each([
    ["300 characters", "问".repeat(300)],
    ["300 characters beyond the basic plane", "𠮷".repeat(300)],
    ["one character", "问"],
  ])("takes %s", async (_name, question) => {
    expect((await ask(createApp(createSampleServices()), { question })).status).toBe(200);
  });

  it("refuses a body above 64 KB and another content type", async () => {
    const app = createApp(createSampleServices());
    const large = await ask(app, { question: "问".repeat(30_000) });
    expect([large.status, await errorCode(large)]).toEqual([413, "http.body_too_large"]);
    const form = await ask(app, "question=x", { "content-type": "application/x-www-form-urlencoded" });
    expect([form.status, await errorCode(form)]).toEqual([415, "http.unsupported_type"]);
  });

  it("takes no parameter in the address", async () => {
    const response = await createApp(createSampleServices()).request("/api/ask?sid=attacker", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ question: "问" }),
    });
    expect([response.status, await errorCode(response)]).toEqual([422, "http.unknown_field"]);
  });

  it("limits questions by socket address, whatever a header says", async () => {
    const services = createSampleServices();
    const app = createApp(services);
    for (let i = 0; i < 30; i++) expect((await ask(app, { question: "问" })).status).toBe(200);
    const refused = await ask(app, { question: "问" }, { "x-forwarded-for": "198.51.100.9" });
    expect([refused.status, await errorCode(refused)]).toEqual([429, "rate.limited"]);
    expect(refused.headers.get("retry-after")).toBe("2");
    services.clock.now = new Date(services.clock.now.getTime() + 2000);
    expect((await ask(app, { question: "问" })).status).toBe(200);
    expect((await ask(app, { question: "问" })).status).toBe(429);
  });

  it("an answer that can't be kept is given all the same", async () => {
    const services = createSampleServices();
    services.answers.put = () => Promise.reject(new Error("disk full"));
    expect((await ask(createApp(services), { question: "问" })).status).toBe(200);
  });

  it("an unexpected fault tells nothing of itself", async () => {
    const answerQuestion = () => Promise.reject(new Error("secret /srv/path"));
    const response = await ask(createApp(createSampleServices({ answerQuestion })), { question: "问" });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });
});

describe("POST /api/ask as a stream", () => {
  const stream = async (app: ReturnType<typeof createApp>) => {
    const response = await ask(app, { question: "取消了几个事项？" }, { accept: "text/event-stream" });
    const events = (await response.text()).split("\n\n").filter((event) => event.startsWith("data: "));
    return { response, parts: events.map((event) => event.slice("data: ".length)) };
  };

  it("tells sources before words, then the outcome, and ends", async () => {
    const app = createApp(createSampleServices());
    const { response, parts } = await stream(app);
    expect(response.headers.get("x-vercel-ai-ui-message-stream")).toBe("v1");
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(parts.at(-1)).toBe("[DONE]");
    const objects = parts.slice(0, -1).map((part) => JSON.parse(part));
    expect(objects.map(({ type }) => type)).toEqual([
      "start",
      "data-status",
      "data-status",
      "data-citation",
      "text-start",
      "text-delta",
      "text-delta",
      "text-end",
      "data-outcome",
      "finish",
    ]);
    const outcome: Answer = objects[8].data;
    expect(objects[0].messageId).toBe(outcome.messageId);
    expect(objects[5].delta + objects[6].delta).toBe(outcome.text);
    const kept = await app.request(`/api/messages/${outcome.messageId}`);
    expect(await kept.json()).toEqual(outcome);
  });

  it("a fault ends the stream with an error part", async () => {
    const { parts } = await stream(
      createApp(createSampleServices({ answerQuestion: () => Promise.reject(new Error("secret")) })),
    );
    expect(parts.slice(0, -1).map((part) => JSON.parse(part).type)).toEqual([
      "start",
      "data-status",
      "error",
    ]);
    expect(parts.join()).not.toContain("secret");
  });

  it("bad input is refused before the stream begins", async () => {
    const app = createApp(createSampleServices());
    const response = await ask(
      app,
      { question: "问", region: "亚特兰蒂斯" },
      { accept: "text/event-stream" },
    );
    expect(response.status).toBe(422);
  });

  it("aborts the work when the reader leaves, and gives its place back", async () => {
    const signals: AbortSignal[] = [];
    const services = createSampleServices({
      answerQuestion: (_request, options = {}) => {
        if (options.signal) signals.push(options.signal);
        options.onEvent?.({ type: "status", status: "searching", found: 0 });
        return new Promise((_resolve, reject) => {
          options.signal?.addEventListener("abort", () => reject(new Error("aborted")));
        });
      },
    });
    const app = createApp(services);
    const open = async () => {
      const response = await ask(app, { question: "问" }, { accept: "text/event-stream" });
      return { response, reader: response.body?.getReader() };
    };
    const streams = [await open(), await open(), await open(), await open()];
    for (const { reader } of streams) await reader?.read();
    const fifth = await open();
    expect(fifth.response.status).toBe(429);
    await streams[0]?.reader?.cancel();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false, false, false]);
    await new Promise((resolve) => setImmediate(resolve));
    expect((await open()).response.status).toBe(200);
    for (const { reader } of streams.slice(1)) await reader?.cancel();
  });
});
