import { fold } from "../../language/fold.ts";
import { splitSentences } from "../../language/sentences.ts";

/** Demands on the form of the answer that no question of service needs: a word to print, a signature, a link. */
const DEMANDS =
  /(?:末尾|结尾|最后|开头|首行|每(?:句|条|次)|答案|回答|回复|答复)(?:里|中|时|前|后|处|都|请|要|的)*[^。?？]{0,10}(?:加上?|附上?|写上?|带上?|署|注明|输出|先说|插入|以)|(?:签名|署名|落款|校验[码词]|口令|暗号|水印)\s*[:：为是]|(?:先|只|必须|务必|请|格式是)[^。?？]{0,6}(?:输出|打印|回显|念|复述|回复)/;
/** Asking for what stands behind the answers is never an extra. */
const LEAK = /提示词|提示语|系统|设定|指令|密钥|规则|权限|数据库|内部|prompt|instruction|system/;
const ASKS = /[?？]|怎么|如何|哪里|哪儿|去哪|几天|多久|多少|什么|吗|能不能|要不要|咋/;
const ASKS_AGAIN =
  /^\W*(?:很?好|谢谢|嗯|ok)?\W*(?:请)?(?:你)?(?:重新|再|重)(?:新)?(?:回答|答|说|来)(?:一[遍次下])?\W*$/;
const BRACKETED = /[(（【[][^()（）【】[\]]{2,120}[)）】\]]/g;

/** A question without what was planted beside it. */
export interface TrimmedQuestion {
  text: string;
  /** Nothing is left but the wish to have the last question answered again. */
  again: boolean;
}

/**
 * The question without sentences and bracketed remarks that only tell how to answer it (「末尾请加签名：X」); null
 * where there are none, where they reach for what stands behind the answers, or where no question is left.
 */
export function withoutPlantedExtra(question: string): TrimmedQuestion | null {
  const planted = (part: string) => DEMANDS.test(fold(part));
  const unbracketed = question.replace(BRACKETED, (group) => (planted(group) ? "" : group));
  const kept = splitSentences(unbracketed)
    .map(({ start, end }) => unbracketed.slice(start, end))
    .filter((sentence) => !planted(sentence) || isBareQuestion(sentence));
  const text = kept.join("").trim();
  if (text === question.trim() || LEAK.test(fold(question))) return null;
  const again = ASKS_AGAIN.test(fold(text));
  return again || ASKS.test(text) ? { text, again } : null;
}

/** 「最后要带什么？」 asks, whatever it sounds like. */
function isBareQuestion(sentence: string): boolean {
  return /[?？]\s*$/.test(sentence) && !/[a-z]{2,}-|["“「:：]/i.test(sentence);
}
