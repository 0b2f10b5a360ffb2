import { sha256Hex } from "../../digest.ts";
import type { Document, Passage } from "../../domain.ts";
import type { Corpus } from "../../retrieval/corpus.ts";
import {
  entryOfExplanation,
  explanationId,
  NO_STANDARD_ANSWERS,
  type StandardAnswer,
  type StandardAnswers,
} from "./standard-answer.ts";

/** The document that holds an entry's explanation word for word, so that it can be cited and read. */
export async function explanationOf(entry: StandardAnswer): Promise<Document> {
  const { answer, questions, explainedBy, owner, reviewedAt, expires, audience } = entry;
  const title = `人工解释：${questions[0] ?? entry.id}（${explainedBy ?? owner}，${reviewedAt}）`;
  return {
    id: explanationId(entry),
    kind: "summary",
    title,
    text: answer,
    shown: answer,
    offsets: [{ shown: 0, stored: 0, length: answer.length }],
    url: null,
    publisher: explainedBy ?? owner,
    region: entry.regions[0] ?? null,
    publishedAt: reviewedAt,
    effectiveFrom: null,
    effectiveTo: expires,
    supersededBy: null,
    visibility: audience === "staff" ? "internal" : "public",
    originalTitle: null,
    sample: false,
    procedure: null,
    register: null,
    pages: [],
    checkedAt: reviewedAt,
    reviewBy: expires,
    findings: [],
    hash: await sha256Hex(JSON.stringify([title, answer])),
  };
}

/** The one passage of an explanation. */
export function explanationPassage({ id, text }: Document): Passage {
  const whole = { start: 0, end: text.length, shownStart: 0, shownEnd: text.length };
  return { id: `${id}#0`, documentId: id, ordinal: 0, headings: [], ...whole, shown: text };
}

/**
 * Gives a corpus with the explanations beside its documents: they can be read by id, so that what is cited can
 * be looked at, but are never found by a search. The same object for the same corpus and answers.
 */
export function createExplainedCorpusCache(): (corpus: Corpus, standards?: StandardAnswers) => Corpus {
  let last: { corpus: Corpus; standards: StandardAnswers; explained: Corpus } | null = null;
  return (corpus, standards = NO_STANDARD_ANSWERS) => {
    if (standards.entries.every(({ explainedBy }) => explainedBy === null)) return corpus;
    if (last?.corpus !== corpus || last.standards !== standards)
      last = { corpus, standards, explained: withExplanations(corpus, standards) };
    return last.explained;
  };
}

function withExplanations(corpus: Corpus, { entries }: StandardAnswers): Corpus {
  const find = async (id: string, audience: Parameters<Corpus["document"]>[1]) => {
    const entry = entryOfExplanation(id, entries);
    return entry && (entry.audience === "public" || audience === "staff") ? explanationOf(entry) : null;
  };
  return {
    ...corpus,
    document: async (id, audience) => (await corpus.document(id, audience)) ?? find(id, audience),
    async passages(id, audience) {
      const own = await corpus.passages(id, audience);
      const explanation = own.length > 0 ? null : await find(id, audience);
      return explanation ? [explanationPassage(explanation)] : own;
    },
  };
}
