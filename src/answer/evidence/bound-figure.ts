import { characterPairs } from "../../language/character-pairs.ts";
import { soundsLike } from "../question/find-places.ts";
import type { QuestionPart } from "../question/understood-question.ts";
import { figureFit, wantsFigure } from "./expected-answer.ts";
import { isLight } from "./light-words.ts";
import type { Window } from "./score-windows.ts";
import type { RankedPart } from "./statement.ts";
import type { Term } from "./terms.ts";
import { otherPassages, sentencesOf, surroundingsOf } from "./window-text.ts";

/**
 * Whether a window has what a part asks for by name or measure: the name it quotes, a figure in the unit it asks
 * for, and a total where the total is asked for.
 */
export function isBound(window: Window, { part }: RankedPart): boolean {
  if (!holdsQuoted(window, part) || !countsQuoted(window, part)) return false;
  return !asksFigure(part) || (holdsUnit(window, part) && holdsScope(window, part));
}

/** Whether a window holds the compound nouns that a figure is asked of, and the quantity. */
export function holdsCompounds(window: Window, ranked: RankedPart): boolean {
  const { part } = ranked;
  return !asksFigure(part) || (holdsQuantity(window, part) && holdsWholeCompounds(window, ranked));
}

function asksFigure({ asked, text }: QuestionPart): boolean {
  return COUNTS.test(text) || (wantsFigure(asked) && !/好几/.test(text));
}

/** Asks for a number whatever else it names: 接多少个老人的电话. */
const COUNTS = /(?:多少|(?<!好)几)[个通次吨]/;
const QUOTED = /["“「『]([^"”」』]{3,20})["”」』]/g;
const LEAST_OF_NAME = 0.5;

/** Whether a window's document holds most of every name in quotes: another name of the kind is another thing. */
function holdsQuoted({ view }: Window, { text }: QuestionPart): boolean {
  const document = view.sentences.join("\n") + view.headings + view.title;
  return [...text.matchAll(QUOTED)].every(([, name = ""]) => {
    // 2+4+6 is a figure of what the question may take for granted.
    if (/\d/.test(name)) return true;
    const pairs = characterPairs(name);
    const held = pairs.filter((pair) => document.includes(pair)).length;
    return held >= pairs.length * LEAST_OF_NAME;
  });
}

/** How many there are of what is called by a name in quotes. */
const COUNTS_QUOTED =
  /["“「『]([^"”」』]{3,20})["”」』](?:一共|总共|共)?有?(?:多少|几)[个家项件]?(?=$|[,，。?？!！呢啊呀])|(?:多少|几)[个家项]["“「『]([^"”」』]{3,20})["”」』]/;

/** Whether a figure in the asked unit stands in a clause with the name whose bearers are counted. */
function countsQuoted({ view, first, last }: Window, { text, asked }: QuestionPart): boolean {
  const name = COUNTS_QUOTED.exec(text)
    ?.slice(1)
    .find((one) => one !== undefined);
  if (name === undefined) return true;
  return view.clauses
    .slice(first, last + 1)
    .some(({ folded, figures }) => folded.includes(name) && figures.some(({ unit }) => unit === asked.unit));
}

/** Units that no general measure word stands for, with those that measure the same. */
const MEASURES: readonly { asks: RegExp; holds: RegExp }[] = [
  { asks: /(?:多少|几)(?:万|千|百)?(?:吨|公斤|千克|斤)/, holds: /\d[余多]?[万亿千百]?(?:吨|公斤|千克|斤)/ },
  { asks: /(?:多少|几)(?:万|千|百)?(?:公里|千米|里路|米)/, holds: /\d[余多]?[万千百]?(?:公里|千米|里|米)/ },
  {
    asks: /(?:多少|几)(?:万|千|百)?(?:亩|公顷|平方|平米)/,
    holds: /\d[余多]?[万千百]?(?:亩|公顷|平方|平米|㎡)/,
  },
  { asks: /(?:多少|几)(?:万|千|百)?(?:立方|方土|升)/, holds: /\d[余多]?[万千百]?(?:立方|方|升)/ },
  { asks: /(?:多少|几)(?:万|千|百)?度电/, holds: /\d[余多]?[万亿千百]?(?:度|千瓦时)/ },
  {
    asks: /(?:多少|几)(?:万|千|百)?(?:通|个[^,，。?？]{0,6}(?:电话|来电))/,
    holds:
      /(?:电话|来电|通话|热线)[^,，。;；]{0,8}\d|\d[余多]?[万千百]?(?:通|[个次件][^,，。;；]{0,6}(?:电话|来电))/,
  },
];

function holdsUnit(window: Window, { text }: QuestionPart): boolean {
  const stated = sentencesOf(window);
  return MEASURES.every(({ asks, holds }) => !asks.test(text) || holds.test(stated));
}

const TOTAL = /一共有|总共有|总数|现有|共有|累计|全部加起来|目前有/;
const ADDED = /新增|新设|新建|新开|增设|新成立|新添|首批|第一批/;

/** Whether what was added is not given for the total that is asked for. */
function holdsScope({ view, first, last }: Window, { text, asked }: QuestionPart): boolean {
  const said = text.replace(/(?:不是|不算|不要|除了|不含|除去)[^,，。]{0,6}/g, "");
  if (!TOTAL.test(said) || ADDED.test(said)) return true;
  const fitting = view.clauses
    .slice(first, last + 1)
    .filter(
      ({ figures, folded }) =>
        figures.some((figure) => figureFit(figure, asked) > 0) || /[一两二三]家/.test(folded),
    );
  return fitting.length === 0 || !fitting.every(({ folded }) => ADDED.test(folded));
}

/** What is measured, right before the question for its figure: 保费要交多少, 出口退税有多少. */
const MEASURED =
  /([\p{Script=Han}]{3})(?:一共|总共|合计|大概|大约|到底|具体|要|是|有|为|达到?|能|得|该|交|收|付|给|花|定|到|了|[,，])*多少/u;
const QUANTITY = /[率费价款税票息租薪]$/;
const PLAIN_QUANTITY = /花费|经费|资费|费用|价款|资金款|比率|概率|收费/;

function holdsQuantity(window: Window, { text }: QuestionPart): boolean {
  const measured = MEASURED.exec(text)?.[1] ?? "";
  if (!QUANTITY.test(measured) || PLAIN_QUANTITY.test(measured)) return true;
  const around = surroundingsOf(window);
  return around.includes(measured.slice(1)) || around.includes(measured.slice(0, 2));
}

/**
 * Whether nothing stands in the window beside a part of a compound but another part than the asked one, which
 * the passage holds nowhere.
 */
function holdsWholeCompounds(window: Window, { part, terms, views }: RankedPart): boolean {
  const text = surroundingsOf(window);
  const passage = `${window.view.sentences.join("\n")}\n${text}`;
  const others = otherPassages(window, views);
  const isIn = (where: string, word: string) =>
    where.includes(word) || alternatives(word, part, terms).some((other) => where.includes(other));
  return part.words.map(piecesOf).every((run) =>
    run.every((word, at) => {
      const next = run[at + 1];
      if (next === undefined || isPlain(word) || isPlain(next)) return true;
      const isHeld = isIn(text, word);
      if (isHeld === isIn(text, next)) return true;
      const missing = missingFrom(isHeld ? run.slice(at + 1) : run.slice(0, at + 1).reverse(), (one) =>
        isIn(text, one),
      );
      if (missing.every((one) => isIn(passage, one))) return true;
      // What the document calls by its name elsewhere is not shortened here.
      if (missing.some((one) => one.length > 1 && !passage.includes(one) && others.includes(one)))
        return false;
      return isHeld ? besideOf(text, word, "behind", next) : besideOf(text, next, "before", word);
    }),
  );
}

/** The words of a run from its first on that are not held. */
function missingFrom(run: readonly string[], isHeld: (word: string) => boolean): readonly string[] {
  const end = run.findIndex((word) => isPlain(word) || isHeld(word));
  return end < 0 ? run : run.slice(0, end);
}

/** Words that tell no thing from another: how much, when, and what is done. */
const PLAIN =
  /^(?:最[多少高低长短大小快慢]|目标|计划|总数|总量|数量|数目|个数|过后|之后|以后|之前|以前|期间|当天|时限|时长|规模|资金|金额|标准|额度|比例|要求|回归|提出|出来|过来|给出|可以|能够|多少|\d.*|.*(?:平方|公里|工作日))$/;

function isPlain(word: string): boolean {
  return isLight(word) || PLAIN.test(word) || MEASURE.test(word);
}

const MEASURE = /^(?:平方米|平方公里|公顷|万元|亿元)$/;
const BESIDE = 4;
/** A missing word as long as this is shortened to two of its characters or more. */
const LONG = 4;

const MARK = /[,，。;；:：、\n]/;

/** Whether a character of the missing word stands next to the held one, as where the text shortens it. */
function besideOf(text: string, held: string, where: "before" | "behind", missing: string): boolean {
  if (!text.includes(held)) return true;
  for (let at = text.indexOf(held); at >= 0; at = text.indexOf(held, at + 1)) {
    const end = at + held.length;
    const side =
      where === "behind"
        ? (text.slice(end, end + BESIDE).split(MARK)[0] ?? "")
        : (text
            .slice(Math.max(0, at - BESIDE), at)
            .split(MARK)
            .at(-1) ?? "");
    const shared = [...missing].filter((char) => side.includes(char)).length;
    if (shared >= (missing.length >= LONG ? 2 : 1) || soundsIn(side, missing)) return true;
  }
  return false;
}

/** Whether a word stands in a text as it sounds, misspelt. */
function soundsIn(text: string, word: string): boolean {
  return Array.from({ length: Math.max(0, text.length - word.length + 1) }, (_, at) =>
    text.slice(at, at + word.length),
  ).some((piece) => soundsLike(piece, word));
}

/** The words of a run; single characters side by side are one word that the segmenter does not know. */
function piecesOf({ text, breaks = [] }: { text: string; breaks?: number[] }): string[] {
  const bounds = [0, ...breaks, text.length];
  const pieces: string[] = [];
  let wasSingle = false;
  for (const [index, end] of bounds.slice(1).entries()) {
    const piece = text.slice(bounds[index], end);
    const isSingle = piece.length === 1;
    if (isSingle && wasSingle) pieces.push((pieces.pop() ?? "") + piece);
    else pieces.push(piece);
    wasSingle = isSingle;
  }
  return pieces;
}

function alternatives(word: string, { text }: QuestionPart, terms: readonly Term[]): string[] {
  return terms
    .filter(({ texts: [said = ""] }) => said.length > 1 && (word.includes(said) || said.includes(word)))
    .flatMap(({ texts }) => texts.slice(1))
    .filter((other) => !text.includes(other));
}
