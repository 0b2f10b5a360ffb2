import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { ChatRequest } from "../../src/llm/chat-model.ts";
import { createOpenAiChatModel } from "../../src/llm/providers/openai-chat.ts";
import { describeChatModel } from "../contracts/chat-model.contract.ts";
import { chatEndpoint, ENDPOINT, eventStream, silentFetch } from "../support/model-endpoint.ts";
import { type ChatScript, createScriptedChatModel } from "../support/scripted-chat-model.ts";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const KEY = "sk-test-1234567890";
const limits = { firstMs: 300, idleMs: 300, totalMs: 1_000, retries: 0 };
const request: ChatRequest = { messages: [{ role: "user", content: "工本费多少？" }], maxTokens: 50 };

function endpointModel(script: ChatScript, asked: Parameters<typeof chatEndpoint>[1] = []) {
  const fetch = script.ending === "silent" ? silentFetch(script.pieces) : undefined;
  if (!fetch) server.use(chatEndpoint(script, asked));
  return createOpenAiChatModel({
    model: "qwen",
    baseUrl: ENDPOINT,
    apiKey: KEY,
    limits,
    ...(fetch && { fetch }),
  });
}

describeChatModel("OpenAI-compatible endpoint", (script) => endpointModel(script));
describeChatModel("script", (script) => createScriptedChatModel([script]));

describe("the OpenAI-compatible endpoint", () => {
  const readAll = async (model: ReturnType<typeof endpointModel>) => {
    let text = "";
    for await (const piece of model.stream(request)) text += piece;
    return text;
  };

  it("sends the key, the messages and the limit, and nothing of the environment", async () => {
    vi.stubEnv("OPENAI_ORG_ID", "org-from-environment");
    const asked: NonNullable<Parameters<typeof chatEndpoint>[1]> = [];
    await endpointModel({ pieces: ["好"] }, asked).complete(request);
    vi.unstubAllEnvs();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.get("authorization")).toBe(`Bearer ${KEY}`);
    expect(asked[0]?.headers.get("openai-organization")).toBeNull();
    expect(asked[0]?.body).toEqual({
      model: "qwen",
      messages: request.messages,
      max_tokens: 50,
      temperature: 0,
      stream: false,
    });
  });

  it("sends no key to an endpoint that asks for none", async () => {
    const asked: NonNullable<Parameters<typeof chatEndpoint>[1]> = [];
    server.use(chatEndpoint({ pieces: ["好"] }, asked));
    await createOpenAiChatModel({ model: "qwen", baseUrl: ENDPOINT, apiKey: null }).complete(request);
    expect(asked[0]?.headers.get("authorization")).toBeNull();
  });

  it("uses OpenAI's own names of the limit where OpenAI is asked, through the fetch handed in", async () => {
    const bodies: string[] = [];
    const model = createOpenAiChatModel({
      model: "gpt",
      baseUrl: null,
      apiKey: KEY,
      async fetch(_, init) {
        bodies.push(String(init?.body));
        return Response.json({ choices: [{ finish_reason: "stop", message: { content: "好" } }] });
      },
    });
    expect(await model.complete(request)).toBe("好");
    const body = JSON.parse(bodies[0] ?? "") as Record<string, unknown>;
    expect(body).toMatchObject({ max_completion_tokens: 50 });
    expect(body).not.toHaveProperty("temperature");
  });

  it("tries once more after a failure, not twice", async () => {
    let calls = 0;
    server.use(
      http.post(`${ENDPOINT}/chat/completions`, () => {
        calls++;
        return HttpResponse.json({}, { status: 500, headers: { "retry-after-ms": "1" } });
      }),
    );
    const model = createOpenAiChatModel({
      model: "qwen",
      baseUrl: ENDPOINT,
      apiKey: KEY,
      limits: { ...limits, retries: 1 },
    });
    await expect(model.complete(request)).rejects.toMatchObject({ code: "llm.upstream" });
    expect(calls).toBe(2);
  });

  it("does not wait as long as a server asks it to", async () => {
    server.use(
      http.post(`${ENDPOINT}/chat/completions`, () =>
        HttpResponse.json({}, { status: 429, headers: { "retry-after": "50" } }),
      ),
    );
    const model = createOpenAiChatModel({
      model: "qwen",
      baseUrl: ENDPOINT,
      apiKey: KEY,
      limits: { ...limits, retries: 1 },
    });
    await expect(readAll(model)).rejects.toMatchObject({ kind: "rate_limited" });
  });

  it("ends a stream that falls silent behind its first pieces", async () => {
    const model = endpointModel({ pieces: ["工本费"], ending: "silent" });
    await expect(readAll(model)).rejects.toMatchObject({ code: "llm.timed_out" });
  });

  it.each([
    ["no JSON", "data: {nope\n\n", "llm.bad_reply"],
    ["no event", "", "llm.bad_reply"],
    ["an error in the middle", 'data: {"error": {"message": "sk-echo"}}\n\n', "llm.upstream"],
    ["no choices", 'data: {}\n\ndata: {"choices": []}\n\ndata: [DONE]\n\n', "llm.broken_stream"],
    [
      "a call of a tool",
      'data: {"choices": [{"delta": {"tool_calls": []}, "finish_reason": "tool_calls"}]}\n\n',
      "llm.bad_reply",
    ],
  ])("fails on a stream of %s", async (_, text, code) => {
    server.use(http.post(`${ENDPOINT}/chat/completions`, () => eventStream(text)));
    const model = createOpenAiChatModel({ model: "qwen", baseUrl: ENDPOINT, apiKey: KEY, limits });
    await expect(readAll(model)).rejects.toMatchObject({ code });
  });

  it.each([
    ["an empty object", {}],
    ["no choices", { choices: [] }],
    ["no content", { choices: [{ finish_reason: "stop", message: { content: null } }] }],
    ["a call of a tool", { choices: [{ finish_reason: "tool_calls", message: { tool_calls: [] } }] }],
  ])("fails on a reply with %s", async (_, reply) => {
    server.use(http.post(`${ENDPOINT}/chat/completions`, () => HttpResponse.json(reply)));
    const model = createOpenAiChatModel({ model: "qwen", baseUrl: ENDPOINT, apiKey: KEY, limits });
    await expect(model.complete(request)).rejects.toMatchObject({ code: "llm.bad_reply" });
  });

  it("writes nothing to any log, and tells neither key nor content in its errors", async () => {
    const methods = ["log", "info", "warn", "error", "debug"] as const;
    const spies = methods.map((method) => vi.spyOn(console, method));
    vi.stubEnv("OPENAI_LOG", "debug");
    const failures = [];
    for (const ending of [401, 429, 500, "unreachable", "html", "length"] as const) {
      failures.push(
        await endpointModel({ pieces: ["工本费"], ending })
          .complete(request)
          .catch((e) => e),
      );
    }
    vi.unstubAllEnvs();
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
    for (const failure of failures) {
      expect(failure.cause).toBeUndefined();
      expect(JSON.stringify([failure.message, failure.hint])).not.toMatch(/sk-|工本费|秘密/);
    }
  });
});
