import {
  AbstractChat,
  type ChatInit,
  type ChatState,
  type ChatStatus,
  DefaultChatTransport,
  parseJsonEventStream,
  type UIMessage,
  uiMessageChunkSchema,
} from "ai";
import { describe, expect, it } from "vitest";
import type { AnswerQuestion } from "../../src/answer/types.ts";
import { createApp } from "../../src/app.ts";
import type { Answer } from "../../src/domain.ts";
import { createSampleServices } from "../support/sample-services.ts";

const STREAM = "text/event-stream";

function openApp(answerQuestion?: AnswerQuestion) {
  return createApp(createSampleServices(answerQuestion ? { answerQuestion } : {}));
}

/** What the AI SDK's own reader makes of the stream of one question. */
async function readChunks(app: ReturnType<typeof openApp>) {
  const response = await app.request("/api/ask", {
    method: "POST",
    headers: { "content-type": "application/json", accept: STREAM },
    body: JSON.stringify({ question: "取消了几个事项？" }),
  });
  if (!response.body) throw new Error("no stream");
  const parsed = parseJsonEventStream({ stream: response.body, schema: uiMessageChunkSchema });
  const chunks = [];
  for await (const chunk of parsed) chunks.push(chunk);
  return chunks;
}

describe("the message stream, read by the AI SDK", () => {
  it("is made of chunks of its schema", async () => {
    const chunks = await readChunks(openApp());
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.filter(({ success }) => !success)).toEqual([]);
  });

  it("is so when the answer fails", async () => {
    const chunks = await readChunks(openApp(() => Promise.reject(new Error("broken"))));
    expect(chunks.filter(({ success }) => !success)).toEqual([]);
    const types = chunks.map((chunk) => chunk.success && chunk.value.type);
    expect(types).toContain("error");
  });

  it("gives a stock chat its answer with the sources, when only the request is prepared", async () => {
    const app = openApp();
    const transport = new DefaultChatTransport({
      fetch: async (input, init) => app.request(String(input), init),
      prepareSendMessagesRequest: ({ messages }) => ({
        api: "/api/ask",
        headers: { accept: STREAM },
        body: { question: textOf(messages.at(-1)) },
      }),
    });
    const chat = new PlainChat({ transport });
    await chat.sendMessage({ text: "取消了几个事项？" });
    expect(chat.error).toBeUndefined();
    expect(chat.messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
    const answer = chat.messages[1];
    expect(textOf(answer)).toBe("取消9个。[1]");
    const data = (type: string) => answer?.parts.find((part) => part.type === type);
    const outcome = data("data-outcome");
    const full = outcome && "data" in outcome ? (outcome.data as Answer) : null;
    expect(full?.outcome).toBe("answered_extract");
    expect(data("data-citation")).toMatchObject({ id: "1", data: full?.citations[0] });
    const order = answer?.parts.map(({ type }) => type) ?? [];
    expect(order.indexOf("data-citation")).toBeLessThan(order.indexOf("text"));
  });
});

function textOf(message: UIMessage | undefined): string {
  const parts = message?.parts ?? [];
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

/** The chat that `useChat` holds, with its state in plain fields instead of React's. */
class PlainChat extends AbstractChat<UIMessage> {
  constructor(init: ChatInit<UIMessage>) {
    super({ ...init, state: new PlainState() });
  }
}

class PlainState implements ChatState<UIMessage> {
  status: ChatStatus = "ready";
  error: Error | undefined = undefined;
  messages: UIMessage[] = [];
  pushMessage = (message: UIMessage) => {
    this.messages = [...this.messages, message];
  };
  popMessage = () => {
    this.messages = this.messages.slice(0, -1);
  };
  replaceMessage = (index: number, message: UIMessage) => {
    this.messages = this.messages.map((one, at) => (at === index ? message : one));
  };
  snapshot = <T>(thing: T): T => structuredClone(thing);
}
