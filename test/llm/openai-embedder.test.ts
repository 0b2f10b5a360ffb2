import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createOpenAiEmbedder, createOpenAiEmbedderSource } from "../../src/llm/providers/openai-embedder.ts";
import { describeEmbedder } from "../contracts/embedder.contract.ts";

const URL = "https://models.example/v1/embeddings";
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const settings = {
  baseUrl: "https://models.example/v1",
  apiKey: "k",
  model: "test-embedding",
  fetch: (...args: Parameters<typeof fetch>) => globalThis.fetch(...args),
};

interface Body {
  input: string[];
  model: string;
  encoding_format: string;
}

/** A vector that tells which text it belongs to. */
const vectorOf = (text: string) => [text.length, text.codePointAt(0) ?? 1, 1];

function reply(make: (input: string[]) => unknown): { bodies: Body[] } {
  const bodies: Body[] = [];
  server.use(
    http.post(URL, async ({ request }) => {
      const body = (await request.json()) as Body;
      bodies.push(body);
      return HttpResponse.json(make(body.input) as never);
    }),
  );
  return { bodies };
}

const listed = (vectors: unknown[]) => ({
  data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
});

describeEmbedder("OpenAI-compatible", () => {
  reply((input) => listed(input.map(vectorOf)));
  return createOpenAiEmbedder(settings, 3);
});

describe("OpenAI-compatible embedder", () => {
  it("embeds in batches and keeps the order of the texts", async () => {
    const { bodies } = reply((input) => {
      const { data } = listed(input.map(vectorOf));
      return { data: data.reverse() };
    });
    const texts = Array.from({ length: 150 }, (_, i) => `第${i}条`.repeat(1 + (i % 3)));
    const vectors = await createOpenAiEmbedder(settings, 3).embedDocuments(texts);
    expect(vectors).toEqual(texts.map(vectorOf));
    expect(bodies.map((body) => body.input.length)).toEqual([64, 64, 22]);
    expect(bodies[0]).toMatchObject({ model: "test-embedding", encoding_format: "float" });
  });

  it("learns the dimensions from the first text", async () => {
    reply((input) => listed(input.map(vectorOf)));
    const prepared = await createOpenAiEmbedderSource(settings).prepare(["甲", "乙"]);
    expect(prepared).toMatchObject({ weight: null, state: null });
    expect(prepared?.embedder).toMatchObject({ model: "openai:test-embedding", dimensions: 3 });
    expect(await prepared?.embedder.embedQuery("丙")).toEqual(vectorOf("丙"));
  });

  it("has nothing to prepare for no texts", async () => {
    expect(await createOpenAiEmbedderSource(settings).prepare([])).toBeNull();
  });

  it.each<[string, unknown]>([
    ["too few vectors", listed([])],
    [
      "too many vectors",
      listed([
        [1, 2, 3],
        [1, 2, 3],
      ]),
    ],
    ["another dimension", listed([[1, 2]])],
    ["null for NaN", listed([[1, null, 3]])],
    ["text for numbers", listed([["1", "2", "3"]])],
    ["only zeros", listed([[0, 0, 0]])],
    ["no vector", listed([undefined])],
    ["an index out of range", { data: [{ index: 5, embedding: [1, 2, 3] }] }],
    ["no data", { object: "list" }],
    ["another shape", "hello"],
  ])("refuses a reply with %s", async (_, body) => {
    reply(() => body);
    await expect(createOpenAiEmbedder(settings, 3).embedQuery("甲")).rejects.toMatchObject({
      code: "embed.bad_reply",
    });
  });

  it.each([
    [401, "llm.unauthorized"],
    [429, "llm.rate_limited"],
    [500, "llm.upstream"],
  ])("says what the status %i means", async (status, code) => {
    server.use(http.post(URL, () => HttpResponse.json({ error: { message: "no" } }, { status })));
    await expect(createOpenAiEmbedder(settings, 3).embedQuery("甲")).rejects.toMatchObject({ code });
  });

  it("tries a batch again after a limit, but a question only once", async () => {
    let calls = 0;
    server.use(
      http.post(URL, async ({ request }) => {
        calls++;
        const { input } = (await request.json()) as Body;
        const headers = { "retry-after-ms": "1" };
        return calls < 3
          ? HttpResponse.json({ error: {} }, { status: 429, headers })
          : HttpResponse.json(listed(input.map(vectorOf)));
      }),
    );
    const embedder = createOpenAiEmbedder(settings, 3);
    expect(await embedder.embedDocuments(["甲"])).toEqual([vectorOf("甲")]);
    calls = 0;
    await expect(embedder.embedQuery("甲")).rejects.toMatchObject({ code: "llm.rate_limited" });
    expect(calls).toBe(1);
  });

  it("gives up on a question that takes too long", async () => {
    server.use(http.post(URL, () => new Promise<never>(() => {})));
    const embedder = createOpenAiEmbedder({ ...settings, queryTimeoutMs: 30 }, 3);
    await expect(embedder.embedQuery("甲")).rejects.toMatchObject({ code: "llm.timed_out" });
  });
});
