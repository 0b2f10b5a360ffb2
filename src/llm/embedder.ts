import type { EmbeddingsInterface } from "@langchain/core/embeddings";

/**
 * Turns texts into vectors: LangChain's embeddings interface, and which model it is. All vectors have
 * `dimensions` finite numbers; an implementation throws `embed.*` rather than return anything else.
 */
export interface Embedder extends EmbeddingsInterface {
  /** Names the model and everything that changes its vectors; vectors of two models never meet. */
  readonly model: string;
  readonly dimensions: number;
}

/** An embedder that is ready for one set of passages. */
export interface PreparedEmbedder {
  embedder: Embedder;
  /**
   * Share of the vector leg in the fused score, as measured for this kind of embedder; null where it is
   * to be measured on the passages themselves.
   */
  weight: number | null;
  /** The trained model, to be stored beside the index; null when the model lives elsewhere. */
  state: Uint8Array | null;
}

/** Where the embedder of a set of passages comes from: trained on them, or the same for all. */
export interface EmbedderSource {
  readonly name: string;
  /** Null when these texts are too few to learn from; the index then has no vectors. */
  prepare(texts: readonly string[], signal?: AbortSignal): Promise<PreparedEmbedder | null>;
}
