import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { WenbanError } from "../errors.ts";
import type { Embedder, EmbedderSource } from "./embedder.ts";

/**
 * Any LangChain embedding behind our port; its fusion weight is measured on the passages. The other way
 * needs no bridge: an `Embedder` is what LangChain takes as embeddings.
 * @param model names the model and everything that changes its vectors
 */
export function createLangChainEmbedderSource(
  embeddings: EmbeddingsInterface,
  model: string,
): EmbedderSource {
  return {
    name: `langchain:${model}`,
    async prepare(texts) {
      const [first] = texts;
      if (first === undefined) return null;
      const dimensions = (await embeddings.embedQuery(first)).length;
      if (dimensions === 0) throw badReply(1);
      return { embedder: fromLangChain(embeddings, model, dimensions), weight: null, state: null };
    },
  };
}

/** A LangChain embedding whose vectors are known to have so many dimensions; checks every vector. */
export function fromLangChain(embeddings: EmbeddingsInterface, model: string, dimensions: number): Embedder {
  const check = (vector: number[] | undefined): number[] => {
    if (vector?.length === dimensions && vector.every(Number.isFinite)) return vector;
    throw badReply(dimensions);
  };
  return {
    model: `langchain:${model}`,
    dimensions,
    async embedDocuments(texts) {
      const vectors = await embeddings.embedDocuments(texts);
      return texts.map((_, i) => check(vectors[i]));
    },
    embedQuery: async (text) => check(await embeddings.embedQuery(text)),
  };
}

function badReply(dimensions: number): WenbanError {
  const message = `向量服务的返回不对：应为 ${dimensions} 维有限数。Bad embedding reply.`;
  return new WenbanError("upstream", "embed.bad_reply", message, {
    hint: "检查所接的 LangChain 向量模型。Check the LangChain embedding.",
  });
}
