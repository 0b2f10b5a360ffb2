import { isMap, isSeq, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { z } from "zod";
import { WenbanError } from "../../errors.ts";
import { fold } from "../../language/fold.ts";
import { blotPersonalData } from "../../language/personal-data.ts";
import type { RegionTable } from "../../language/regions.ts";
import { checkAgainst } from "../evidence/check-statement.ts";
import { contentWords } from "../question/content-words.ts";
import type { StandardAnswer, StandardAnswers, StandardProblem } from "./standard-answer.ts";

/** Longest answer in characters: what a list or comparison may have (contract). */
const LONGEST_ANSWER = 400;
const SHORTEST_QUOTE = 6;
const MOST_FORMS = 50;
const MOST_SOURCES = 3;
/** Below this a form would be every question: 多少钱, 怎么办. */
const SHORTEST_FORM = 4;

const day = z.iso.date("应为 YYYY-MM-DD 格式的日期");
const words = (most: number) => z.string("应为文字").trim().min(1, "不能为空").max(most, `最多 ${most} 个字`);
const source = z.strictObject({
  document: words(500),
  quote: z.string("应为文字").trim().min(SHORTEST_QUOTE, `至少 ${SHORTEST_QUOTE} 个字`).max(1000),
});

const entrySchema = z.strictObject({
  id: z.string("应为文字").regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "只用小写字母、数字和连字符，最多 64 个"),
  questions: z.array(words(300)).min(1, "至少一种问法").max(MOST_FORMS, `最多 ${MOST_FORMS} 种问法`),
  answer: words(LONGEST_ANSWER).min(SHORTEST_QUOTE, `至少 ${SHORTEST_QUOTE} 个字`),
  source: z
    .preprocess(
      (given) => (given === undefined || Array.isArray(given) ? given : [given]),
      z.array(source).min(1, "至少一处出处").max(MOST_SOURCES, `最多 ${MOST_SOURCES} 处出处`).optional(),
    )
    .optional(),
  explainedBy: words(100).optional(),
  owner: words(100),
  reviewedAt: day,
  expires: day,
  region: words(50).optional(),
  places: z.union([z.literal("all"), z.array(words(50)).min(1)], "应为 all 或地区的列表").optional(),
  audience: z.enum(["public", "staff"], "应为 public 或 staff").default("public"),
});
type Entry = z.output<typeof entrySchema>;

/**
 * Reads a file of approved answers: `answers:` with one entry each. A wrong entry is left out and named with its
 * line; the others hold.
 * @param name what the file is called in messages
 * @throws WenbanError `standard.unreadable` for a file that is no such list at all
 */
export function readStandardAnswers(
  yaml: string,
  regions: RegionTable,
  name = "standard-answers.yaml",
): StandardAnswers {
  const lines = new LineCounter();
  const entries: StandardAnswer[] = [];
  const problems: StandardProblem[] = [];
  const known = new Set<string>();
  for (const [index, node] of entryNodes(yaml, lines, name).entries()) {
    const line = lines.linePos(node.range?.[0] ?? 0).line;
    const { entry, faults } = readEntry(node.toJSON(), line, regions);
    if (entry && known.has(entry.id)) faults.push(`id：${entry.id} 已经用过`);
    if (entry && faults.length === 0) {
      known.add(entry.id);
      entries.push(entry);
    } else {
      const given = node.get("id");
      const named = typeof given === "string" ? given : `第 ${index + 1} 条`;
      problems.push({ line, entry: named, message: faults.join("；") });
    }
  }
  return { entries, problems };
}

function entryNodes(yaml: string, lines: LineCounter, name: string): YAMLMap[] {
  const document = parseDocument(yaml, { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw unreadable(name, lines.linePos(error.pos[0]).line, "不是有效的 YAML", error);
  if (document.contents === null) return [];
  const list = isMap(document.contents) ? document.get("answers", true) : null;
  if (!isSeq(list)) throw unreadable(name, 1, "缺少 answers 列表");
  return list.items.map((item) => {
    if (isMap(item)) return item;
    const at = (item as { range?: [number, number, number] }).range?.[0] ?? 0;
    throw unreadable(name, lines.linePos(at).line, "每条应是一组字段");
  });
}

function unreadable(name: string, line: number, fault: string, cause?: unknown): WenbanError {
  return new WenbanError(
    "not_configured",
    "standard.unreadable",
    `标准答案 ${name} 第 ${line} 行：${fault}。`,
    {
      hint: "格式见 knowledge/standard-answers.yaml。The shipped file shows the form.",
      cause,
    },
  );
}

function readEntry(
  value: unknown,
  line: number,
  regions: RegionTable,
): { entry: StandardAnswer | null; faults: string[] } {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join(".")}：${message}`,
    );
    return { entry: null, faults };
  }
  const given = parsed.data;
  const named = [given.region, ...(Array.isArray(given.places) ? given.places : [])].filter(
    (text) => text !== undefined,
  );
  const places = named.map((text) => ({ text, region: regions.parse(text) }));
  const faults = [
    ...places.flatMap(({ text, region }) => (region ? [] : [`没有找到地区：${text}`])),
    ...findFaults(given),
  ];
  return {
    entry: toEntry(
      given,
      line,
      places.flatMap(({ region }) => region ?? []),
    ),
    faults,
  };
}

function toEntry(given: Entry, line: number, regions: StandardAnswer["regions"]): StandardAnswer {
  const { id, questions, answer, owner, reviewedAt, expires, audience } = given;
  return {
    id,
    questions,
    answer,
    sources: (given.source ?? []).map(({ document, quote }) => ({ documentId: document, quote })),
    explainedBy: given.explainedBy ?? null,
    owner,
    reviewedAt,
    expires,
    regions,
    isEverywhere: given.places === "all",
    audience,
    isShipped: false,
    line,
  };
}

/** What the schema can't see: texts that may not stand in an answer, and an answer that nothing bears out. */
function findFaults({ questions, answer, source: sources = [], explainedBy, reviewedAt, expires }: Entry) {
  const faults: string[] = [];
  const short = questions.filter(isTooShort);
  if (short.length > 0) faults.push(`问法太短，会误答别的问题：${short.join("、")}`);
  if (/\[\d+\]/.test(answer)) faults.push("answer：不要写 [1] 这样的标记，程序会加上");
  if ([...questions, answer].some((text) => blotPersonalData(text) !== text)) faults.push("含有个人信息");
  if (expires < reviewedAt) faults.push("expires：早于审定日期 reviewedAt");
  if (sources.length === 0 && explainedBy === undefined) {
    faults.push("没有出处 source；没有原文可引的，用 explainedBy 写明由哪个单位解释（人工解释）");
  } else if (explainedBy === undefined) {
    const { ok, problems } = checkAgainst(
      answer,
      sources.map(({ quote }) => ({ text: quote })),
    );
    if (!ok) faults.push(`出处没有这样说（${problems.join("、")}）；改写，或用 explainedBy 标明人工解释`);
  }
  return faults;
}

function isTooShort(form: string): boolean {
  const letters = contentWords(fold(form)).map(({ text }) => text);
  return [...letters.join("")].length < 2 || [...form].length < SHORTEST_FORM;
}
