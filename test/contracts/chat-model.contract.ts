import { describe, expect, it } from "vitest";
import type { ChatModel, ChatRequest } from "../../src/llm/chat-model.ts";
import type { ChatScript } from "../support/scripted-chat-model.ts";

const request: ChatRequest = {
  messages: [
    { role: "system", content: "只根据材料回答。" },
    { role: "user", content: "工本费多少？" },
  ],
  maxTokens: 200,
};

/** Reads a stream to its end or failure. */
async function read(model: ChatModel, asked: ChatRequest = request) {
  const pieces: string[] = [];
  try {
    for await (const piece of model.stream(asked)) pieces.push(piece);
    return { text: pieces.join(""), failure: null };
  } catch (failure) {
    return { text: pieces.join(""), failure };
  }
}

const FAILURES: [string, ChatScript, string, string][] = [
  ["a refused key", { pieces: [], ending: 401 }, "unauthorized", "llm.unauthorized"],
  ["too many requests", { pieces: [], ending: 429 }, "rate_limited", "llm.rate_limited"],
  ["a failing server", { pieces: [], ending: 500 }, "upstream", "llm.upstream"],
  ["no connection", { pieces: [], ending: "unreachable" }, "unreachable", "llm.unreachable"],
  ["silence", { pieces: [], ending: "silent" }, "timed_out", "llm.timed_out"],
  ["a page instead of a reply", { pieces: [], ending: "html" }, "upstream", "llm.bad_reply"],
  ["the token limit", { pieces: ["工本费"], ending: "length" }, "upstream", "llm.cut_short"],
  ["the provider's filter", { pieces: ["工本"], ending: "content_filter" }, "upstream", "llm.filtered"],
];

/** What every chat model does; `create` makes one that follows the script. */
export function describeChatModel(name: string, create: (script: ChatScript) => ChatModel): void {
  describe(`ChatModel contract: ${name}`, () => {
    it("has a name and completes", async () => {
      const model = create({ pieces: ["工本费", "20元。"] });
      expect(model.name).not.toBe("");
      expect(await model.complete(request)).toBe("工本费20元。");
    });

    it("streams the same text in pieces, every character whole", async () => {
      const model = create({ pieces: ["工本", "费⟦1⟧", "20元。𠮷"] });
      expect(await read(model)).toEqual({ text: "工本费⟦1⟧20元。𠮷", failure: null });
    });

    it.each(FAILURES)("ends with %s as what it is", async (_, script, kind, code) => {
      const streamed = await read(create(script));
      expect(streamed.text).toBe(script.pieces.join(""));
      expect(streamed.failure).toMatchObject({ name: "WenbanError", kind, code });
      await expect(create(script).complete(request)).rejects.toMatchObject({
        name: "WenbanError",
        kind,
        code,
      });
    });

    it("gives the pieces that came before a broken stream, then fails", async () => {
      const { text, failure } = await read(create({ pieces: ["工本费", "20"], ending: "broken" }));
      expect(text).toBe("工本费20");
      expect(failure).toMatchObject({ kind: "upstream", code: "llm.broken_stream" });
    });

    it("gives up with the signal's reason", async () => {
      const leaving = new AbortController();
      leaving.abort(new Error("left"));
      const model = create({ pieces: ["工本费"] });
      await expect(model.complete({ ...request, signal: leaving.signal })).rejects.toThrow("left");
      expect((await read(model, { ...request, signal: leaving.signal })).failure).toMatchObject({
        message: "left",
      });
    });

    it("can be left in the middle", async () => {
      const model = create({ pieces: ["一", "二", "三"], ending: "silent" });
      for await (const piece of model.stream(request)) {
        expect(piece).toBe("一");
        break;
      }
      expect(await create({ pieces: ["好"] }).complete(request)).toBe("好");
    });
  });
}
