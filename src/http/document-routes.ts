import { z } from "@hono/zod-openapi";
import { validityOn } from "../answer/citations.ts";
import type { Audience, Document } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import { blotPersonalData } from "../language/personal-data.ts";
import { renderSourcePage } from "../pages/source-page.ts";
import type { Corpus } from "../retrieval/corpus.ts";
import { chinaDay } from "../runtime.ts";
import type { AppServices } from "./app-services.ts";
import { offsetField } from "./fields.ts";
import { noParameters, readQuery } from "./request-input.ts";
import type { RequestContext, Route } from "./route.ts";
import { documentSchema, errorResponses, jsonResponse } from "./schemas.ts";

const documentId = z.object({
  id: z.string().openapi({ description: "Each part percent-encoded, `/` kept.", example: "hekou/2025" }),
});

const sourceQuery = z.strictObject({
  start: offsetField.optional(),
  end: offsetField.optional(),
  token: z.string().max(100).optional(),
});

/** Documents as data and as pages. An internal one is, to the public, the same as none. */
export function documentRoutes(services: AppServices): Route[] {
  const { sourceLinks, site, runtime } = services;

  const readDocument = async (context: RequestContext): Promise<Response> => {
    readQuery(context, noParameters);
    const id = context.req.param("id") ?? "";
    const document = await services.corpus().document(id, context.get("audience"));
    if (!document) throw unknownDocument();
    const described = describeDocument(document, chinaDay(runtime.now()));
    if (await maySeeSuccessor(services.corpus(), document, context.get("audience")))
      return context.json(described);
    const findings = document.findings.filter(({ field }) => field !== "supersededBy");
    return context.json({ ...described, supersededBy: null, findings });
  };

  const showSource = async (context: RequestContext): Promise<Response> => {
    const { start, end, token } = readQuery(context, sourceQuery);
    const id = context.req.param("id") ?? "";
    const isOpen = token !== undefined && (await sourceLinks.opens(id, token));
    const audience = isOpen ? "staff" : context.get("audience");
    const corpus = services.corpus();
    const document = await corpus.document(id, audience);
    if (!document) throw unknownDocument();
    const range = rangeIn(document, start, end);
    const passages = await corpus.passages(id, audience);
    const today = chinaDay(runtime.now());
    context.header("cache-control", "private, no-cache");
    const isTold = await maySeeSuccessor(corpus, document, audience);
    const told = isTold ? document : { ...document, supersededBy: UNTOLD_SUCCESSOR };
    return context.html(renderSourcePage({ site, document: told, passages, today, range }));
  };

  return [
    {
      method: "get",
      path: "/api/documents/{id}",
      pattern: "/api/documents/:id{.+}",
      summary: "A document with its stored text, its shown text and its metadata",
      request: { params: documentId },
      responses: { 200: jsonResponse("The document", documentSchema), ...errorResponses(401, 403, 404) },
      handle: readDocument,
    },
    {
      method: "get",
      path: "/sources/{id}",
      pattern: "/sources/:id{.+}",
      summary: "A document as a readable page, the passage between two stored offsets marked",
      request: { params: documentId, query: sourceQuery },
      responses: {
        200: { description: "The page", content: { "text/html": { schema: z.string() } } },
        ...errorResponses(401, 404, 422),
      },
      handle: showSource,
    },
  ];
}

/**
 * A document as the API tells it; offsets, hash and shape of storage stay inside. Personal numbers are blotted
 * out of the stored text too: no quote holds one, so every offset and quote stays true.
 */
function describeDocument(document: Document, today: string): z.output<typeof documentSchema> {
  const { offsets: _offsets, hash: _hash, region, ...facts } = document;
  const text = blotPersonalData(document.text);
  return { ...facts, text, region: region?.name ?? null, validity: validityOn(document, today) };
}

/** Stands on a page for a document that its reader may not see: the page still says that this one was replaced. */
const UNTOLD_SUCCESSOR = "已有新文件";
/** Documents looked at for one of the title that another names. */
const SUCCESSOR_REACH = 20;

/**
 * Whether an audience may be told which document replaced this one: what the text says itself, or a document
 * that the audience may see. That there is one is told by the validity.
 */
async function maySeeSuccessor(corpus: Corpus, document: Document, audience: Audience): Promise<boolean> {
  const name = document.supersededBy;
  if (name === null || audience === "staff" || document.shown.includes(name)) return true;
  if (await corpus.document(name, audience)) return true;
  const found = await corpus.retrieve({ query: name, limit: SUCCESSOR_REACH, audience });
  return found.some((one) => one.document.title === name);
}

/** @throws WenbanError `http.invalid_field` for a range that is not one of this document. */
function rangeIn(document: Document, start: number | undefined, end: number | undefined) {
  if (start === undefined && end === undefined) return null;
  const range = { start: start ?? 0, end: end ?? document.text.length };
  if (range.start < range.end && range.end <= document.text.length) return range;
  throw new WenbanError("unprocessable", "http.invalid_field", "start、end：不是这份文件里的位置。", {
    hint: "去掉 start 和 end 可打开全文。",
  });
}

function unknownDocument(): WenbanError {
  return new WenbanError("not_found", "source.not_found", "没有找到这份文件。", {
    hint: "文件可能已撤下，或链接已过期。",
  });
}
