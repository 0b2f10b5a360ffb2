import type { Answer, AskRequest, Region } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import type { Lexicon } from "../language/lexicon.ts";
import type { RegionTable } from "../language/regions.ts";
import type { ChatModel } from "../llm/chat-model.ts";
import type { Logger } from "../logger.ts";
import type { Corpus } from "../retrieval/corpus.ts";
import { createRealCorpusCache } from "../retrieval/real-corpus.ts";
import { chinaDay, type Runtime } from "../runtime.ts";
import type { AnswerContext } from "./answer-context.ts";
import { createDraft, type Draft, reportedQuestion } from "./draft.ts";
import { settleComparison } from "./evidence/comparison/settle-comparison.ts";
import { createPassageCutter } from "./evidence/passage-view.ts";
import { createGuideShelf } from "./procedures/guide-shelf.ts";
import { createNameMender } from "./procedures/mend-guide-names.ts";
import { createGuideShapes } from "./procedures/name-shapes.ts";
import { createQuestionReader } from "./procedures/printed-questions.ts";
import { recentTurns } from "./question/recent-turns.ts";
import { createVocabularyShelf } from "./question/vocabulary.ts";
import { createRegisterShelf } from "./registers/register-index.ts";
import type { AnswerSettings } from "./settings.ts";
import type { StandardAnswers } from "./standard/standard-answer.ts";
import { createStandardShelf, type StandardShelf } from "./standard/standard-shelf.ts";
import { answerFromDocuments } from "./steps/answer-from-documents.ts";
import { answerFromProcedures } from "./steps/answer-from-procedures.ts";
import { answerFromRegisters } from "./steps/answer-from-registers.ts";
import { answerFromStandard } from "./steps/answer-from-standard.ts";
import { answerSeverally } from "./steps/answer-severally.ts";
import { answerValidity } from "./steps/answer-validity.ts";
import { askNoMore } from "./steps/ask-no-more.ts";
import { checkAnswer } from "./steps/check-answer.ts";
import { declineOwnCase } from "./steps/decline-own-case.ts";
import { declineUnanswered } from "./steps/decline-unanswered.ts";
import { keepPlacesOutsideNames } from "./steps/keep-places-outside-names.ts";
import { leaveOutSamples } from "./steps/leave-out-samples.ts";
import { respondCanned } from "./steps/respond-canned.ts";
import { sayCarefully } from "./steps/say-carefully.ts";
import { sayWhatListsLack } from "./steps/say-what-lists-lack.ts";
import { screenQuestion } from "./steps/screen-question.ts";
import { understand } from "./steps/understand-question.ts";
import { writeWithModel } from "./steps/write-with-model.ts";
import type { AnswerQuestion, AskOptions } from "./types.ts";
import { createSucceededCorpusCache } from "./validity/succeeded-corpus.ts";

export interface AnswerParts {
  /** The generation to answer from; asked once per question. */
  corpus: () => Corpus;
  regions: RegionTable;
  lexicon: Lexicon;
  runtime: Runtime;
  settings: AnswerSettings;
  /** Writes fluent text under the same checks; null where no model is configured. */
  chatModel?: ChatModel | null;
  logger?: Logger;
  /** The approved answers in use; asked once per question. Absent: there are none. */
  standards?: () => StandardAnswers;
}

/** A step either settles the answer (returns true) or leaves it to the next. */
type Step = (draft: Draft) => Promise<boolean> | boolean;

/** The product as a list: what happens to a question, in order, until a step settles the answer. */
function stepsFor(context: AnswerContext, standards: StandardShelf, options: AskOptions): Step[] {
  return [
    respondCanned,
    (draft) => understand(draft, context),
    (draft) => keepPlacesOutsideNames(draft, context),
    (draft) => leaveOutSamples(draft, context),
    (draft) => answerFromStandard(draft, context, standards),
    declineOwnCase,
    (draft) => answerValidity(draft, context),
    (draft) => answerFromRegisters(draft, context),
    (draft) => answerFromProcedures(draft, context),
    async (draft) =>
      (await answerFromDocuments(draft, context, options)) && (await sayWhatListsLack(draft, context)),
  ];
}

/** Answers from one generation of the corpus, without a model or with one kept honest. */
export function createAnswerQuestion(parts: AnswerParts): AnswerQuestion {
  const succeededOf = createSucceededCorpusCache(parts.regions);
  const realCorpusOf = createRealCorpusCache();
  const registers = createRegisterShelf();
  const guides = createGuideShelf();
  const vocabulary = createVocabularyShelf(parts.lexicon, parts.regions);
  const viewPassages = createPassageCutter();
  const shelvesOfGuides = {
    shapeGuide: createGuideShapes(),
    readQuestions: createQuestionReader(),
    mendGuideName: createNameMender(),
  };
  const shelveStandards = createStandardShelf(parts);
  return async (request, options = {}) => {
    const started = parts.runtime.now();
    const { corpus, repeals } = await succeededOf(parts.corpus(), request.audience);
    const realCorpus = realCorpusOf(corpus);
    const chatModel = parts.chatModel ?? null;
    const shelves = { registers, guides, vocabulary, viewPassages, ...shelvesOfGuides };
    const context: AnswerContext = { ...parts, ...shelves, corpus, repeals, realCorpus, chatModel };
    const preferred = await preferredRegion(request, parts, corpus);
    const steps = stepsFor(context, shelveStandards(), options);
    const settle = async (draft: Draft) => {
      for (const step of steps) if (await step(draft)) break;
    };
    const first = draftFor(request, parts, preferred, started);
    await settle(first);
    const draft = await askNoMore(await answerSeverally(first, settle), settle);
    await writeWithModel(draft, context, options);
    checkAnswer(draft, context);
    await sayCarefully(draft, context);
    declineUnanswered(draft);
    return finish(draft, context, options, started);
  };
}

function draftFor(request: AskRequest, parts: AnswerParts, preferred: Region | null, started: Date): Draft {
  const history = recentTurns(request.history ?? []);
  return createDraft({
    request: { ...request, history },
    screened: screenQuestion(request.question, history),
    settings: parts.settings,
    preferred,
    today: request.at ?? chinaDay(started),
  });
}

function finish(draft: Draft, context: AnswerContext, options: AskOptions, started: Date): Answer {
  const { runtime, corpus } = context;
  const answer: Answer = {
    messageId: runtime.newId(),
    conversationId: draft.request.conversationId ?? runtime.newId(),
    question: reportedQuestion(draft),
    outcome: draft.outcome,
    text: draft.text,
    citations: draft.citations,
    ...(draft.procedure ? { procedure: draft.procedure } : {}),
    ...(draft.register ? { register: draft.register } : {}),
    ...comparisonOf(draft),
    ...(draft.options.length > 0 ? { options: draft.options } : {}),
    ...(draft.related.length > 0 ? { related: draft.related } : {}),
    notices: draft.notices,
    generatedBy: draft.generatedBy,
    versions: { index: corpus.generation, ...draft.versions },
    tookMs: runtime.now().getTime() - started.getTime(),
  };
  tellRest(answer, draft, options);
  return answer;
}

/** The table beside the text; a model's sentences have citations of their own. */
function comparisonOf(draft: Draft): Pick<Answer, "comparison"> {
  const { comparison: planned, table, citations, generatedBy } = draft;
  if (table) return { comparison: table };
  const comparison = planned && generatedBy === "extract" ? settleComparison(planned, citations) : null;
  return comparison ? { comparison } : {};
}

/** Tells what a model's sentences have not told while they were written. */
function tellRest(answer: Answer, { told }: Draft, options: AskOptions): void {
  for (const citation of answer.citations.slice(told.citations)) {
    options.onEvent?.({ type: "citation", citation });
  }
  const delta = answer.text.slice(told.text.length);
  if (delta !== "") options.onEvent?.({ type: "text", delta });
  options.onEvent?.({ type: "outcome", answer });
}

/**
 * The region asked for, else the configured one, else that of the sample data where it is indexed.
 * @throws WenbanError `question.unknown_region` for a region that is neither a full name nor a code
 */
async function preferredRegion(
  request: AskRequest,
  parts: AnswerParts,
  corpus: Corpus,
): Promise<Region | null> {
  if (request.region === undefined) {
    const { region, sampleRegion } = parts.settings;
    if (region !== null || sampleRegion === null) return region;
    return (await corpus.regionCodes("public")).includes(sampleRegion.code) ? sampleRegion : null;
  }
  const region = parts.regions.parse(request.region);
  if (region) return region;
  throw new WenbanError("unprocessable", "question.unknown_region", "没有找到这个地区。", {
    hint: "请填写完整名称（如 浙江省杭州市余杭区）或 6 位行政区划代码。",
  });
}
