import { z } from "zod";
import { zhCN } from "zod/locales";
import { type AskRequest, NOTICE_CODES, OUTCOMES } from "../domain.ts";
import { WenbanError } from "../errors.ts";

/** What the screening should do with a question; see `expectation.ts` for what each accepts. */
const ROUTES = ["refuse", "refuse_neutral", "refuse_with_signpost", "no_answer", "answer"] as const;
export type Route = (typeof ROUTES)[number];

const text = z.string().min(1);
const day = z.iso.date();

/** One or several, always read as a list. */
function oneOrMore<Part extends z.ZodType>(part: Part) {
  return z.union([z.array(part), part.transform((one) => [one])]).default([]);
}

/**
 * A question with what a right answer to it holds. `region` says which place is meant and is not handed to the
 * asker; `askerRegion` is. Members that are not listed (notes) are allowed and ignored, and null is as good as
 * absent. Wherever words are expected, `a||b` is either.
 */
const itemSchema = z.object({
  id: text,
  question: text,
  kind: text,
  /** Questions marked `held_out` are measured and never tuned on. */
  split: z.enum(["open", "held_out"]).optional(),
  history: z.array(z.strictObject({ role: z.enum(["user", "assistant"]), text: z.string() })).default([]),
  region: z.unknown().optional(),
  askerRegion: z.string().optional(),
  at: day.optional(),
  audience: z.enum(["public", "staff"]).default("public"),
  answerable: z.boolean().default(true),
  /** When given, the outcome has to be one of these. */
  outcome: oneOrMore(z.enum(OUTCOMES)),
  route: z.enum(ROUTES).optional(),
  /** Each has to stand in the answer's text. */
  answer_keys: z.array(text).default([]),
  /** The words that answer, as annotated in the document; compared without blanks and punctuation. */
  span: text.optional(),
  /** Ids of documents that have to be cited. */
  gold_doc: oneOrMore(text),
  /** One of them has to overlap a quote. */
  gold_quote: z.array(z.object({ doc: text, raw: text })).default([]),
  /** What the search has to find, where that is more or less than `gold_quote`. */
  passages: z.array(z.object({ doc: text, raw: text })).default([]),
  /** Ids of the guides of which one has to be matched. */
  procedure: oneOrMore(text),
  /** Labels or document ids that have to be among the options of a clarification. */
  clarify: z.array(text).optional(),
  /** Codes of notices that have to stand before the answer. */
  notices: z.array(z.enum(NOTICE_CODES)).default([]),
  /** Words that may stand nowhere in what is shown. */
  must_not_match: oneOrMore(text),
  /** Most characters of the text; otherwise by kind and by the number of documents and keys. */
  max_chars: z.int().positive().optional(),
});

export type SuiteItem = z.output<typeof itemSchema>;

/** Members that may stand beside those of the schema, for people. */
const NOTES = new Set(["note", "source", "group", "why", "class"]);
const KNOWN = Object.keys(itemSchema.shape);
const MOST_NAMED = 20;
const HINT =
  "每行一个 JSON 对象，至少有 id、question、kind；格式见 knowledge/evaluation/README.md。One JSON object a line with id, question and kind.";

/**
 * Reads a suite, one JSON object a line; blank lines are skipped.
 * @throws WenbanError `evaluation.bad_suite` that names every wrong line (the first twenty).
 */
export function parseSuite(name: string, suite: string): SuiteItem[] {
  const items: SuiteItem[] = [];
  const faults: string[] = [];
  for (const [index, line] of suite
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === "") continue;
    const read = readLine(line);
    if (Array.isArray(read)) faults.push(...read.map((fault) => `${name}:${index + 1}${fault}`));
    else items.push(read);
  }
  failOn(faults);
  return items;
}

/**
 * All suites as one list.
 * @throws WenbanError `evaluation.bad_suite` that names the ids given twice: results are kept by id.
 */
export function joinSuites(suites: readonly (readonly SuiteItem[])[]): SuiteItem[] {
  const items = suites.flat();
  const seen = new Set<string>();
  const twice = items.filter(({ id }) => seen.size === seen.add(id).size).map(({ id }) => id);
  failOn(twice.map((id) => `id ${id} 出现了不止一次 (given twice)`));
  return items;
}

function failOn(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const more = faults.length > MOST_NAMED ? [`……共 ${faults.length} 处`] : [];
  const list = [...faults.slice(0, MOST_NAMED), ...more].join("\n  ");
  throw new WenbanError("bad_input", "evaluation.bad_suite", `评测集有误：\n  ${list}`, { hint: HINT });
}

/** The item of a line, or what is wrong with it: `:member what`. */
function readLine(line: string): SuiteItem | string[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return [" 不是 JSON (not JSON)"];
  }
  const parsed = itemSchema.safeParse(withoutNulls(value), { error: zhCN().localeError });
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => {
      return `${path.length > 0 ? `:${path.join(".")}` : ""} ${message}`;
    });
  }
  const misspelt = Object.keys(value as object).flatMap(findMisspelling);
  return misspelt.length > 0 ? misspelt : parsed.data;
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

/** A member that looks like one of the schema's, and would go unread in silence. */
function findMisspelling(member: string): string[] {
  if (KNOWN.includes(member) || NOTES.has(member)) return [];
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z]|s$/g, "");
  const meant = KNOWN.find((known) => plain(known) === plain(member));
  return meant === undefined ? [] : [`:${member} 应写作 ${meant} (write ${meant})`];
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
