import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import { createCitations } from "../citations.ts";
import type { Draft } from "../draft.ts";
import { settleCanned } from "../draft.ts";
import { answerBundle } from "../procedures/answer-bundle.ts";
import { readVague } from "../procedures/ask-for-item.ts";
import { type AskedFields, askedFields, namedFields } from "../procedures/asked-fields.ts";
import { asksForVerdict, beyondGuides } from "../procedures/beyond-guides.ts";
import { chooseBranch, openBranches, wantedTraits } from "../procedures/choose-branch.ts";
import { compareGuides } from "../procedures/compare-guides.ts";
import {
  type CardLine,
  composeCard,
  fitCard,
  isTooLong,
  lineOf,
  missingLabels,
} from "../procedures/compose-card.ts";
import { nearestQuestion } from "../procedures/find-asked-question.ts";
import { findDetail, isList } from "../procedures/find-details.ts";
import { isMeant } from "../procedures/fit-guides.ts";
import { chooseRivals, NAMED, type ProcedureMatch } from "../procedures/match-procedure.ts";
import { nameGuides } from "../procedures/name-guides.ts";
import { documentsOf, guidesOfObject, tellOtherwise } from "../procedures/shared-object.ts";
import { isStrangeTo } from "../procedures/strange-words.ts";
import { tellAgents } from "../procedures/tell-agents.ts";
import { tellValues } from "../procedures/tell-values.ts";
import type { QuestionKind } from "../question/question-kind.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { addNotices } from "./add-notices.ts";
import { clarifyItem } from "./clarify-item.ts";
import { clarifyGuidePlace } from "./clarify-place.ts";

const MOST_OPTIONS = 4;
/** Kinds of questions that tell a situation, and may be answered by all that a guide says. */
const TELLING: readonly QuestionKind[] = ["open", "yes_no", "how"];
/** What is asked may also be a figure of a list (公示几天, 连续缴满多久), or whether one may at all. */
const FIGURED = ["timeLimit", "validity", "fee", "conditions"];
/** For lines that hold what was asked, whatever the guide lacks besides. */
const UNASKED: AskedFields = { keys: [], isHowTo: false };

/**
 * Answers from the fields of a service guide when the question names an item and asks for a field or how
 * it is done. Several items equally near are offered; a field the guide lacks is not guessed.
 */
export async function answerFromProcedures(draft: Draft, context: AnswerContext): Promise<boolean> {
  const question = draft.understood;
  if (!question) return false;
  const beyond = beyondGuides(question.folded);
  if (beyond !== null) {
    settleCanned(draft, beyond);
    return true;
  }
  // What a court decides is in no guide; the item it names is beside the point.
  if (asksForVerdict(question.folded)) return false;
  const vague = readVague(question, context.lexicon);
  if (vague?.object === "" && (await clarifyItem(draft, vague, context))) return true;
  if (await compareGuides(draft, question, context)) return true;
  const { matches: found, folded, mended } = await nameGuides(draft, question, context);
  const [meant, ...others] = guidesOfObject({ ...question, folded }, found, context.lexicon);
  if (meant && others.length > 0) {
    offer(draft, [meant, ...others], { ...question, folded });
    return true;
  }
  const matches = meant ? [{ ...meant, score: 1 }, ...found.filter((one) => one !== meant)] : found;
  const near = nearestQuestion(folded, matches, context.lexicon, context.readQuestions);
  if (near) {
    await answerLines(draft, near.document, { asked: UNASKED, lines: [lineOf(near.field)], mended }, context);
    return true;
  }
  const [best, ...rivals] = chooseRivals(matches);
  if ((best?.score ?? 0) < NAMED && vague !== null) return clarifyItem(draft, vague, context);
  if (!best || best.score < NAMED || isStrangeTo(best, question, context.lexicon)) return false;
  const asked = readAsked(folded, best, context);
  if (!isAskingFor(best, asked, { ...question, folded })) {
    draft.item = best.document;
    return answerDetail(draft, best.document, { ...asked, folded, mended }, context);
  }
  if (rivals.length === 0 && (await asksForPlace(draft, question, best.document, folded, context)))
    return true;
  if (rivals.length > 0 && tellOtherwise(documentsOf([best, ...rivals]), folded, context.lexicon))
    offer(draft, [best, ...rivals].slice(0, MOST_OPTIONS), { ...question, folded });
  else await answerWith(draft, best.document, { ...asked, folded, mended }, context);
  return true;
}

/** Whether the guides of an item that several places have for themselves leave open which of them is meant. */
async function asksForPlace(
  draft: Draft,
  question: UnderstoodQuestion,
  { title, region }: Document,
  folded: string,
  { corpus, guides, lexicon }: AnswerContext,
): Promise<boolean> {
  if (region === null) return false;
  const { audience } = draft.request;
  const shelf = await guides(corpus, audience);
  const ids = shelf.filter(({ names }) => names[0] === fold(title)).map(({ id }) => id);
  const twins = await Promise.all(ids.map((id) => corpus.document(id, audience)));
  const isSame = (all: readonly Document[]) => !tellOtherwise(all, folded, lexicon);
  return clarifyGuidePlace(
    draft,
    question,
    twins.filter((one) => one !== null),
    isSame,
  );
}

/** What is asked of a guide: its fields by what people say for them, and by their own labels. */
interface Asked extends AskedFields {
  named: ProcedureField[];
  /** Whether it is asked what holds for somebody else who comes for the applicant. */
  isForAgent: boolean;
}

/** What is asked, with the folded question itself and the name that a misspelt one was taken for. */
interface AskedQuestion extends Asked {
  folded: string;
  mended: string | null;
}

/** Words of the item's own name (投诉, 预约) ask for nothing. */
function readAsked(
  folded: string,
  { document, names: known }: ProcedureMatch,
  context: AnswerContext,
): Asked {
  const { lexicon } = context;
  const names = [document.title, document.procedure?.name ?? ""].filter((name) => name.length > 1);
  const without = (all: readonly string[]) =>
    all.reduce((text, name) => text.replaceAll(fold(name), " "), folded);
  // Everyday names that ask by themselves (社保自己怎么交) stay: they are how it is asked.
  const silent = known.filter((name) => !asksByItself(name, lexicon));
  const asked = askedFields(without([...names, ...silent].sort((a, b) => b.length - a.length)), lexicon);
  const named = namedFields(folded, document.procedure?.fields ?? [], names);
  const isOpen = asked.keys.every((key) => key === "conditions") && !asked.isHowTo && named.length === 0;
  return {
    ...asked,
    isHowTo: asked.isHowTo || askedFields(folded, lexicon).isHowTo,
    named,
    isForAgent: isOpen && wantedTraits(without(known)).includes("agent"),
  };
}

function asksByItself(name: string, lexicon: AnswerContext["lexicon"]): boolean {
  const { keys, isHowTo } = askedFields(fold(name), lexicon);
  return keys.length > 0 || isHowTo;
}

/** Naming an item alone asks for its card; a longer question must ask for a field or for how it is done. */
function isAskingFor(match: ProcedureMatch, asked: Asked, question: UnderstoodQuestion): boolean {
  if (asked.isHowTo || asked.isForAgent || asked.keys.length > 0 || asked.named.length > 0) return true;
  const kinds = question.parts.map((part) => part.asked.kind);
  // Who tells a situation (公司不干了，想关掉) or asks whether anything has to be done wants to know how.
  if (isMeant(match.fit) && kinds.every((kind) => TELLING.includes(kind))) return true;
  // Whose item can be no other gets its guide, whatever is asked: a place's figures are another matter.
  if (match.isLeading && question.places.every(({ from }) => from !== "question")) return true;
  return kinds.every((kind) => kind === "open") && question.folded.length <= match.name.length + 8;
}

function offer(draft: Draft, matches: readonly ProcedureMatch[], question: UnderstoodQuestion): void {
  draft.outcome = "clarify";
  const names = matches.map(({ document }) => document.title);
  draft.text = `为了答得更准，请选择您要办理的事项：${names.map((name, index) => `${index + 1}. ${name}`).join("；")}。`;
  const tail = question.folded.length < 40 ? question.text : "怎么办";
  draft.options = names.map((name) => ({ label: name, question: `${name}：${tail}` }));
  draft.related = matches.map(({ document }) => ({ documentId: document.id, title: document.title }));
}

/** Answers with the one value that speaks of what is asked; false where there is none. */
async function answerDetail(
  draft: Draft,
  document: Document,
  asked: AskedQuestion,
  context: AnswerContext,
): Promise<boolean> {
  const { folded, isHowTo, mended } = asked;
  const detail = findDetail({ folded, isHowTo }, document, context.lexicon);
  if (detail === null) return false;
  await answerLines(draft, document, { asked, lines: [lineOf(detail.field)], mended }, context);
  return true;
}

async function answerWith(
  draft: Draft,
  document: Document,
  asked: AskedQuestion,
  context: AnswerContext,
): Promise<void> {
  const { folded, mended } = asked;
  const agents = asked.isForAgent ? tellAgents(document) : [];
  if (agents.length > 0) {
    return answerLines(draft, document, { asked: UNASKED, lines: agents.map(lineOf), mended }, context);
  }
  const wanted = wantedTraits(folded);
  const fields = chooseBranch(document.procedure?.fields ?? [], wanted);
  const lines = linesWithDetail(document, fields, asked, context);
  const instead = asked.keys.map((key) => ({ key, told: tellValues(document, key) }));
  lines.push(...instead.flatMap(({ told }) => told.map(lineOf)));
  if (!lines.some((line) => line.field)) {
    if (!(await answerBundle(draft, document, asked, context))) refuseMissing(draft, document, asked);
    return;
  }
  const branches = isTooLong(lines) ? openBranches(fields, wanted) : [];
  if (branches.length > 1) return offerBranches(draft, document, branches);
  const keys = instead.filter(({ told }) => told.length === 0).map(({ key }) => key);
  await answerLines(draft, document, { asked: { ...asked, keys }, lines, mended }, context);
}

/** The fields asked for, and a single value that speaks of what is asked beside them. */
function linesWithDetail(
  document: Document,
  fields: readonly ProcedureField[],
  asked: AskedQuestion,
  { lexicon }: AnswerContext,
): CardLine[] {
  const detail = findDetail({ folded: asked.folded, isHowTo: asked.isHowTo }, document, lexicon);
  const told = linesFor(fields, asked);
  // Who asks how it is done in a case that the guide tells apart wants that case, and no single value.
  const isCase = asked.isHowTo && fields.length < (document.procedure?.fields.length ?? 0);
  if (detail === null || isCase) return told;
  const isTold = asked.keys.length > 0 && told.some(({ field }) => field === detail.of);
  // A list holds a word of many questions; who asks for another field wants none of it but a figure.
  const isAside = told.length > 0 && isList(detail.of) && !asked.keys.every((key) => FIGURED.includes(key));
  if (isTold || isAside) return told;
  return [lineOf(detail.field), ...(asked.isHowTo && asked.keys.length === 0 ? [] : told)];
}

/** The fields named by their labels, and those asked for in other words. */
function linesFor(fields: readonly ProcedureField[], asked: Asked): CardLine[] {
  const named = asked.named.filter((field) => fields.includes(field));
  if (named.length === 0) return composeCard(fields, asked);
  const others = asked.keys.length > 0 ? composeCard(fields, asked) : [];
  return [...named.filter((field) => !others.some((line) => line.field === field)).map(lineOf), ...others];
}

/** A guide whose cases differ and whose whole card would not fit: the case is asked for. */
function offerBranches(draft: Draft, document: Document, branches: readonly string[]): void {
  const names = branches.slice(0, MOST_OPTIONS);
  draft.outcome = "clarify";
  draft.text = `${document.title}分不同情形，请选择您的情形：${names.map((name, index) => `${index + 1}. ${name}`).join("；")}。`;
  draft.options = names.map((name) => ({ label: name, question: `${document.title}（${name}）怎么办` }));
  draft.related = [{ documentId: document.id, title: document.title }];
}

async function answerLines(
  draft: Draft,
  document: Document,
  { asked, lines, mended }: { asked: AskedFields; lines: readonly CardLine[]; mended: string | null },
  { corpus }: AnswerContext,
): Promise<void> {
  const passages = await corpus.passages(document.id, draft.request.audience);
  const { citations, citeStored } = createCitations(draft.settings, draft.today);
  const fitting = fitCard(lines);
  const texts: string[] = [];
  for (const { field, text } of fitting) {
    const number = field ? await citeStored(document, passages, field) : null;
    if (field === null || number !== null) texts.push(number === null ? text : `${text}[${number}]`);
  }
  const fields = document.procedure?.fields ?? [];
  const missing = missingLabels(fields, asked).map((label) => `${label}：本指南未载明`);
  draft.outcome = "answered_procedure";
  const isOne = texts.length + missing.length === 1;
  const place = draft.understood?.places.length || draft.preferred ? "" : (document.region?.name ?? "");
  const read = mended === null ? "" : `按「${mended}」回答：`;
  const title = `${read}${place === "" ? "" : `${place}：`}${document.title}`;
  draft.text = isOne ? `${title}的${texts[0] ?? ""}` : `${title}\n${[...texts, ...missing].join("\n")}`;
  draft.citations = citations;
  draft.generatedBy = "procedure";
  const shown = fitting.flatMap(({ field }) => (field ? [field] : []));
  draft.procedure = {
    documentId: document.id,
    name: document.procedure?.name ?? document.title,
    fields: shown,
  };
  addNotices(draft, [document]);
}

function refuseMissing(draft: Draft, document: Document, asked: AskedFields): void {
  const labels = missingLabels(document.procedure?.fields ?? [], asked).join("、");
  settleCanned(draft, "not_in_guide", `《${document.title}》${labels ? `的${labels}` : ""}`);
  draft.related = [{ documentId: document.id, title: document.title }];
}
