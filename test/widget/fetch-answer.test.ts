import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/domain.ts";
import { fetchAnswer, type Surroundings } from "../../src/widget/transport/fetch-answer.ts";
import type { StreamPart } from "../../src/widget/transport/message-stream.ts";
import type { Asked, Server } from "../../src/widget/transport/server.ts";
import { ServerError } from "../../src/widget/transport/server-error.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

const ASKED: Asked = { key: "0".repeat(32), question: "问", conversationId: null, locale: "zh-CN" };
const CITED: StreamPart = { type: "start", messageId: "m" };
const answer = sampleAnswer();
const OUTCOME: StreamPart = { type: "data-outcome", data: answer };
const NEVER = new Promise<never>(() => {});

type Ask = Server["ask"];
const sends =
  (...parts: StreamPart[]): Ask =>
  async (_asked, tell) =>
    parts.forEach(tell);
const cuts =
  (...parts: StreamPart[]): Ask =>
  async (_asked, tell) => {
    parts.forEach(tell);
    throw new TypeError("network error");
  };
const refuses =
  (status: number): Ask =>
  async () => {
    throw new ServerError(status, "no", null);
  };

/** Runs against a server of scripted replies; time passes at once, but silence only where told. */
async function run(
  asks: Ask[],
  messages: (Answer | null | number)[] = [],
  { isSilent = false, offline = 0 } = {},
) {
  const heard: string[] = [];
  const signals: AbortSignal[] = [];
  const server: Pick<Server, "ask" | "message"> = {
    ask(asked, tell, signal) {
      heard.push(`ask ${asked.key === ASKED.key}`);
      signals.push(signal);
      return asks.shift()?.(asked, tell, signal) ?? NEVER;
    },
    async message() {
      heard.push("message");
      const reply = messages.length > 0 ? messages.shift() : 404;
      if (typeof reply === "number")
        throw reply === 0 ? new TypeError("network") : new ServerError(reply, "", null);
      return reply ?? null;
    },
  };
  let offlineLeft = offline;
  const surroundings: Surroundings = {
    wait: (ms) => (ms >= 4000 && !isSilent ? NEVER : Promise.resolve()),
    isOnline: () => offlineLeft === 0,
    untilOnline: async () => {
      offlineLeft = 0;
    },
  };
  const progress = {
    tell: (part: StreamPart) => heard.push(part.type),
    resuming: () => heard.push("resuming"),
    offline: () => heard.push("offline"),
  };
  const controller = new AbortController();
  const got = await fetchAnswer(server as Server, ASKED, progress, {
    signal: controller.signal,
    surroundings,
  }).catch((error: Error) => error);
  return { got, heard, signals };
}

describe("fetching an answer", () => {
  it("takes it from the stream", async () => {
    const { got, heard } = await run([sends(CITED, OUTCOME)]);
    expect(got).toBe(answer);
    expect(heard).toEqual(["ask true", "start"]);
  });

  it("resumes a stream that was cut, by what the server keeps", async () => {
    const { got, heard } = await run([cuts(CITED)], [null, null, answer]);
    expect(got).toBe(answer);
    expect(heard).toEqual(["ask true", "start", "resuming", "message", "message", "message"]);
  });

  it("resumes a stream that ended without an outcome", async () => {
    expect((await run([sends(CITED)], [answer])).got).toBe(answer);
  });

  it("asks once more, under the same key, what the server never had", async () => {
    const { got, heard } = await run([cuts(), sends(OUTCOME)], [404]);
    expect(got).toBe(answer);
    expect(heard).toEqual(["ask true", "resuming", "message", "ask true"]);
  });

  it("waits for a network that is gone", async () => {
    const { got, heard } = await run([cuts()], [answer], { offline: 1 });
    expect(got).toBe(answer);
    expect(heard).toEqual(["ask true", "resuming", "offline", "resuming", "message"]);
  });

  it("fetches the answer of a question that is already at work", async () => {
    expect((await run([refuses(409)], [null, answer])).got).toBe(answer);
  });

  it("asks for the answer beside a stream that says nothing", async () => {
    const { got, heard, signals } = await run([() => NEVER], [404, null, answer], { isSilent: true });
    expect(got).toBe(answer);
    expect(heard).toEqual(["ask true", "message", "message", "message"]);
    expect(signals[0]?.aborted).toBe(true);
  });

  it.each([403, 422, 429, 503])("passes on what the server says: %i", async (status) => {
    const { got, heard } = await run([refuses(status)]);
    expect(got).toMatchObject({ status });
    expect(heard).toEqual(["ask true"]);
  });

  it("gives up when nothing helps", async () => {
    const { got } = await run([cuts(), cuts()], [0, 0, 0, 0, 0, 404]);
    expect(got).toBeInstanceOf(Error);
  });
});
