import { fold } from "../../language/fold.ts";
import { splitClauses } from "../../language/sentences.ts";
import { isCondition, isException } from "../evidence/entailment/join-clauses.ts";
import type { CitedSentence } from "./cited-sentences.ts";

/** A following sentence that takes something back of what was said. */
const TAKES_BACK =
  /^但是?[，,]?(?:法律|法规|有|属于|对|不|应|须|下列|因|经|如|以)|^(?:另有|特殊情况|情况特殊)|(?:除外|不在此限|不受此限|另有(?:规定|约定)的?)[。；]?$/;

/** Whether the cited sentences hold a condition or an exception that an answer's text does not tell. */
export function leavesOutException(text: string, sentences: readonly CitedSentence[]): boolean {
  const told = plain(text);
  return sentences.some(({ before, behind, next }) => {
    const leftOut = (clause: string) => clause !== "" && !told.includes(clause.slice(0, 12));
    const exceptions = clausesOf(behind).filter(isException);
    const conditions = clausesOf(before).slice(-2).filter(isCondition);
    const taken = TAKES_BACK.test(next) ? [plain(next)] : [];
    return [...exceptions, ...conditions, ...taken].some(leftOut);
  });
}

function clausesOf(text: string): string[] {
  return splitClauses(text)
    .map(({ start, end }) => plain(text.slice(start, end)).replace(/[,:;。]+$/, ""))
    .filter((clause) => clause !== "");
}

function plain(text: string): string {
  return fold(text)
    .replace(/\[\d{1,3}\]/g, "")
    .replace(/\s+/g, "");
}
