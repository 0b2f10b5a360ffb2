import type { OpenAI } from "openai";
import { WenbanError } from "../../errors.ts";
import type { Embedder, EmbedderSource } from "../embedder.ts";
import { toLlmError } from "./openai-errors.ts";

/** An OpenAI-compatible endpoint that embeds. */
export interface OpenAiEmbedderSettings {
  /** Such as `https://host/v1`. */
  baseUrl: string;
  apiKey: string;
  model: string;
  fetch?: typeof globalThis.fetch;
  /** For one question, in milliseconds; the search goes on without vectors after it. Default 3,000. */
  queryTimeoutMs?: number;
  /** For one batch of passages, in milliseconds. Default 60,000. */
  batchTimeoutMs?: number;
}

/** Texts in one request; all common servers take as many. */
const BATCH = 64;
/** The client waits longer before each further try. */
const BATCH_RETRIES = 4;
const QUERY_TIMEOUT_MS = 3_000;
const BATCH_TIMEOUT_MS = 60_000;

interface RequestOptions {
  timeout: number;
  maxRetries: number;
}

/** The embedder of a configured endpoint; its fusion weight is measured on the passages it embeds. */
export function createOpenAiEmbedderSource(settings: OpenAiEmbedderSettings): EmbedderSource {
  return {
    name: modelName(settings),
    async prepare(texts) {
      const [first] = texts;
      if (first === undefined) return null;
      const [vector] = await createRequest(settings)([first], batchOptions(settings));
      const dimensions = vector?.length ?? 0;
      return { embedder: createOpenAiEmbedder(settings, dimensions), weight: null, state: null };
    },
  };
}

/** The embedder of an endpoint whose vectors are known to have so many dimensions. */
export function createOpenAiEmbedder(settings: OpenAiEmbedderSettings, dimensions: number): Embedder {
  const request = createRequest(settings, dimensions);
  return {
    model: modelName(settings),
    dimensions,
    async embedDocuments(texts) {
      const vectors: number[][] = [];
      for (let from = 0; from < texts.length; from += BATCH) {
        vectors.push(...(await request(texts.slice(from, from + BATCH), batchOptions(settings))));
      }
      return vectors;
    },
    async embedQuery(text) {
      const timeout = settings.queryTimeoutMs ?? QUERY_TIMEOUT_MS;
      const [vector] = await request([text], { timeout, maxRetries: 0 });
      return vector as number[];
    },
  };
}

/** The name under which the vectors of an endpoint's model are kept. */
function modelName({ model }: Pick<OpenAiEmbedderSettings, "model">): string {
  return `openai:${model}`;
}

function batchOptions({ batchTimeoutMs = BATCH_TIMEOUT_MS }: OpenAiEmbedderSettings): RequestOptions {
  return { timeout: batchTimeoutMs, maxRetries: BATCH_RETRIES };
}

type Request = (input: string[], options: RequestOptions) => Promise<number[][]>;

/** Asks for vectors and checks them; the client is loaded with the first request. */
function createRequest(
  { baseUrl, apiKey, model, fetch }: OpenAiEmbedderSettings,
  dimensions?: number,
): Request {
  let client: Promise<OpenAI> | null = null;
  const load = async () => {
    const { OpenAI } = await import("openai");
    return new OpenAI({ baseURL: baseUrl, apiKey, ...(fetch && { fetch }) });
  };
  return async (input, options) => {
    client ??= load();
    // Some servers know no base64, the client's own default.
    const body = { model, input, encoding_format: "float" } as const;
    const reply = await (await client).embeddings.create(body, options).catch((error: unknown) => {
      throw toLlmError(error);
    });
    return readVectors(reply, input.length, dimensions);
  };
}

function badReply(what: string): WenbanError {
  return new WenbanError("upstream", "embed.bad_reply", `向量服务的返回不对：${what}。Bad embedding reply.`, {
    hint: "检查 WENBAN_EMBEDDING_MODEL 是否是向量模型。Check that WENBAN_EMBEDDING_MODEL names an embedding model.",
  });
}

/** The vectors of a reply in the order of the texts. Throws `embed.bad_reply` for anything short or odd. */
function readVectors(reply: unknown, expected: number, dimensions: number | undefined): number[][] {
  const data = (reply as { data?: unknown } | null)?.data;
  if (!Array.isArray(data) || data.length !== expected) throw badReply(`应有 ${expected} 个向量`);
  const vectors = new Array<number[]>(expected);
  data.forEach((item: { index?: unknown; embedding?: unknown } | null, position) => {
    const at = typeof item?.index === "number" ? item.index : position;
    if (at in vectors || !(at >= 0 && at < expected)) throw badReply("序号重复或越界");
    vectors[at] = readVector(item?.embedding);
  });
  const size = dimensions ?? vectors[0]?.length ?? 0;
  const odd = vectors.find((vector) => vector.length !== size);
  if (odd) throw badReply(`应为 ${size} 维，实际 ${odd.length} 维`);
  return vectors;
}

function readVector(embedding: unknown): number[] {
  const isNumeric = Array.isArray(embedding) && embedding.length > 0 && embedding.every(Number.isFinite);
  if (!isNumeric) throw badReply("含有非数值");
  if (embedding.every((value) => value === 0)) throw badReply("向量全为零");
  return embedding as number[];
}
