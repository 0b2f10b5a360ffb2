import { z } from "@hono/zod-openapi";
import { NOTICE_CODES, OUTCOMES } from "../domain.ts";
import { dayField, idField, questionField, regionField, searchField } from "./fields.ts";

/** What `/api/ask` takes. Unknown fields are refused: scope, history and model are never the client's to set. */
export const askBody = z
  .strictObject({
    question: questionField,
    conversationId: idField.optional(),
    region: regionField.optional(),
    at: dayField.optional(),
    locale: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "应为语言代码，如 zh-CN")
      .optional(),
  })
  .openapi("AskRequest");

export const feedbackBody = z
  .strictObject({
    messageId: idField,
    rating: z.enum(["up", "down"], "应为 up 或 down"),
    reason: z.string().max(100, "最多 100 个字符").optional(),
    comment: z.string().max(1000, "最多 1000 个字符").optional(),
  })
  .openapi("Feedback");

export const searchQuery = z.strictObject({
  q: searchField,
  k: z
    .string()
    .regex(/^([1-9]\d?|100)$/, "应为 1 到 100 的整数")
    .transform(Number)
    .optional()
    .openapi({ type: "integer", minimum: 1, maximum: 100, default: 10 }),
  region: regionField.optional(),
  at: dayField.optional(),
});

const errorSchema = z
  .object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }) })
  .openapi("Error");

const validity = z.enum(["not_yet_effective", "in_force", "amended", "repealed", "unknown"]);
const day = z.string().nullable();

const citationSchema = z
  .object({
    number: z.int(),
    documentId: z.string(),
    passageId: z.string(),
    title: z.string(),
    publisher: z.string().nullable(),
    region: z.string().nullable(),
    publishedAt: day,
    validity,
    url: z.string().nullable(),
    sourceUrl: z.string(),
    headings: z.array(z.string()),
    page: z
      .int()
      .optional()
      .openapi({ description: "Page on which the quote begins, counted from 1; absent without pages." }),
    quote: z.string().openapi({ description: "Verbatim: text.slice(start, end) of the document." }),
    shown: z.string().openapi({ description: "The quote as cleaned for reading." }),
    start: z.int().openapi({ description: "UTF-16 offset into the stored text." }),
    end: z.int(),
  })
  .openapi("Citation");

const procedureFieldSchema = z.object({
  key: z.string(),
  label: z.string(),
  values: z.array(z.string()),
  branch: z.string().nullable(),
  start: z.int(),
  end: z.int(),
  source: z.string().nullable(),
});

const registerEditionSchema = z.object({
  label: z.string().nullable(),
  date: day,
  isComplete: z.boolean(),
  completeFrom: z.string().nullable(),
  withheld: z.number().int().optional(),
});

const registerRowSchema = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  code: z.string().nullable(),
  status: z.string().nullable(),
  disposition: z
    .enum([
      "cancelled",
      "kept",
      "replaced_by_data_sharing",
      "replaced_by_department_check",
      "replaced_by_commitment",
      "replaced",
      "transferred",
      "delegated",
      "merged",
      "adjusted",
      "added",
    ])
    .nullable(),
  replacedBy: z.string().nullable(),
  department: z.string().nullable(),
  level: z.string().nullable(),
  region: z.string().nullable(),
  basis: z.string().nullable(),
  from: day,
  to: day,
  cells: z.array(z.object({ label: z.string(), value: z.string() })),
  start: z.int(),
  end: z.int(),
});

export const answerSchema = z
  .object({
    messageId: z.string(),
    conversationId: z.string(),
    question: z.object({
      text: z.string(),
      masked: z.boolean(),
      region: z.string().optional(),
      at: z.string().optional(),
    }),
    outcome: z.enum(OUTCOMES),
    text: z.string().openapi({ description: "Plain text with [1] marks." }),
    citations: z.array(citationSchema),
    procedure: z
      .object({ documentId: z.string(), name: z.string(), fields: z.array(procedureFieldSchema) })
      .optional(),
    register: z
      .object({
        documentId: z.string(),
        name: z.string(),
        edition: registerEditionSchema,
        rows: z.array(registerRowSchema),
      })
      .optional()
      .openapi({
        description: "The rows of a list that answer; none where a complete list lacks the entry.",
      }),
    comparison: z
      .object({
        columns: z.array(z.string()),
        rows: z.array(
          z.object({
            label: z.string(),
            cells: z.array(z.object({ text: z.string(), citations: z.array(z.int()) })),
          }),
        ),
      })
      .optional()
      .openapi({
        description:
          "What was found for several places or years, a row each, beside the same in words; a cell without citations was not found.",
      }),
    options: z.array(z.object({ label: z.string(), question: z.string() })).optional(),
    related: z.array(z.object({ documentId: z.string(), title: z.string() })).optional(),
    notices: z.array(z.object({ code: z.enum(NOTICE_CODES), text: z.string() })),
    generatedBy: z.string().openapi({ example: "extract" }),
    versions: z.object({ index: z.string(), prompt: z.string().optional(), model: z.string().optional() }),
    tookMs: z.number(),
  })
  .openapi("Answer");

export const searchSchema = z
  .object({
    results: z.array(
      z.object({
        documentId: z.string(),
        passageId: z.string(),
        title: z.string(),
        headings: z.array(z.string()),
        text: z.string(),
        start: z.int(),
        end: z.int(),
        score: z.number(),
      }),
    ),
  })
  .openapi("SearchResults");

export const documentSchema = z
  .object({
    id: z.string(),
    kind: z.enum(["policy", "procedure", "summary", "register"]),
    title: z.string(),
    text: z.string().openapi({ description: "The stored text; all offsets point into it." }),
    shown: z.string().openapi({ description: "The text as cleaned for reading." }),
    url: z.string().nullable(),
    publisher: z.string().nullable(),
    region: z.string().nullable(),
    publishedAt: day,
    effectiveFrom: day,
    effectiveTo: day,
    supersededBy: z.string().nullable(),
    validity,
    visibility: z.enum(["public", "internal"]),
    originalTitle: z.string().nullable(),
    sample: z.boolean(),
    checkedAt: day,
    reviewBy: day,
    findings: z.array(z.object({ field: z.string(), value: z.string(), from: z.string() })),
    procedure: z
      .object({
        name: z.string(),
        aliases: z.array(z.string()),
        audience: z.array(z.string()),
        fields: z.array(procedureFieldSchema),
      })
      .nullable(),
  })
  .openapi("Document");

type Responses = Record<number, { description: string; content?: Record<string, { schema: z.ZodType }> }>;

/** A JSON response of a route's description. */
export function jsonResponse(description: string, schema: z.ZodType) {
  return { description, content: { "application/json": { schema } } };
}

const ERROR_MEANINGS: Record<number, string> = {
  400: "Malformed: not JSON, not UTF-8",
  401: "Wrong key or signature",
  403: "Origin not allowed",
  404: "Not found, or not for this audience",
  413: "Too large",
  415: "Content type not read",
  422: "A field fails its schema (named)",
  429: "Too many requests; see Retry-After",
  503: "Not ready",
};

/** Descriptions of the error responses a route can give. */
export function errorResponses(...statuses: number[]): Responses {
  return Object.fromEntries(
    statuses.map((status) => [status, jsonResponse(ERROR_MEANINGS[status] ?? "Error", errorSchema)]),
  );
}
