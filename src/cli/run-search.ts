import { z } from "zod";
import type { Workplace } from "../node-services.ts";
import type { RetrievedPassage } from "../retrieval/corpus.ts";
import { type SearchRequest, searchPassages } from "../retrieval/search-passages.ts";
import { runBatch } from "./batch.ts";
import { dayField, readFields } from "./batch-fields.ts";
import type { CommandContext } from "./command-context.ts";
import { formatPassage } from "./format-answer.ts";
import type { SearchOptions } from "./options.ts";
import { prepareWorkplace } from "./prepare.ts";
import { badArgument, writeLine } from "./terminal.ts";

/** Unlike suites of questions, searches carry nothing else: an unknown field is a misspelt one. */
const lineFields = z.strictObject(
  {
    id: z.unknown().optional(),
    query: z.string("应为文字").trim().min(1, "不能为空"),
    k: z
      .int("应为 1 到 100 的整数")
      .min(1, "应为 1 到 100 的整数")
      .max(100, "应为 1 到 100 的整数")
      .optional(),
    region: z.string("应为文字").optional(),
    at: dayField.optional(),
    audience: z.enum(["public", "staff"], "应为 public 或 staff").optional(),
  },
  { error: ({ code, keys }) => (code === "unrecognized_keys" ? `不认识的字段 ${keys}` : undefined) },
);

/** `wenban search QUERY`, or one search per line of a file. */
export async function runSearch(
  query: string | undefined,
  options: SearchOptions,
  { env, terminal }: CommandContext,
): Promise<void> {
  const { batch, json, k: limit, audience, region, at } = options;
  if ((batch === undefined) === (query === undefined)) {
    throw badArgument("请给出要查找的内容，或用 --batch 给出文件（二者选一）。Give a QUERY or --batch FILE.");
  }
  if (query?.trim() === "") throw badArgument("查找的内容是空的。The query is empty.");
  const workplace = await prepareWorkplace(env, options, terminal);
  const search = (request: Partial<SearchRequest> & { query: string }) =>
    find(workplace, { limit, audience, region, at, ...request });
  try {
    if (batch !== undefined) {
      await runBatch(terminal, batch, async (line) => ({
        results: (await search(readRequest(line))).map(locate),
      }));
      return;
    }
    const found = await search({ query: query ?? "" });
    const lines = json
      ? [JSON.stringify({ query, results: found.map(describe) })]
      : found.map((passage, i) => formatPassage(passage, i + 1, terminal));
    for (const line of lines) await writeLine(terminal.stdout, line);
    if (found.length === 0 && !json) terminal.stderr.write("没有找到相关段落。Nothing found.\n");
  } finally {
    await workplace.close();
  }
}

/** What a line asks for; the command's options stand for what it leaves out. */
function readRequest(line: Record<string, unknown>): Partial<SearchRequest> & { query: string } {
  const { query, k, region, at, audience } = readFields(lineFields, line);
  return {
    query,
    ...(k !== undefined && { limit: k }),
    ...(region !== undefined && { region }),
    ...(at !== undefined && { at }),
    ...(audience !== undefined && { audience }),
  };
}

function find({ index, regions }: Workplace, request: SearchRequest): Promise<RetrievedPassage[]> {
  return searchPassages(index.current(), regions, request);
}

function locate({ passage, document, score }: RetrievedPassage) {
  return { documentId: document.id, passageId: passage.id, score, start: passage.start, end: passage.end };
}

function describe(found: RetrievedPassage) {
  const { passage, document } = found;
  return { ...locate(found), title: document.title, headings: passage.headings, text: passage.shown };
}
