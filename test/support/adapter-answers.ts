import { beforeEach, describe, expect, it } from "vitest";
import type {
  Adapter,
  OutgoingReply,
  PassiveResponse,
  Received,
  Reply,
  SendResult,
} from "../../src/adapters/adapter.ts";
import type { Answer } from "../../src/domain.ts";
import { type AdapterKit, CONTRACT_NOW, contractContext } from "./adapter-kit.ts";
import { sampleAnswer } from "./sample-answer.ts";

/** What every Adapter does with answers: how they read, and how they are sent. */
export function describeAnswers(kit: AdapterKit): void {
  describe("answers", () => {
    let adapter: Adapter;
    beforeEach(() => {
      adapter = kit.create(contractContext());
    });

    const ask = async (): Promise<Received> => adapter.receive(await kit.question({ at: CONTRACT_NOW }));
    const render = (reply: Reply): Promise<string> | string =>
      kit.platform ? readSent(kit, reply) : readPassive(reply);
    const readPassive = async (reply: Reply) => kit.readText(await passive(await ask()).render(reply));
    const replyWith = (changes: Partial<Answer>): Reply => ({
      parts: [{ answer: { ...sampleAnswer(), ...changes }, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
      sendKey: "k",
    });

    it("shows notices, then the answer, then each source as a link", async () => {
      const text = await render(replyWith({ notices: [{ code: "dated", text: "该数据截至2025年。" }] }));
      const url = "https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19";
      const places = [
        "该数据截至2025年。",
        "取消9个。[1]",
        `[1] ${kit.link("《河口区2025年改革进展》", url)}`,
      ];
      const found = places.map((place) => text.indexOf(place));
      expect(found).not.toContain(-1);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      expect(text).toContain("原文摘录");
    });

    it("links nowhere but to the web", async () => {
      const [citation] = sampleAnswer().citations;
      if (!citation) throw new Error("no citation");
      const text = await render(
        replyWith({ citations: [{ ...citation, sourceUrl: "javascript:alert(1)" }] }),
      );
      expect(text).not.toContain("javascript:");
      expect(text).toContain("《河口区2025年改革进展》");
    });

    it("makes no markup of what documents and people wrote", async () => {
      const hostile = '<a href="https://evil.example">点这里</a>]]><x>';
      const [citation] = sampleAnswer().citations;
      if (!citation) throw new Error("no citation");
      const text = await render(
        replyWith({
          text: `${hostile}[1]`,
          notices: [{ code: "partial", text: hostile }],
          citations: [{ ...citation, title: hostile, publisher: hostile }],
        }),
      );
      expect(text).not.toMatch(/(?<!\\)<a href="https:\/\/evil/);
      expect(text).toContain("evil.example");
    });

    it("says when a question was masked", async () => {
      expect(await render(replyWith({ question: { text: "…", masked: true } }))).toContain("已隐去");
      expect(await render(replyWith({}))).not.toContain("已隐去");
    });

    it("renders equal replies equally", async () => {
      expect(await render(replyWith({}))).toBe(await render(replyWith({})));
    });

    it("has words, not an answer, for an answer that is not ready", async () => {
      const { response } = await ask();
      const shown = response instanceof Response ? response : await response.render(undefined);
      expect(shown.status).toBeLessThanOrEqual(503);
      expect(await shown.text()).not.toContain("取消9个");
    });

    describe.runIf(kit.platform)("sending by itself", () => {
      it("says that it was sent", async () => {
        const { result, calls } = await send(kit, replyWith({}));
        expect(result.status).toBe("sent");
        expect(calls.length).toBeGreaterThan(0);
      });

      it("sends only what has not been delivered yet", async () => {
        const counts: number[] = [];
        const reply = replyWith({ text: `${"取消九个事项。[1]".repeat(2000)}` });
        const all = await send(kit, reply, { noteDelivered: async (count) => void counts.push(count) });
        expect(all.result.status).toBe("sent");
        expect(counts).toEqual(counts.map((_, index) => index + 1));
        if (counts.length === 0) return;
        const rest = await send(kit, reply, { delivered: counts.length });
        const [whole, last] = [
          await kit.platform?.readText(all.calls),
          await kit.platform?.readText(rest.calls),
        ];
        expect(whole?.endsWith(last ?? "-")).toBe(true);
        expect(last?.length).toBeLessThan(whole?.length ?? 0);
      });

      it.each(kit.platform?.failures ?? [])("tells why not: %s", async (_name, respond, reason) => {
        const { result } = await send(kit, replyWith({}), {}, respond);
        expect(result).toMatchObject({ status: "failed", reason });
        for (const secret of kit.secrets) expect(JSON.stringify(result)).not.toContain(secret);
      });

      it.runIf(kit.platform?.readPieces)(
        "cuts no message longer than may be, and none in a link",
        async () => {
          const [sample] = sampleAnswer().citations;
          if (!sample) throw new Error("no citation");
          const citations = Array.from({ length: 20 }, (_, index) => ({
            ...sample,
            number: index + 1,
            documentId: `hekou/${index}`,
          }));
          const text = citations
            .map(({ number }) => `${"办理时限缩短𠮷半，".repeat(25)}共9项。[${number}]`)
            .join("\n");
          const { calls } = await send(kit, replyWith({ text, citations }));
          const pieces = (await kit.platform?.readPieces?.(calls)) ?? [];
          const { most, measure } = kit.platform?.limit ?? { most: 0, measure: () => 1 };
          const url = "https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19";
          const links = ["《河口区2025年改革进展》", "查看全文"].map((label) => kit.link(label, url));
          let found = 0;
          for (const piece of pieces) {
            expect(measure(piece)).toBeLessThanOrEqual(most);
            expect(piece.isWellFormed()).toBe(true);
            const whole = links.reduce((sum, link) => sum + piece.split(link).length - 1, 0);
            expect(piece.split("wenban.example.gov.cn/sources/").length - 1).toBe(whole);
            found += whole;
          }
          expect(found).toBeGreaterThan(0);
        },
      );

      it("may have arrived when the connection breaks", async () => {
        const { result } = await send(kit, replyWith({}), {}, () => Promise.reject(new TypeError("reset")));
        expect(result).toMatchObject({ status: "failed", reason: "transient" });
      });
    });

    it.runIf(kit.create(contractContext()).capabilities.lateReply !== "push")(
      "can't be made to send by itself",
      async () => {
        const [{ conversation } = { conversation: null }] = (await ask()).messages;
        if (!conversation) throw new Error("no message");
        const outgoing = { delivered: 0, maybeDuplicate: false, noteDelivered: async () => {} };
        await expect(adapter.send(conversation, { ...replyWith({}), ...outgoing })).rejects.toMatchObject({
          code: "webhook.no_push",
        });
      },
    );
  });
}

/** Sends a reply to the conversation of a first question, over a network that only the platform is on. */
async function send(
  kit: AdapterKit,
  reply: Reply,
  outgoing: Partial<OutgoingReply> = {},
  respond = kit.platform?.respond,
): Promise<{ result: SendResult; calls: Request[] }> {
  const calls: Request[] = [];
  const fetchPlatform: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    calls.push(request.clone());
    if (!respond) throw new Error("no platform in this test");
    return respond(request);
  };
  const adapter = kit.create({ ...contractContext(), fetch: fetchPlatform });
  const { messages } = await adapter.receive(await kit.question({ at: CONTRACT_NOW }));
  const [message] = messages;
  if (!message) throw new Error("not one message");
  calls.length = 0;
  const result = await adapter.send(message.conversation, {
    ...reply,
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
    ...outgoing,
  });
  return { result, calls };
}

async function readSent(kit: AdapterKit, reply: Reply): Promise<string> {
  const { calls } = await send(kit, reply);
  return (await kit.platform?.readText(calls)) ?? "";
}

function passive({ response }: Received): PassiveResponse {
  if (response instanceof Response) throw new Error("the answer does not go with the reply");
  return response;
}
