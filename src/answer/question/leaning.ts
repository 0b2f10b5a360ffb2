import type { Span } from "../../domain.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { contentWords, type Word } from "./content-words.ts";
import { askedKind } from "./question-kind.ts";

/**
 * How far a question rests on the one before: not at all (at most its place is taken over), loosely (it asks by
 * itself, and may well mean another thing), or so that it can't be understood without it.
 */
export type Manner = "alone" | "loose" | "leaning";

/** Points back by itself: 其中, 它, 这个, 那里, or sets something against what was spoken of (和换领比). */
const POINTS_BACK =
  /^(?:那么?)?[,，]?(?:和(?!解|谐|平)|跟(?!踪|进|随)|与(?!会)|比(?![例赛较如重]))|^(?:那么?|还有|另外)?[,，]?(?:其中|它们?|他们|她们|这些|那些|这[个项条份种家](?![月人])|该[\p{Script=Han}]|上述|前者|后者|同样)|(?:^|[,，])(?:它们?|其中)|在?那里(?:有|能|可以)|换成|如果是/u;
/** Goes on talking: 那, 还有, …呢. */
const GOES_ON = /^(?:那么?(?![些里边时年天])|还有|另外|再问|然后|接着|顺便)|呢[?？。!！]*$/;
/** With as many words of its own a question that asks is complete, however it begins. */
const MANY_WORDS = 4;
/** With fewer a question that asks may still mean what was spoken of before. */
const FEW_WORDS = 2;

/** What can be asked about any matter, so that it is no matter of its own. */
const ASPECTS =
  /材料|证件|费用|收费|钱|时间|时限|期限|地点|地址|电话|号码|流程|步骤|手续|条件|要求|资格|依据|标准|窗口|预约|网上|线上|手机|邮寄|快递|代办|本人|现场|有效期|面积|金额|比例|规模|人数|户数|数量|总数|别人|他人|家人|家里人|孩子|小孩|儿童|未成年人?|老人|父母|单身|外地人?|本地人?|异地|牵头|负责|主管|部门|单位|机构|开始|结束|施行|实施|生效|执行|启用|截止|成立|发布|公布|印发|出台|印制|名单|名称|名字|具体|详细|办理|申请|申领|登记|提交|准备|限制|例外|完成/g;

/** A turn as read by itself. */
export interface OwnTurn {
  /** Folded. */
  text: string;
  /** Places and years in it. */
  known: readonly Span[];
  hasPlace: boolean;
  /** Whether it says the name of an item that there is a guide for. */
  isNamed: boolean;
}

/** Words of a turn that say what it is about, beside places, years and what can be asked about anything. */
export function subjectWords(
  { text, known }: Pick<OwnTurn, "text" | "known">,
  lexicon: Lexicon | null,
): Word[] {
  const asked = lexicon?.expand(text).filter(({ field }) => field !== null) ?? [];
  const aspects = [...text.matchAll(ASPECTS)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
  return contentWords(text, [...known, ...asked, ...aspects]).filter((word) => word.text.length > 1);
}

/** Whether a folded text asks for something by itself. */
function asksByItself(text: string, lexicon: Lexicon | null): boolean {
  return (
    askedKind(text).kind !== "open" || (lexicon?.expand(text).some(({ field }) => field !== null) ?? false)
  );
}

/** How far a turn rests on the question before it. */
export function mannerOf(turn: OwnTurn, lexicon: Lexicon | null): Manner {
  const text = turn.text.trim();
  if (POINTS_BACK.test(text)) return "leaning";
  const words = subjectWords(turn, lexicon);
  const asks = asksByItself(text, lexicon);
  if (asks && turn.isNamed) return "alone";
  if (GOES_ON.test(text)) return asks && words.length >= MANY_WORDS ? "alone" : "leaning";
  if (turn.hasPlace) return words.length > 0 ? "alone" : "leaning";
  if (words.length === 0) return "leaning";
  if (words.length <= FEW_WORDS) return asks ? "loose" : "leaning";
  return "alone";
}
