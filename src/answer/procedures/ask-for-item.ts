import type { Lexicon } from "../../language/lexicon.ts";
import { contentRuns, contentWords } from "../question/content-words.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import type { ShelvedGuide } from "./guide-shelf.ts";

/** What stands for any document or matter, and what is asked of any: it names no item. */
const ANYTHING =
  /那个证|(?:小|红|绿|蓝)?本[子儿]|开(?:个|家)?店|创业|做(?:点|个)?(?:小)?(?:生意|买卖)|办(?:个|点)?(?:啥|什么)证|这个证|啥证|什么证|证件|证书|证明|证照|执照|(?<!\p{Script=Han})证(?!\p{Script=Han})|办证|业务|事项|手续|事情|的事|事儿|东西|材料|资料|流程|条件|多久|多少钱|费用|窗口|电话|地址|预约|网上|手机|办理|办事|申请|申领|登记|办下|办一下|带啥|带什么|要啥|需要|咨询|了解|想问|一下|新的|旧的/gu;
/** Single characters that name nothing by themselves. */
const EMPTY = /^[续补换领办改弄交开转销审证本卡取搞整查]$/;
/** Longer talk without a name is no mere want of a document; whatever it is, it isn't guessed. */
const LONGEST = 16;
/** A bare object (户口的事) is short. */
const LONGEST_OBJECT = 6;
/** Talk of a matter as such, where its name alone might be about anything. */
const MATTER = /的事(?:情|儿)?|怎么[办弄搞]|咋[办弄整搞]|业务|办一下|想办|要办|手续/;

/** What a question that names no item leaves open. */
export interface VagueQuestion {
  /** The object it names all the same, such as 户口; empty where there is none. */
  object: string;
}

/**
 * Reads a folded question that wants something done and does not say what with (到期了怎么续, 我要办证), or only says
 * what with, in the most general way (户口的事). Null for any other, and for what rests on an earlier question.
 */
export function readVague({ folded, previous }: UnderstoodQuestion, lexicon: Lexicon): VagueQuestion | null {
  if (folded.length > LONGEST || previous !== null) return null;
  const actions = lexicon.actionWords;
  const wants = actions.some((word) => folded.includes(word));
  const bare = actions.reduce((text, word) => text.replaceAll(word, " "), folded);
  const words = contentRuns(contentWords(bare.replace(ANYTHING, " "))).filter(
    ({ text }) => !EMPTY.test(text),
  );
  const isOpen = wants || bare.replace(ANYTHING, " ") !== bare;
  if (words.length === 0) return isOpen ? { object: "" } : null;
  const object = words.map(({ text }) => text).join("");
  const isBare = !wants && MATTER.test(folded) && folded.includes(object) && object.length <= LONGEST_OBJECT;
  return isBare ? { object } : null;
}

/** The guides whose names speak of an object, those that say so in their title first. */
export function guidesOf(object: string, shelf: readonly ShelvedGuide[]): ShelvedGuide[] {
  const holding = (names: readonly string[]) => names.some((name) => name.includes(object));
  return shelf
    .filter(({ names }) => holding(names))
    .sort((a, b) => Number(holding(b.names.slice(0, 1))) - Number(holding(a.names.slice(0, 1))));
}
