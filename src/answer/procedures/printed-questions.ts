import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";

/** Characters of a text and pairs that stand together in it, with what each carries. */
export type Units = ReadonlyMap<string, number>;

/** A question that a guide prints under 常见问题, with its answer. */
interface PrintedQuestion {
  of: ProcedureField;
  /** The values of the field that it and its answer are. */
  values: string[];
  /** Of the question without the item's names, and of all of it. */
  head: Units;
  whole: Units;
}

/** The questions of a guide, read for being compared. */
interface PrintedQuestions {
  /** The names of the item, folded, longest first. */
  known: readonly string[];
  /** Of all its names. */
  called: Units;
  questions: readonly PrintedQuestion[];
}

/** Reads the questions that a guide prints, beside the names that it answers to. */
export type ReadQuestions = (document: Document, names: readonly string[]) => PrintedQuestions;

/** Reads the questions of each guide once, as long as the guide is in use and answers to the same names. */
export function createQuestionReader(): ReadQuestions {
  const kept = new WeakMap<Document, { names: string; read: PrintedQuestions }>();
  return (document, names) => {
    const key = names.join("\n");
    const known = kept.get(document);
    if (known?.names === key) return known.read;
    const read = readQuestions(document, names);
    kept.set(document, { names: key, read });
    return read;
  };
}

function readQuestions(document: Document, names: readonly string[]): PrintedQuestions {
  const known = names.map(fold).sort((a, b) => b.length - a.length);
  const bare = (text: string) =>
    unitsOf(unwrap(known.reduce((rest, name) => rest.replaceAll(name, " "), text)));
  const fields = document.procedure?.fields.filter(({ key }) => key === "questions") ?? [];
  return {
    known,
    called: unitsOf(known.join(" ")),
    questions: fields.flatMap((of) =>
      questionsOf(of.values).map(({ question, values }) => ({
        of,
        values,
        head: bare(fold(question)),
        whole: unitsOf(unwrap(fold(values.join("")))),
      })),
    ),
  };
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

/** A folded text without what questions are wrapped in, with one word for each thing. */
export function unwrap(folded: string): string {
  return SAME.reduce((text, [word, others]) => text.replace(others, word), folded).replace(WRAPPING, " ");
}

/** The units of a folded text. */
export function unitsOf(text: string): Units {
  const units = new Map<string, number>();
  for (const run of text.split(/\s+/)) {
    for (let at = 0; at < run.length; at++) {
      units.set(run.charAt(at), CHARACTER);
      if (at + 1 < run.length) units.set(run.slice(at, at + 2), PAIR);
    }
  }
  return units;
}
