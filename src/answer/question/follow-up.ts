import type { Turn } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { contentWords } from "./content-words.ts";
import { askedKind } from "./question-kind.ts";

/** Openings and endings of a question that leans on the one before. */
const LEANS =
  /^(?:那么?|还有|另外|其中|它们?|这些?|那些?|他们|再问|然后|接着|同样|换成|如果是)|呢[?？。!！]*$/;
const MAX_WORDS_OF_A_FRAGMENT = 2;

/** The last thing the user asked before this, or null. */
export function previousQuestion(history: readonly Turn[]): string | null {
  for (let i = history.length - 1; i >= 0; i--) {
    const turn = history[i];
    if (turn?.role === "user" && turn.text.trim() !== "") return turn.text;
  }
  return null;
}

/** Every earlier question of the user, newest first. */
export function earlierQuestions(history: readonly Turn[]): string[] {
  return history
    .filter((turn) => turn.role === "user" && turn.text.trim() !== "")
    .map((turn) => turn.text)
    .reverse();
}

/**
 * Whether a folded question can't be understood alone: it opens or ends like a follow-up, or is a mere
 * fragment (多少钱?).
 */
export function leansOnHistory(folded: string, hasPlace: boolean): boolean {
  if (LEANS.test(folded.trim())) return true;
  return !hasPlace && contentWords(folded).length <= MAX_WORDS_OF_A_FRAGMENT;
}

/**
 * A follow-up rewritten so that it stands alone. 「那温州呢?」 takes over the whole previous question with
 * its place exchanged; 「那在新三板挂牌的呢?」 keeps the place and the way of asking.
 */
export function standAlone(
  question: string,
  previous: string,
  places: { own: string[]; earlier: string[] },
): string {
  const stripped = question
    .replace(/^(?:那么?|还有|另外|再问一下|然后|接着)[,，]?/, "")
    .replace(/呢?[?？。!！]*$/, "");
  const onlyPlace = contentWords(fold(stripped), []).every((word) =>
    places.own.some((name) => name.includes(word.text) || word.text.includes(name)),
  );
  const earlierPlace = places.earlier[0];
  if (places.own.length > 0 && onlyPlace && earlierPlace) {
    return previous.replaceAll(earlierPlace, places.own.join("和"));
  }
  const prefix = places.own.length === 0 && earlierPlace ? `${earlierPlace}的` : "";
  return `${prefix}${stripped}${askingTail(fold(question), fold(previous))}`;
}

/** How the previous question asked, where the follow-up does not ask by itself. */
function askingTail(question: string, previous: string): string {
  if (!["open", "yes_no"].includes(askedKind(question).kind)) return "?";
  const tail =
    /(?:有|是|为|达|要|得|需)?(?:多少|几)(?:个工作日|[个家项件户人名次天元宗条张])?|什么时候|多久|在哪/.exec(
      previous,
    );
  return tail ? `${tail[0].replace(/[?？]$/, "")}?` : "?";
}
