import { type Citation, isAnswered } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import { type CitedSentence, readCitedSentences } from "../careful/cited-sentences.ts";
import { asksEligibility } from "../careful/eligibility.ts";
import { type Standing, setsGoal, standingOf } from "../careful/goals.ts";
import { leavesOutException } from "../careful/left-out.ts";
import type { Draft } from "../draft.ts";
import { answerLength } from "../evidence/extract.ts";
import { CARD_LIMIT, FACT_LIMIT, LIST_LIMIT } from "../length-limits.ts";
import { orderNotices } from "./order-notices.ts";

const GOAL = "文件提出的目标：";
const EXCEPTED = "另有例外情形，见原文。";
const DECIDED = "是否符合条件，由经办单位审核决定。";

/**
 * Adds to an answer what keeps it from saying more than its documents do: an aim is called one, a dropped
 * exception is mentioned, an old text told for 今年 names its day, and nobody is promised anything.
 */
export async function sayCarefully(draft: Draft, { corpus }: AnswerContext): Promise<void> {
  if (!isAnswered(draft.outcome)) return;
  if (isQuoted(draft)) {
    const sentences = await readCitedSentences(draft, corpus);
    sayStanding(draft, sentences);
    if (leavesOutException(draft.text, sentences)) say(draft, EXCEPTED);
    nameOwnPeriod(draft);
    dateOfficials(draft);
  }
  const { understood, outcome } = draft;
  const isPromised = outcome !== "answered_standard" && asksEligibility(understood?.folded ?? "");
  if (isPromised) say(draft, DECIDED);
  draft.notices = orderNotices(draft.notices);
}

/** Whether the text is made of sentences of documents, not of fields or cells. */
function isQuoted({ outcome, register }: Draft): boolean {
  return register === null && (outcome === "answered_extract" || outcome === "answered");
}

/** A sentence at the end of the text, or before it as a notice where the text is full. */
function say(draft: Draft, sentence: string): void {
  if (draft.text.includes(sentence)) return;
  const joint = draft.text.includes("\n") ? "\n" : "";
  if (answerLength(draft.text) + answerLength(sentence) <= limitOf(draft))
    draft.text += `${/[。！？]$/.test(draft.text) ? "" : "。"}${joint}${sentence}`;
  else draft.notices.push({ code: "partial", text: sentence });
}

function limitOf({ outcome, citations }: Draft): number {
  if (outcome === "answered_procedure") return CARD_LIMIT;
  return new Set(citations.map(({ documentId }) => documentId)).size > 1 ? LIST_LIMIT : FACT_LIMIT;
}

const STANDINGS: Record<NonNullable<Standing>, string> = {
  goal: "其中有当时的目标或预计，不等于已经实现，请核对。",
  plan: "说的是计划要做的事，不等于已经办成，请核对。",
  trial: "其中有试点或试行的做法，可能已有变化，请核对。",
  draft: "是征求意见的草案，不是正式规定。",
};

/** Says of goals, trials and drafts that they are, with the day of the document. */
function sayStanding(draft: Draft, sentences: readonly CitedSentence[]): void {
  for (const sentence of sentences) {
    const standing = standingOf(sentence);
    if (standing !== null) noteDate(draft, sentence.citation, STANDINGS[standing]);
  }
  const isGoal = sentences.length > 0 && sentences.every((sentence) => standingOf(sentence) === "goal");
  const isSaid = setsGoal(fold(draft.text)) || /到20\d\d年/.test(draft.text);
  if (!isGoal || isSaid) return;
  // What was told already stays as it is.
  if (draft.told.text !== "" || answerLength(draft.text + GOAL) > limitOf(draft))
    say(draft, "以上是文件提出的目标。");
  else draft.text = GOAL + draft.text;
}

/** One notice of a document's date, in the words that say most. */
function noteDate(draft: Draft, { title, publishedAt }: Citation, words: string): void {
  const name = `《${title}》`;
  const day = publishedAt === null ? "没有写明发布日期" : `发布于 ${publishedAt}`;
  draft.notices = draft.notices.filter(({ code, text }) => code !== "dated" || !text.startsWith(name));
  draft.notices.push({ code: "dated", text: `${name}${day}，${words}` });
}

/** 「今年」 that an earlier year's text answers: the text says of which day it is. */
function nameOwnPeriod(draft: Draft): void {
  const [citation] = draft.citations;
  const { understood, today, text } = draft;
  const publishedAt = citation?.publishedAt ?? null;
  if (!understood?.isRelative || publishedAt === null || /\d{4}\s*年/.test(text)) return;
  if (publishedAt.slice(0, 4) < today.slice(0, 4)) say(draft, `以上是 ${publishedAt} 发布的文件所写的情况。`);
}

const OFFICIAL =
  /(?:书记|省长|市长|区长|县长|镇长|乡长|局长|厅长|部长|处长|科长|主任|主席)\p{Script=Han}{2,3}(?=[，,、。；率带主担牵说表强指出介调任等和]|$)/u;

/** People in office are told with the day of the report that names them. */
function dateOfficials(draft: Draft): void {
  for (const citation of draft.citations) {
    const isDated = draft.notices.some(({ code, text }) => code === "dated" && text.includes(citation.title));
    if (!isDated && OFFICIAL.test(citation.shown)) noteDate(draft, citation, "人员和职务以现在公布的为准。");
  }
}
