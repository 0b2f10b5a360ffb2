import type { Turn } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import type { RegionTable } from "../../language/regions.ts";

/** What an answer told in a numbered or enumerated way, so that 「第二个」 has something to stand for. */
export interface Told {
  /** Things counted up, in order, without marks. */
  items: string[];
  /** Whether the answer asked which of them is meant. */
  isOffer: boolean;
}

const MARKS = /\[\d+\]/g;
/** Words in which a clarification asks; an answer that cites never does. */
const ASKS = /请选择|请问您|请说明是哪|您问的是|您要办(?:理)?的?(?:是)?哪|哪一[种项类个]/;
const NUMBERED = /(?:^|[\n；;：:。])\s*(?:[（(]?(\d{1,2})[.．、）)]|([①-⑨]))\s*(?!\d)/g;
const SPOKEN = /[一二三四五六七八九](?:是|要)|[（(][一二三四五六七八九][）)]/g;
const LONGEST_ITEM = 80;
const FEWEST_LISTED = 2;

/** Reads what an answer counted up: 「1. …；2. …」, 「一是…；二是…」, or names between 、. */
export function readTold(text: string): Told {
  const plain = text.replace(MARKS, "");
  const isOffer = ASKS.test(plain) && !/\[\d+\]/.test(text);
  const numbered = piecesAfter(plain, [...plain.matchAll(NUMBERED)]);
  if (numbered.length > 0) return { items: numbered, isOffer };
  const spoken = piecesAfter(plain, [...plain.matchAll(SPOKEN)]);
  if (spoken.length >= FEWEST_LISTED) return { items: spoken, isOffer };
  const alternatives = isOffer ? readAlternatives(plain) : [];
  return { items: alternatives.length > 0 ? alternatives : readNames(plain), isOffer };
}

function piecesAfter(text: string, marks: readonly RegExpExecArray[]): string[] {
  return marks
    .map((mark, index) => {
      const end = marks[index + 1]?.index ?? text.length;
      const piece = text.slice(mark.index + mark[0].length, end);
      return (piece.split(/[\n；;。？?]/)[0] ?? "").trim();
    })
    .filter((piece) => piece !== "" && piece.length <= LONGEST_ITEM);
}

/** 「公司设立登记，还是个体工商户登记？」 */
function readAlternatives(text: string): string[] {
  const question = /[：:，,]?([^：:。？?]{2,60}还是[^。？?]{2,40})[？?]?\s*$/.exec(text)?.[1];
  return question?.split(/[，,]?还是|、/).map((piece) => piece.trim()) ?? [];
}

/** The longest run of names between 、 in one sentence. */
function readNames(text: string): string[] {
  const runs = text
    .split(/[。；;\n，,：:（(）)]/)
    .filter((run) => run.includes("、"))
    .map((run) => run.split(/、|(?:以及|和)(?=[^、]*$)/).map((name) => name.trim()));
  const longest = runs.sort((a, b) => b.length - a.length)[0] ?? [];
  return longest.length > FEWEST_LISTED ? longest.filter((name) => name !== "") : [];
}

const ORDINAL = "(?:第\\s*)?([一二两三四五六七八九1-9①-⑨])";
/** 「1」「选2」「第一个吧」「②」: nothing but a number. */
const BARE_CHOICE = new RegExp(
  `^(?:我?(?:要|选|选择|问的?是|想问的?是|就|是)+)?(?:选项)?${ORDINAL}\\s*(?:个|项|种|条|号|家|类)?(?:吧|的|啊|呀|哦)?[.。!！、]?$`,
);
/** 「第二个呢」「那第二项要多久」: a number in front of, or instead of, a question. */
const ORDINAL_WORD =
  /第\s*([一二三四五六七八九1-9])\s*(?:个|项|种|条|家|类|款|处|位)|最后(?:一)?(?:个|项|种|条|家)/;

/** The place in the list, from 0, that a turn names by a number alone; null for any other turn. */
export function chosenNumber(folded: string): number | null {
  const match = BARE_CHOICE.exec(folded.trim());
  return match ? ordinalOf(match[1] ?? "") : null;
}

function ordinalOf(text: string): number | null {
  const digit = text.normalize("NFKC");
  const at = "一二三四五六七八九".indexOf(digit);
  if (at >= 0) return at;
  if (digit === "两") return 1;
  return /^[1-9]$/.test(digit) ? Number(digit) - 1 : null;
}

/** A turn with 「第二个」 replaced by the thing that was told in that place; null where it names none. */
export function nameOrdinal(folded: string, told: Told): string | null {
  const match = ORDINAL_WORD.exec(folded);
  if (!match || told.items.length === 0) return null;
  const at = match[1] === undefined ? told.items.length - 1 : ordinalOf(match[1]);
  const item = at === null ? undefined : told.items[at];
  return item === undefined ? null : folded.replace(match[0], fold(item));
}

/** What is needed to read a choice. */
export interface ChoiceRequest {
  /** The folded turn. */
  own: string;
  /** The question that the offer was made for, standing alone. */
  previous: string;
  /** The assistant's last turn. */
  turn: Turn;
  regions: RegionTable;
  lexicon: Lexicon | null;
}

/** Said to an offer, so few characters are an answer to it, whatever they are. */
const SHORT_ANSWER = 4;

/** Whether a folded turn answers an offer of the assistant's last turn: by a number, a name or a few characters. */
export function answersOffer(own: string, turn: Turn): boolean {
  const labels = labelsOffered(turn);
  const number = chosenNumber(own);
  if (labels.length > 0 && own.length <= SHORT_ANSWER) return true;
  return number === null ? labelMeant(own, labels, null) !== null : number < labels.length;
}

/** What a turn offered to choose from; nothing where it did not ask. */
export function labelsOffered({ text, options = [] }: Turn): string[] {
  const told = readTold(text);
  if (options.length > 0) return options.map(({ label }) => label);
  return told.isOffer ? told.items : [];
}

/** The whole question that a turn chooses from what was offered: by number, label or a part of one label. Null for any other. */
export function chosenQuestion({ own, previous, turn, regions, lexicon }: ChoiceRequest): string | null {
  const options = turn.options ?? [];
  const labels = labelsOffered(turn);
  const number = chosenNumber(own);
  const at = number ?? labelMeant(own, labels, lexicon);
  const label = at === null ? undefined : labels[at];
  if (at === null || label === undefined) return null;
  return options[at]?.question ?? composeChoice(label, previous, turn.text, regions);
}

const POLITE =
  /^(?:我?(?:要|选|选择|问的?是|想问的?是|想办的?是|办|就|是)+)|(?:吧|的|啊|呀|哦|这一?[个种项]|那一?[个种项]|[.。!！,，])*$/g;

/** The one label that a turn says, says a part of, or says in everyday words; null where none or several fit. */
export function labelMeant(own: string, labels: readonly string[], lexicon: Lexicon | null): number | null {
  const said = own.trim().replace(POLITE, "");
  if (said === "") return null;
  const folded = labels.map(fold);
  const equal = folded.indexOf(said);
  if (equal >= 0) return equal;
  const official = lexicon
    ?.expand(said)
    .find(({ start, end }) => start === 0 && end === said.length)?.official;
  const ways = [said, ...(official ? [fold(official)] : [])];
  const fitting = folded.flatMap((label, at) => (ways.some((way) => label.includes(way)) ? [at] : []));
  if (fitting.length > 0) return fitting.length === 1 ? (fitting[0] ?? null) : null;
  const abridging = folded.flatMap((label, at) => (abridges(said, label) ? [at] : []));
  return abridging.length === 1 ? (abridging[0] ?? null) : null;
}

const LONGEST_ABRIDGED = 6;

/** Whether the characters of what was said stand in a label in their order: 买房 for 购买自住住房. */
function abridges(said: string, label: string): boolean {
  if (said.length > LONGEST_ABRIDGED) return false;
  let from = 0;
  return [...said].every((character) => {
    const at = label.indexOf(character, from);
    from = at + 1;
    return at >= 0;
  });
}

/** The question with what was open settled: the place put in, the near name put right, or the item put before it. */
function composeChoice(label: string, previous: string, told: string, regions: RegionTable): string {
  const folded = fold(label);
  if (regions.parse(folded)) {
    const open = regions.find(previous).find(({ start, end }) => folded.includes(previous.slice(start, end)));
    return open ? previous.slice(0, open.start) + folded + previous.slice(open.end) : `${folded}${previous}`;
  }
  const missing = fold(/「([^」]{2,40})」/.exec(told)?.[1] ?? "");
  if (missing !== "" && previous.includes(missing)) return previous.replace(missing, folded);
  return previous.includes(folded) ? previous : `${folded}：${previous}`;
}
