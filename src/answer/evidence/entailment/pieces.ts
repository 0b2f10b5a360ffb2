import type { Span } from "../../../domain.ts";
import { cutClauses, plainForm } from "./clauses.ts";
import { type NamedDate, readDates } from "./dates.ts";
import { type Marker, readMarkers } from "./markers.ts";
import { type Quantity, readQuantities, readTokens } from "./quantities.ts";

/** Words a statement may rest on, and what stands around them. */
export interface EvidenceText {
  text: string;
  /** Title, headings and place of the document: what the text need not repeat. */
  frame?: string;
  /** What stands before the text, for the year it speaks of. */
  before?: string;
}

/** A clause of the evidence, or one item of a list in it. */
export interface EvidenceClause {
  text: string;
  sentence: number;
  /** What joins it to the one before: a comma, or the mark of a list. */
  joint: string;
}

/** Evidence cut into clauses. */
export interface EvidenceClauses {
  clauses: EvidenceClause[];
  frame: string;
  before: string;
  /** The whole text in plain form. */
  plain: string;
  /** Everything a clause may rest on, short pieces first. */
  pieces: Piece[];
}

/** Neighbouring clauses of one sentence, taken together. */
export interface Piece {
  /** Clause indexes, inclusive. */
  first: number;
  last: number;
  text: string;
  /** The range of each clause in the text. */
  ranges: Span[];
  dates: NamedDate[];
  quantities: Quantity[];
  /** Latin and numeric tokens. */
  tokens: ReadonlySet<string>;
  markers: Marker[];
}

const WIDEST = 4;
/** Longer pieces are no clauses that a statement could be checked against. */
const LONGEST = 400;
const LIST_MARK = /、|以及|[和及与]|或者?/;

/** Cuts evidence into clauses; a list of several quantities is cut between its items. */
export function readEvidence({ text, frame = "", before = "" }: EvidenceText): EvidenceClauses {
  const clauses = cutClauses(text, true).flatMap((clause) => cutList(clause.text, clause.sentence));
  return {
    clauses,
    frame: plainForm(frame),
    before: plainForm(before),
    plain: plainForm(text),
    pieces: piecesOf(clauses),
  };
}

/** 取消许可9项、处罚5项 has two items; 分别 ties its items together, so they stay one. */
function cutList(clause: string, sentence: number): EvidenceClause[] {
  const quantities = clause.includes("分别") ? [] : readQuantities(clause);
  const items: EvidenceClause[] = [];
  let [start, joint] = [0, ","];
  const push = (end: number) => items.push({ text: clause.slice(start, end), sentence, joint });
  for (const [index, quantity] of quantities.entries()) {
    const next = quantities[index + 1];
    const mark = next && LIST_MARK.exec(clause.slice(quantity.end, next.start));
    if (!mark) continue;
    push(quantity.end + mark.index);
    [start, joint] = [quantity.end + mark.index + mark[0].length, mark[0]];
  }
  push(clause.length);
  return items;
}

function piecesOf(clauses: EvidenceClauses["clauses"]): Piece[] {
  const pieces: Piece[] = [];
  for (let width = 1; width <= WIDEST; width++) {
    for (let first = 0; first + width <= clauses.length; first++) {
      const members = clauses.slice(first, first + width);
      if (members.at(-1)?.sentence !== members[0]?.sentence) continue;
      const piece = joinClauses(members, first);
      if (piece.text.length <= LONGEST) pieces.push(piece);
    }
  }
  return pieces;
}

function joinClauses(members: readonly EvidenceClause[], first: number): Piece {
  const ranges: Span[] = [];
  let text = "";
  for (const member of members) {
    if (text !== "") text += member.joint;
    ranges.push({ start: text.length, end: text.length + member.text.length });
    text += member.text;
  }
  const quantities = readQuantities(text);
  return {
    first,
    last: first + members.length - 1,
    text,
    ranges,
    dates: readDates(text),
    quantities,
    tokens: new Set(readTokens(text).map((token) => token.text)),
    markers: readMarkers(text, quantities),
  };
}
