import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request that came, as the server read it. */
export interface ChatCall {
  path: string;
  headers: IncomingHttpHeaders;
  body: { model?: string; messages?: { role: string; content: string }[]; stream?: boolean };
}

/** What to answer: a text, or a status with headers and a body; `hang` answers never. */
export type ChatReply = string | { status: number; headers?: Record<string, string>; body?: string } | "hang";

/** The body of a chat completion that says the text. */
export function completion(text: unknown): string {
  return JSON.stringify({ choices: [{ message: { role: "assistant", content: text } }] });
}

/** A chat system on this machine that answers as told; it ends with the test. */
export async function startChatServer(reply: (call: ChatCall, count: number) => ChatReply) {
  const calls: ChatCall[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    const call = { path: request.url ?? "", headers: request.headers, body: JSON.parse(text || "{}") };
    calls.push(call);
    const given = reply(call, calls.length);
    if (given === "hang") return;
    const {
      status,
      headers = {},
      body = "",
    } = typeof given === "string" ? { status: 200, body: completion(given) } : given;
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, calls };
}
