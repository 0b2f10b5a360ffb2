import { cutClauses } from "./entailment/clauses.ts";
import { type Derivation, derive } from "./entailment/derive.ts";
import { droppedParts, mayFollow, type Rested } from "./entailment/join-clauses.ts";
import { type EvidenceClauses, type EvidenceText, readEvidence } from "./entailment/pieces.ts";
import { readStated, type StatedClause } from "./entailment/stated-clause.ts";
import { holdsWhole, withoutTitle } from "./entailment/whole-sentences.ts";
import { saysNothing } from "./entailment/words.ts";

export type { EvidenceText } from "./entailment/pieces.ts";

export interface StatementCheck {
  ok: boolean;
  /** What the evidence does not bear out, as `kind:words`; empty exactly when `ok`. */
  problems: string[];
}

/** The same for several texts, with the indexes of those that the statement rests on. */
export interface StatementsCheck extends StatementCheck {
  usedTexts: number[];
}

/**
 * Whether a text entails a statement, by rule: its figures with unit, bound and direction, its dates, names,
 * negations, duties, aims, choices, extent and all its words stand in the text, in clauses that belong
 * together, with the conditions and exceptions that the text sets for them. Said in other words it is
 * refused, though true: a checker that guesses is worth nothing.
 */
export function checkStatement(statement: string, evidence: string): StatementCheck {
  const { ok, problems } = checkAgainst(statement, [{ text: evidence }]);
  return { ok, problems };
}

/** As `checkStatement`, for a statement that rests on several texts; each of its clauses needs one of them. */
export function checkAgainst(statement: string, evidence: readonly EvidenceText[]): StatementsCheck {
  const whole = evidence.findIndex((one) => holdsWhole(one, statement));
  if (whole >= 0) return { ok: true, problems: [], usedTexts: [whole] };
  if (isTooLong(statement, evidence)) return { ok: false, problems: ["length:"], usedTexts: [] };
  const texts = evidence.map(readEvidence);
  const sentences = groupSentences(statement, texts);
  if (sentences.every((clauses) => clauses.every(({ text }) => saysNothing(text))))
    return { ok: false, problems: ["words:"], usedTexts: [] };
  const problems: string[] = [];
  const used = new Set<number>();
  for (const clauses of sentences) {
    const outcome = checkSentence(clauses, texts);
    problems.push(...outcome.problems);
    for (const { source } of outcome.rested) used.add(source);
  }
  const distinct = [...new Set(problems)];
  return { ok: distinct.length === 0, problems: distinct, usedTexts: [...used].sort((a, b) => a - b) };
}

/** Longer ones are no sentences, and would make too much work. */
const LONGEST = { statement: 400, clause: 160, evidence: 2_000, marks: 80 };

function isTooLong(statement: string, evidence: readonly EvidenceText[]): boolean {
  const marks = (text: string) => text.match(/[,，:：;；。、()（）\n]/g)?.length ?? 0;
  return (
    statement.length > LONGEST.statement ||
    evidence.some(({ text }) => text.length > LONGEST.evidence || marks(text) > LONGEST.marks)
  );
}

/** Pieces tried for each clause. */
const MOST_CHOICES = 4;
/** A clause this short is joined to the next, in characters. */
const SHORT = 10;

/** The statement's clauses by sentence; a short one that states nothing by itself is joined to the next. */
function groupSentences(statement: string, texts: readonly EvidenceClauses[]): StatedClause[][] {
  const sentences: StatedClause[][] = [];
  let current = -1;
  let held = "";
  for (const { text, sentence } of cutClauses(
    withoutTitle(
      statement,
      texts.map(({ frame }) => frame),
    ),
    false,
  )) {
    if (sentence !== current) {
      if (held !== "") sentences.at(-1)?.push(readStated(held));
      sentences.push([]);
      [current, held] = [sentence, ""];
    }
    const joined = held === "" ? text : `${held},${text}`;
    const clause = readStated(joined);
    const isShort = text.length <= SHORT && clause.quantities.length + clause.markers.length === 0;
    held = isShort ? joined : "";
    if (!isShort) sentences.at(-1)?.push(clause);
  }
  if (held !== "") sentences.at(-1)?.push(readStated(held));
  return sentences.filter((clauses) => clauses.length > 0);
}

interface SentenceOutcome {
  rested: Rested[];
  problems: string[];
}

/** Finds for every clause a piece that entails it, so that the pieces belong together. */
function checkSentence(clauses: readonly StatedClause[], texts: readonly EvidenceClauses[]): SentenceOutcome {
  const choices: Rested[][] = [];
  for (const clause of clauses) {
    const { found, problems } = restsOn(clause, texts);
    if (found.length === 0) return { rested: [], problems };
    choices.push(found.slice(0, MOST_CHOICES));
  }
  const mixed = [`mixed:${clauses.map(({ text }) => text).join(",")}`];
  let nearest: SentenceOutcome = { rested: [], problems: mixed };
  for (const rested of chainsOf(choices, texts, [])) {
    const outcome = { rested, problems: droppedParts(rested, texts) };
    if (outcome.problems.length === 0) return outcome;
    if (nearest.problems === mixed) nearest = outcome;
  }
  return nearest;
}

/** Ways to rest the clauses one behind the other on pieces that may follow each other. */
function* chainsOf(
  choices: readonly Rested[][],
  texts: readonly EvidenceClauses[],
  chosen: readonly Rested[],
): Generator<Rested[]> {
  const previous = chosen.at(-1);
  if (chosen.length === choices.length) yield [...chosen];
  for (const choice of choices[chosen.length] ?? []) {
    if (previous && (!mayFollow(previous, choice, texts) || comesBack(choice, chosen))) continue;
    yield* chainsOf(choices, texts, [...chosen, choice]);
  }
}

/** Whether a clause rests on a piece that another one rested on, with others between them. */
function comesBack({ source, piece }: Rested, chosen: readonly Rested[]): boolean {
  const isSame = (other: Rested | undefined) =>
    other?.source === source && other.piece.first <= piece.last && piece.first <= other.piece.last;
  return !isSame(chosen.at(-1)) && chosen.some(isSame);
}

function restsOn(stated: StatedClause, texts: readonly EvidenceClauses[]) {
  if (stated.text.length > LONGEST.clause) return { found: [], problems: ["length:"] };
  const found: Rested[] = [];
  let nearest: Derivation | null = null;
  for (const [source, evidence] of texts.entries()) {
    for (const piece of evidence.pieces) {
      const derivation = derive(stated, evidence, piece);
      if (derivation.problems.length === 0) found.push({ ...derivation, stated, source });
      else if (!nearest || isNearer(derivation, nearest)) nearest = derivation;
    }
  }
  return { found, problems: nearest?.problems ?? ["words:"] };
}

function isNearer(one: Derivation, other: Derivation): boolean {
  if (one.isNear !== other.isNear) return one.isNear;
  return one.problems.length < other.problems.length;
}
