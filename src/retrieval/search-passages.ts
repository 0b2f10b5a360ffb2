import type { Audience, Day } from "../domain.ts";
import { findRegion } from "../language/find-region.ts";
import type { RegionTable } from "../language/regions.ts";
import type { Corpus, RetrievedPassage } from "./corpus.ts";

/** Most passages one search gives. */
const MOST_RESULTS = 100;

export interface SearchRequest {
  query: string;
  /** Passages wanted, 1 to 100. */
  limit: number;
  audience: Audience;
  /** Full name or 6-digit code: documents of this place, of those above it, or of no known place. */
  region?: string | undefined;
  /** Documents published after this day are left out. */
  at?: Day | undefined;
}

/**
 * Ranked passages without a threshold, as `search` and `/api/search` give them.
 * @throws WenbanError `question.unknown_region`
 */
export async function searchPassages(
  corpus: Corpus,
  regions: RegionTable,
  request: SearchRequest,
): Promise<RetrievedPassage[]> {
  const { at, audience, query } = request;
  const filter =
    request.region === undefined ? undefined : { regions: [findRegion(regions, request.region).code] };
  const found = await corpus.retrieve({
    query,
    audience,
    limit: at === undefined ? request.limit : MOST_RESULTS,
    ...(filter && { filter }),
  });
  const isPublished = ({ document }: RetrievedPassage) =>
    at === undefined || document.publishedAt === null || document.publishedAt <= at;
  return found.filter(isPublished).slice(0, request.limit);
}
