import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { contentRuns, contentWords } from "../question/content-words.ts";

/** Fields that hold details nobody asks for by a label. */
const DETAILED = [
  "questions",
  "notes",
  "validity",
  "other",
  "special",
  "appointment",
  "delivery",
  "feeRelief",
  "steps",
  "conditions",
  "materials",
];
/** Least share of the question's words, beside the item's name, that a detail must hold. */
const LEAST_SHARE = 0.6;
const FEWEST_PAIRS = 2;

/**
 * The values of a guide that speak of what a folded question asks beside the item's name: answers under 常见问题,
 * remarks, conditions. Empty when none holds enough of its words. Each value is a field of its own range.
 */
export function findDetails(folded: string, document: Document): ProcedureField[] {
  const fields = document.procedure?.fields ?? [];
  const names = [document.title, document.procedure?.name ?? "", ...(document.procedure?.aliases ?? [])];
  const known = new Set(names.flatMap((name) => [...pairs(fold(name))]));
  const content = contentRuns(contentWords(folded)).map((run) => run.text);
  const asked = [...new Set(content.flatMap((text) => [...pairs(text)]))].filter((pair) => !known.has(pair));
  if (asked.length < FEWEST_PAIRS) return [];
  const scored = DETAILED.flatMap((key) => fields.filter((field) => field.key === key)).flatMap((field) =>
    field.values.map((value, at) => {
      const own = pairs(fold(value));
      const shared = asked.filter((pair) => own.has(pair)).length;
      return { field, value, at, score: shared < FEWEST_PAIRS ? 0 : shared / asked.length };
    }),
  );
  const best = Math.max(0, ...scored.map(({ score }) => score));
  if (best < LEAST_SHARE) return [];
  const [first] = scored.filter(({ score }) => score === best);
  return first ? [detailOf(document, first.field, first.at)] : [];
}

/** One value as a field: a question of 常见问题 brings the answer below it. */
function detailOf(document: Document, field: ProcedureField, at: number): ProcedureField {
  const value = field.values[at] ?? "";
  const next = field.values[at + 1] ?? "";
  const isQuestion =
    field.key === "questions" && (/^(?:问|q)\s?[：:.、]/i.test(value) || /[？?]$/.test(value));
  const values = isQuestion && next !== "" ? [value, next] : [value];
  const start = document.text.indexOf(value, field.start);
  const last = values.at(-1) ?? value;
  const end = document.text.indexOf(last, start) + last.length;
  const isWithin = start >= field.start && end <= field.end && end > start;
  return isWithin ? { ...field, values, start, end } : { ...field, values };
}

function pairs(text: string): Set<string> {
  const set = new Set<string>();
  for (const run of text.split(/\s+/)) for (let i = 0; i + 1 < run.length; i++) set.add(run.slice(i, i + 2));
  return set;
}
