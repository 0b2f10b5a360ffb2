import { HttpResponse, http } from "msw";
import type { ChatScript } from "./scripted-chat-model.ts";

export const ENDPOINT = "https://model.example.cn/v1";

/** Bytes of a stream are handed out in pieces of this size, which cuts most Chinese characters. */
const CUT = 7;

/** An OpenAI-compatible chat endpoint that follows a script (but for `silent`); `asked` gets each request's body and headers. */
export function chatEndpoint(
  script: ChatScript,
  asked: { body: Record<string, unknown>; headers: Headers }[] = [],
) {
  return http.post(`${ENDPOINT}/chat/completions`, async ({ request }) => {
    const body = (await request.json()) as Record<string, unknown>;
    asked.push({ body, headers: request.headers });
    const { pieces, ending = "stop" } = script;
    if (ending === "unreachable") return HttpResponse.error();
    if (typeof ending === "number") {
      return HttpResponse.json({ error: { message: "秘密 sk-echo" } }, { status: ending });
    }
    if (ending === "html") return HttpResponse.html("<html><body>登录</body></html>");
    return body.stream === true ? streamed(pieces, ending) : whole(pieces, ending);
  });
}

function whole(pieces: readonly string[], ending: string): Response {
  if (ending === "broken") return new HttpResponse('{"choices": [{"mess', { headers: JSON_HEADERS });
  return HttpResponse.json({
    id: "c1",
    object: "chat.completion",
    choices: [{ index: 0, finish_reason: ending, message: { role: "assistant", content: pieces.join("") } }],
  });
}

const JSON_HEADERS = { "content-type": "application/json" };

function streamed(pieces: readonly string[], ending: string): Response {
  const lines = chunksOf(pieces);
  if (ending !== "broken") lines.push(chunk({ delta: {}, finish_reason: ending }), "data: [DONE]\n\n");
  return eventStream(lines.join(""));
}

function chunksOf(pieces: readonly string[]): string[] {
  return pieces.map((content) => chunk({ delta: { content } }));
}

function chunk(choice: object): string {
  return `data: ${JSON.stringify({ id: "c1", choices: [{ index: 0, ...choice }] })}\n\n`;
}

/** An event stream cut into pieces of a few bytes. */
export function eventStream(text: string): Response {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + CUT));
      at += CUT;
    },
  });
  return new HttpResponse(body, { headers: { "content-type": "text/event-stream" } });
}

/**
 * A fetch whose event stream falls silent behind the pieces and stays open until the request is aborted.
 * Handed to the client as it is: the interception of sockets can't abort a body that is under way.
 */
export function silentFetch(pieces: readonly string[]): typeof globalThis.fetch {
  return async (_, init) => {
    const signal = init?.signal;
    if (pieces.length === 0) return new Promise((_, reject) => onAbort(signal, reject));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const line of chunksOf(pieces)) controller.enqueue(new TextEncoder().encode(line));
        onAbort(signal, (reason) => controller.error(reason));
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
}

function onAbort(signal: AbortSignal | null | undefined, act: (reason: unknown) => void): void {
  signal?.addEventListener("abort", () => act(signal.reason));
}
