import { contentWords } from "../question/content-words.ts";

/** A question that sets two to four things against each other. */
export interface Contrast {
  /** For each of them the ways in which it may be meant: as it stands, and with words of its neighbours. */
  sides: string[][];
  /** What decides between them, as keys of guide fields; empty where any difference may be told. */
  keys: string[];
  /** Whether it asks what is different, and not merely the same of each. */
  isOfDifference: boolean;
}

/** Asks what is different, or which is quicker, cheaper, easier. */
const DIFFERS =
  /区别|差别|差异|不同|不一样|一样(?:吗|么|不|嘛|的吗)|是不是一样|一不一样|相同|对比|比较一?下|比一?比/;
/** Asks the same of each. */
const EACH = /分别|各自|各(?=要|需|是|多少|带|交|收)/;
const DECIDING: readonly { says: RegExp; keys: readonly string[] }[] = [
  { says: /(?:更|比较|要)?(?:快|慢|久)(?:一?[点些])?/, keys: ["timeLimit"] },
  { says: /(?:更|比较|要)?(?:贵|便宜|省钱|划算)(?:一?[点些])?/, keys: ["fee"] },
  {
    says: /(?:更|比较|要)?(?:麻烦|简单|方便|容易|省事|好办|难办?)(?:一?[点些])?/,
    keys: ["materials", "visits"],
  },
];
const WHICH = /哪[个种样边家]|哪一?[个种样]|谁|相比|(?<!对)比(?![例重较如])/;
/** Joins what is set against each other; 和解, 参与 join nothing. */
const JOINING = /和(?!解|谐|平)|(?<!参)与(?!否|会)|跟(?!踪|进)|以及|还是|(?<![对相可])比(?![例重较如])|、/;
/** What opens a question before its first thing. */
const OPENING = /^(?:请问|我想(?:知道|问)一?下?|想问一?下?|你好|您好|那么?|[,，:：\s])+/;
const FEWEST = 2;
const MOST = 4;
/** So many words of a neighbour may belong to a thing that leaves them out. */
const MOST_SHARED = 3;

/**
 * Reads a folded question that compares. `before` is what the question before was about, for one that names only
 * the other side (和换领有什么区别). Null for any other question.
 */
export function readContrast(folded: string, before: string | null): Contrast | null {
  const { keys, isOfDifference } = readDeciding(folded);
  if (!isOfDifference && !EACH.test(folded)) return null;
  const pieces = withoutAsking(folded.replace(OPENING, ""))
    .split(JOINING)
    .map((piece) => piece.trim());
  if (pieces[0] === "" && before !== null) pieces[0] = withoutAsking(before);
  const things = pieces.filter((piece) => piece !== "");
  if (things.length < FEWEST || things.length > MOST) return null;
  return { sides: things.map((thing, at) => waysToSay(thing, at, things)), keys, isOfDifference };
}

/** What a folded question compares by. */
export function readDeciding(folded: string): Omit<Contrast, "sides"> {
  const deciding = WHICH.test(folded) ? DECIDING.filter(({ says }) => says.test(folded)) : [];
  const keys = [...new Set(deciding.flatMap((one) => one.keys))];
  return { keys, isOfDifference: deciding.length > 0 || DIFFERS.test(folded) };
}

/** Whether a folded text joins something to another thing. */
export function isSetAgainst(text: string): boolean {
  return JOINING.test(text);
}

/** A folded question that compares, without the words that compare. */
export function withoutAsking(text: string): string {
  const asking = [DIFFERS, EACH, ...DECIDING.map(({ says }) => says)];
  return asking
    .reduce((rest, pattern) => rest.replace(pattern, " "), text)
    .replace(/有(?:什么|啥|哪些|没有)|哪一?[个种样边家]|[?？。！!,，]/g, " ")
    .trim();
}

/** 补领 of 「补领和换领身份证」 may be 补领身份证; 换领 of 「身份证补领和换领」 may be 身份证换领. */
function waysToSay(thing: string, at: number, things: readonly string[]): string[] {
  const first = things[0] ?? "";
  const last = things.at(-1) ?? "";
  const heads = at === 0 ? [] : contentWords(first).slice(0, MOST_SHARED);
  const tails = at === things.length - 1 ? [] : contentWords(last).slice(1, MOST_SHARED + 1);
  return [
    thing,
    ...heads.map(({ end }) => first.slice(0, end) + thing),
    ...tails.map(({ start }) => thing + last.slice(start)),
  ];
}
