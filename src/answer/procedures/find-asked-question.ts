import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { askedFields } from "./asked-fields.ts";
import { NAMED, NEAR, type ProcedureMatch } from "./match-procedure.ts";
import { partOfField } from "./part-of-field.ts";

/** A question under 常见问题 with its answer, as a field of its own range. */
interface AskedQuestion {
  field: ProcedureField;
  of: ProcedureField;
  /** How near it is to the question asked, beside the item's names; 0 to 1. */
  score: number;
  /** How much the question asks beside what the item is called; 0 for one that says only the item. */
  substance: number;
}

/** Different words for one thing that such questions turn on; all stand for the first. */
const SAME: readonly (readonly [string, RegExp])[] = [
  ["同时", /一起|一块儿?|一并|一道/g],
  ["名称", /名字|字号|起名|取名/g],
  ["多久", /多长时间|多少时间|几天/g],
  ["哪里", /哪儿|什么地方|啥地方/g],
  ["忘", /忘记|没来得及|来不及/g],
  ["超过", /错过|过了|逾期|晚了/g],
  ["贷款", /房贷|按揭/g],
  ["丢", /丢失|遗失|不见|弄丢/g],
  ["坏", /损坏|破损/g],
  ["断", /断缴|断交|断保|停缴/g],
  ["没", /没有|尚未|未(?!成年|婚|满)|还没/g],
  ["代", /代替|代办|替(?!换)|帮忙?/g],
  ["离职", /辞职|辞工|不干了/g],
  ["开始", /起算?|算起|开始算|开始发/g],
  ["马上", /立刻|当场|立即/g],
];
/** What such questions are wrapped in. */
const WRAPPING =
  /请问|我想|怎么办理|如何|办理|可不可以|能不能|要不要|是不是|会不会|有没有|可以|怎么办|怎么样|会怎样|怎么|怎样|咋办|需要|必须|一定|应该|这段时间|期间|时候|[吗呢吧么啊呀的了我你您去来能要会得还可就也都不是在给把被和与或者，,。？?！!、：:；;（）()“”「」《》\s]/g;
/** One character of a word carries less than two that stand together. */
const CHARACTER = 0.5;
const PAIR = 1;
/** Shares of being asked the same, and of being told what was asked. */
const SAME_QUESTION = 0.55;
const SAME_ANSWER = 0.45;
/** What is left of being near where only one of the two says that something is not so. */
const OPPOSITE = 0.8;

/**
 * The question of a guide's 常见问题 nearest to a folded question, both without the item's names; null where a
 * guide has none.
 */
function findAskedQuestion(
  folded: string,
  document: Document,
  names: readonly string[],
  lexicon: Lexicon,
): AskedQuestion | null {
  const known = [...names].map(fold).sort((a, b) => b.length - a.length);
  const rest = known.reduce((text, name) => text.replaceAll(name, " "), folded);
  const own = unitsOf(bare(rest, []));
  const called = unitsOf(known.join(" "));
  const substance = [...own].reduce((sum, [unit, weight]) => sum + (called.has(unit) ? 0 : weight), 0);
  const asked = new Map([...own, ...unitsOf(bare(official(rest, lexicon), known))]);
  let best: AskedQuestion | null = null;
  for (const of of document.procedure?.fields.filter(({ key }) => key === "questions") ?? []) {
    for (const { question, values } of questionsOf(of.values)) {
      const head = unitsOf(bare(fold(question), known));
      const whole = unitsOf(bare(fold(values.join("")), []));
      const told = Math.max(share(own, whole), share(asked, whole));
      const isOpposite = own.has("没") && !head.has("没");
      const score = (SAME_QUESTION * share(head, asked) + SAME_ANSWER * told) * (isOpposite ? OPPOSITE : 1);
      if (score > (best?.score ?? 0))
        best = { field: partOfField(document, of, values), of, score, substance };
    }
  }
  return best;
}

/** Questions with their answers, each in one value (能代办吗：能) or in two (问：能代办吗 / 答：能). */
function questionsOf(values: readonly string[]): { question: string; values: string[] }[] {
  return values.flatMap((value, at) => {
    const text = value.replace(/^(?:问|q)\s{0,3}\d{0,3}\s{0,3}[：:.、]/i, "");
    if (/^(?:答|a)\s?[：:.、]/i.test(text)) return [];
    const end = text.search(/[：:？?]/);
    const question = end < 0 ? text : text.slice(0, end);
    const isAlone = end >= 0 && end >= text.length - 1;
    const next = values[at + 1];
    return end < 0 ? [] : [{ question, values: isAlone && next !== undefined ? [value, next] : [value] }];
  });
}

/** A text without the names of the item and what questions are wrapped in, with one word for each thing. */
function bare(folded: string, names: readonly string[]): string {
  const rest = names.reduce((text, name) => text.replaceAll(name, " "), folded);
  const same = SAME.reduce((text, [word, others]) => text.replace(others, word), rest);
  return same.replace(WRAPPING, " ");
}

function official(folded: string, lexicon: Lexicon): string {
  return lexicon
    .expand(folded)
    .filter(({ field }) => field === null)
    .reduceRight(
      (text, { start, end, official: term }) => text.slice(0, start) + fold(term) + text.slice(end),
      folded,
    );
}

function unitsOf(text: string): Map<string, number> {
  const units = new Map<string, number>();
  for (const run of text.split(/\s+/)) {
    for (let at = 0; at < run.length; at++) {
      units.set(run.charAt(at), CHARACTER);
      if (at + 1 < run.length) units.set(run.slice(at, at + 2), PAIR);
    }
  }
  return units;
}

/** Share of a text's units, by weight, that another has. */
function share(units: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number {
  let all = 0;
  let shared = 0;
  for (const [unit, weight] of units) {
    all += weight;
    if (others.has(unit)) shared += weight;
  }
  return all === 0 ? 0 : shared / all;
}

/** Least nearness for the guide that is named, and for one that is not. */
const NEAR_OF_NAMED = 0.55;
const NEAR_OF_NAMED_FIELD = 0.7;
const NEAR_OF_OTHERS = 0.7;
/** How near a guide and its question must be together, where neither is by itself. */
const NEAR_TOGETHER = 1.05;
/** What a question must ask beside the item: a word of two characters; of a guide not named, a longer one. */
const LEAST_SUBSTANCE = 2;
const SUBSTANCE_OF_OTHERS = 3.5;

/**
 * The question of 常见问题 that answers a folded question: of the guide that is named, or else the nearest of all
 * candidates. Null where no question is near enough.
 */
export function nearestQuestion(
  folded: string,
  matches: readonly ProcedureMatch[],
  lexicon: Lexicon,
): (AskedQuestion & { document: Document }) | null {
  const best = matches[0]?.score ?? 0;
  const isNamed = best >= NAMED;
  const { keys, isHowTo } = askedFields(folded, lexicon);
  // Whoever asks how it is done may say no more than the item; any other question says what it asks.
  const substance = isNamed ? (isHowTo ? LEAST_SUBSTANCE : 0) : SUBSTANCE_OF_OTHERS;
  const asksField = keys.some((key) => key !== "conditions");
  const least = !isNamed ? NEAR_OF_OTHERS : asksField ? NEAR_OF_NAMED_FIELD : NEAR_OF_NAMED;
  const found = matches
    .filter(({ score }) => !isNamed || best - score < NEAR)
    .flatMap(({ document, names, score }) => {
      const question = findAskedQuestion(folded, document, names, lexicon);
      if (question === null) return [];
      const isAsked = question.substance >= substance && question.score >= least;
      const isTogether = !isHowTo && !asksField && question.score >= NEAR_OF_NAMED;
      return isAsked || (isTogether && score + question.score >= NEAR_TOGETHER)
        ? [{ ...question, document }]
        : [];
    })
    .sort((a, b) => b.score - a.score);
  return found[0] ?? null;
}
