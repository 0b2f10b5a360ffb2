import type { ClaimedMessage } from "./conversation-store.ts";

/** Parts of one thought follow each other within so many milliseconds. */
const TOGETHER_MS = 3000;

/** Words that only lead up to a question. */
const LEAD_IN = new RegExp(
  "^(?:(?:你好|您好|嗨|哈喽|hi|hello|早上好|上午好|下午好|晚上好|在吗|在不在|有人吗|打扰了|打扰一下|麻烦问一下|请问一下|请问|" +
    "我?(?:想|要)(?:请?问|咨询|了解|请教)(?:一下|下|一个问题|个问题|个事|点事)?|问一下|问个事|问个问题|咨询一下|咨询个事)" +
    "[\\s,，.。!！~～…、:：吗呀啊哈]{0,4}){1,3}$",
  "iu",
);
/** A place alone, which the question before it lacked. */
const PLACE_ONLY =
  /^\p{Script=Han}{1,12}(?:省|市|自治区|区|县|州|盟|旗|镇|乡|街道)(?:的|这边|这里)?[。.!！]?$/u;
const ASKS = /[哪几谁吗呢]|什么|多少|怎|如何/u;
/** A longer message is a question that stands for itself. */
const LONGEST_QUESTION = 60;
const PUNCTUATION_AT_END = /[\s。.!！?？~～…,，、]{0,4}$/u;

/**
 * Whether a claimed message belongs to the one that waits behind it, so that both get one answer: a lead-in without
 * a question, or a question whose place comes after it. Where there is doubt they stay apart.
 */
export function belongsToFollowing({ text, sender, receivedAt, following }: ClaimedMessage): boolean {
  if (!following || following.sender !== sender || following.text.trim() === "") return false;
  if (following.receivedAt.getTime() - receivedAt.getTime() > TOGETHER_MS) return false;
  return (
    isLeadIn(text) || (text.length <= LONGEST_QUESTION && !isPlaceOnly(text) && isPlaceOnly(following.text))
  );
}

function isLeadIn(text: string): boolean {
  return LEAD_IN.test(text.trim());
}

function isPlaceOnly(text: string): boolean {
  return PLACE_ONLY.test(text.trim()) && !ASKS.test(text);
}

/** The question that a message asks together with those merged into it. */
export function joinFragments({ fragments, text }: Pick<ClaimedMessage, "fragments" | "text">): string {
  const asking = fragments.filter((fragment) => !isLeadIn(fragment)).map((fragment) => fragment.trim());
  if (asking.length === 0) return text;
  // A place is said before what is asked of it, as in 西湖区的居住证怎么办.
  if (isPlaceOnly(text)) return `${text.trim().replace(PUNCTUATION_AT_END, "")}，${asking.join("，")}`;
  return [...asking.map((fragment) => fragment.replace(PUNCTUATION_AT_END, "")), text].join("，");
}
