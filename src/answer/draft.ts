import type {
  Answer,
  AskRequest,
  Citation,
  Comparison,
  Day,
  Document,
  Notice,
  Passage,
  Region,
} from "../domain.ts";
import type { CannedReason } from "./canned-responses.ts";
import { cannedResponse } from "./canned-responses.ts";
import type { PlannedComparison } from "./evidence/comparison/plan-comparison.ts";
import type { UnderstoodQuestion } from "./question/understood-question.ts";
import type { AnswerSettings } from "./settings.ts";
import type { ScreenedQuestion } from "./steps/screen-question.ts";

/** A passage an answer may rest on. */
export interface SourcePassage {
  document: Document;
  passage: Passage;
}

/** An answer in the making. The steps fill it in; it never leaves one call of `answerQuestion`. */
export interface Draft {
  readonly request: AskRequest;
  readonly screened: ScreenedQuestion;
  readonly settings: AnswerSettings;
  /** The day taken as today. */
  readonly today: Day;
  /** The region the asker chose or the operator configured; prefers evidence, does not bind it. */
  readonly preferred: Region | null;
  understood: UnderstoodQuestion | null;
  /** The guide whose item the question names without asking for a field; its text may answer. */
  item: Document | null;
  /** Passages that may answer (right place, right year), best first; what a model may write from. */
  passages: SourcePassage[];
  outcome: Answer["outcome"];
  text: string;
  citations: Citation[];
  procedure: Answer["procedure"] | null;
  /** The rows of a list that answer; their text is composed of cells, so that it is no sentence of the source. */
  register: NonNullable<Answer["register"]> | null;
  /** What was found for several places or years, as a table whose citations are not yet settled. */
  comparison: PlannedComparison | null;
  /** Guides that were compared, as a table whose cells have their citations. */
  table: Comparison | null;
  options: NonNullable<Answer["options"]>;
  related: NonNullable<Answer["related"]>;
  notices: Notice[];
  generatedBy: Answer["generatedBy"];
  versions: { prompt?: string; model?: string };
  /** What the asker was told while the answer was being written: the first citations, the text's beginning. */
  told: { citations: number; text: string };
}

/** A draft that refuses, until a step has something better. */
export function createDraft(
  start: Pick<Draft, "request" | "screened" | "settings" | "today" | "preferred">,
): Draft {
  const { outcome, text } = cannedResponse("no_source", start.settings);
  return {
    ...start,
    understood: null,
    item: null,
    passages: [],
    outcome,
    text,
    citations: [],
    procedure: null,
    register: null,
    comparison: null,
    table: null,
    options: [],
    related: [],
    notices: [],
    generatedBy: "extract",
    versions: {},
    told: { citations: 0, text: "" },
  };
}

/** Settles the draft with a fixed text. */
export function settleCanned(draft: Draft, reason: CannedReason, about = ""): void {
  const { outcome, text } = cannedResponse(reason, draft.settings, about);
  draft.outcome = outcome;
  draft.text = text;
  draft.citations = [];
  draft.notices = [];
  draft.register = null;
  draft.comparison = null;
  draft.table = null;
}

/** The question as the answer reports it: standing alone, masked, with the place and day assumed. */
export function reportedQuestion(draft: Draft): Answer["question"] {
  const place = draft.understood?.places[0]?.candidates[0] ?? draft.preferred;
  return {
    text: draft.understood?.text ?? draft.screened.text,
    masked: draft.screened.masked,
    ...(place ? { region: place.name } : {}),
    at: draft.today,
  };
}
