import { findPause } from "../control/control.ts";
import { WenbanError } from "../errors.ts";
import { searchPassages } from "../retrieval/search-passages.ts";
import type { AppServices } from "./app-services.ts";
import type { RateLimit } from "./rate-limit.ts";
import { readQuery } from "./request-input.ts";
import type { Route } from "./route.ts";
import { errorResponses, jsonResponse, searchQuery, searchSchema } from "./schemas.ts";

const DEFAULT_RESULTS = 10;

/** Ranked passages for a query. */
export function searchRoutes(services: AppServices, limit: RateLimit): Route[] {
  return [
    {
      method: "get",
      path: "/api/search",
      summary: "Ranked passages, without a threshold",
      request: { query: searchQuery },
      responses: {
        200: jsonResponse("Passages in descending score", searchSchema),
        ...errorResponses(400, 401, 403, 422, 429, 503),
      },
      async handle(context) {
        limit.take(context.get("address"));
        await refusePaused(services, context.get("faces"));
        const { q, k, region, at } = readQuery(context, searchQuery);
        const found = await searchPassages(services.corpus(), services.regions, {
          query: q,
          limit: k ?? DEFAULT_RESULTS,
          audience: context.get("audience"),
          region,
          at,
        });
        const results = found.map(({ passage, document, score }) => ({
          documentId: document.id,
          passageId: passage.id,
          title: document.title,
          headings: passage.headings,
          text: passage.shown,
          start: passage.start,
          end: passage.end,
          score,
        }));
        return context.json({ results });
      },
    },
  ];
}

/** @throws WenbanError `face.paused` while an operator has stopped one of the faces */
async function refusePaused({ control }: AppServices, faces: readonly string[]): Promise<void> {
  const pause = findPause(await control.state(), faces);
  if (pause) throw new WenbanError("unavailable", "face.paused", `服务已暂停：${pause.reason}。`);
}
