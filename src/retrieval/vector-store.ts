import type { DocumentKind } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import type { SearchOptions } from "./lexical-index.ts";

/** One passage as a vector store sees it. */
export interface VectorEntry {
  passageId: string;
  documentId: string;
  kind: DocumentKind;
  /** 6-digit division code; null when the document names no place. */
  regionCode: string | null;
  /** `dimensions` finite numbers of any length but 0. */
  vector: ArrayLike<number>;
}

export interface VectorHit {
  passageId: string;
  documentId: string;
  /** Cosine in [-1, 1]; higher is nearer. */
  score: number;
}

/**
 * Finds passages by the direction of their vectors. Throws `vectors.wrong_dimension` and
 * `vectors.not_finite` for vectors it can't hold or compare, `retrieval.invalid_filter` and
 * `retrieval.invalid_limit` as the lexical index does; a failed `upsert` changes nothing.
 */
export interface VectorStore {
  readonly dimensions: number;
  /** Adds passages; one whose `passageId` is there already is replaced. */
  upsert(entries: readonly VectorEntry[]): Promise<void>;
  /** Removes all passages of a document; an unknown id changes nothing. */
  delete(documentId: string): Promise<void>;
  /** Hits in descending score, as many as there are up to the limit. */
  search(vector: ArrayLike<number>, options: SearchOptions): Promise<VectorHit[]>;
}

/** Throws unless the vector has the dimensions of the store, finite numbers only, and a direction. */
export function checkVector(vector: ArrayLike<number>, dimensions: number): void {
  if (vector.length !== dimensions) {
    throw new WenbanError(
      "unprocessable",
      "vectors.wrong_dimension",
      `向量应有 ${dimensions} 维，实际 ${vector.length} 维。`,
      { hint: "换过向量模型后要重新建立索引。Build the index again after changing the embedding model." },
    );
  }
  let square = 0;
  for (let i = 0; i < vector.length; i++) square += (vector[i] as number) ** 2;
  if (Number.isFinite(square) && square > 0) return;
  throw new WenbanError("unprocessable", "vectors.not_finite", "向量里有无法计算的数，或者全是零。", {
    hint: "检查向量服务的返回。Check what the embedding service returns.",
  });
}
