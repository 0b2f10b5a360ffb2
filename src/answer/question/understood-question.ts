import type { Region } from "../../domain.ts";
import type { Figure } from "../../language/numerals.ts";
import type { Word } from "./content-words.ts";
import type { Manner } from "./leaning.ts";
import type { Asked } from "./question-kind.ts";

/** A place the question is about; several candidates where the name is used by several places. */
export interface AskedPlace {
  text: string;
  candidates: Region[];
  /** Only a place from the question or the conversation binds the evidence; others merely prefer it. */
  from: "question" | "conversation" | "request" | "configuration";
}

/** One thing asked for; 「取消了几项,又减了多少个」 has two. */
export interface QuestionPart {
  /** Folded text of the part. */
  text: string;
  asked: Asked;
  words: Word[];
  /** Words of other clauses or of earlier turns, which count less. */
  background: Word[];
  /** Places and years this part names; empty when it names none. */
  places: AskedPlace[];
  years: number[];
}

export interface UnderstoodQuestion {
  /** The question standing alone, personal data masked; what the answer reports as understood. */
  text: string;
  folded: string;
  /** What this turn itself says, folded, slips mended; equals `folded` where nothing is taken over. */
  own: string;
  /** The question before, folded and standing alone, where this one rests on it; null where it is complete. */
  previous: string | null;
  /** How far it rests on the question before. */
  manner: Manner;
  /** The words that misspelt or foreign ones were taken for; null where nothing was. */
  mended: string | null;
  places: AskedPlace[];
  years: number[];
  /** Names of places that the division table does not know (苗栗县, 大鹏新区). */
  localNames: string[];
  /** 今年, 去年, 现在: the asker's period first. */
  isRelative: boolean;
  /** Figures the question asserts, such as the 30 and 20 of 「从30个减到20个」. */
  asserted: Figure[];
  parts: QuestionPart[];
  /** Figures of the answer given last, which a follow-up does not ask for again. */
  told: Figure[];
  /** Whether it asks which of several is more, less, first: answered only when all are known. */
  compares: boolean;
  /** Whether the question rests on earlier turns. */
  isFollowUp: boolean;
}
