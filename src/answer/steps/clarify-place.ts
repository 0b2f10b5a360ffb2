import type { Draft } from "../draft.ts";
import type { RankedPart } from "../evidence/statement.ts";
import { isSupported } from "../evidence/support.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";

const MOST_OPTIONS = 4;

/**
 * Asks which place is meant when the question names one that several places share, and documents of more
 * than one of them would answer. Settles the draft then.
 */
export function clarifyPlace(
  draft: Draft,
  question: UnderstoodQuestion,
  ranked: readonly RankedPart[],
): boolean {
  for (const part of ranked) {
    if (!part.place || part.place.candidates.length < 2) continue;
    const { place } = part;
    const found = new Set(part.windows.map(({ view }) => view.document.region?.code));
    const candidates = place.candidates.filter(({ code }) => found.has(code));
    if (candidates.length < 2) continue;
    const meant = candidates.filter(({ code }) => mayAnswer(part, code)).slice(0, MOST_OPTIONS);
    if (meant.length < 2) continue;
    draft.outcome = "clarify";
    draft.text = `为了答得更准，请选择您问的地区：${meant.map(({ name }, index) => `${index + 1}. ${name}`).join("；")}。`;
    draft.options = meant.map(({ name }) => ({
      label: name,
      question: question.text.replace(place.text, name),
    }));
    return true;
  }
  return false;
}

function mayAnswer(part: RankedPart, regionCode: string): boolean {
  return part.windows.some(
    (window) => window.view.document.region?.code === regionCode && isSupported(window, part),
  );
}
