import { z } from "zod";
import { type AskRequest, OUTCOMES } from "../domain.ts";
import { WenbanError } from "../errors.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/**
 * A question with what a right answer to it holds. `region` says which place is meant and is not handed to the
 * asker; `askerRegion` is. Members that are not listed (notes) are allowed and ignored.
 */
const itemSchema = z.object({
  id: z.string().min(1),
  question: z.string().min(1),
  kind: z.string().min(1),
  history: z.array(z.strictObject({ role: z.enum(["user", "assistant"]), text: z.string() })).default([]),
  askerRegion: z.string().optional(),
  at: day.optional(),
  audience: z.enum(["public", "staff"]).default("public"),
  answerable: z.boolean().default(true),
  /** When given, the outcome has to be this one. */
  outcome: z.enum(OUTCOMES).optional(),
  /** Each has to stand in the answer's text; `a||b` means either. */
  answer_keys: z.array(z.string().min(1)).default([]),
  gold_doc: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((ids) => (typeof ids === "string" ? [ids] : ids)),
  gold_quote: z.array(z.object({ doc: z.string(), raw: z.string().min(1) })).default([]),
  /** Most characters of the text; otherwise by kind and by the number of documents and keys. */
  max_chars: z.number().int().positive().optional(),
});

export type SuiteItem = z.output<typeof itemSchema>;

/**
 * Reads a suite, one JSON object a line; blank lines are skipped.
 * @throws WenbanError `evaluation.bad_suite` that names the first wrong line.
 */
export function parseSuite(name: string, text: string): SuiteItem[] {
  const items: SuiteItem[] = [];
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const parsed = itemSchema.safeParse(parseLine(line));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = [name, index + 1, issue?.path.join(".")].filter(Boolean).join(":");
      throw new WenbanError(
        "bad_input",
        "evaluation.bad_suite",
        `评测集有误 ${where} ${issue?.message ?? ""}`,
        {
          hint: "每行一个 JSON 对象，至少有 id、question、kind。One JSON object a line with id, question and kind.",
        },
      );
    }
    items.push(parsed.data);
  }
  return items;
}

/** The request that asks an item's question. */
export function requestOf(item: SuiteItem): AskRequest {
  return {
    question: item.question,
    audience: item.audience,
    ...(item.history.length > 0 && { history: item.history }),
    ...(item.askerRegion !== undefined && { region: item.askerRegion }),
    ...(item.at !== undefined && { at: item.at }),
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
