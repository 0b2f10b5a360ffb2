import type { Audience, Day } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import type { RegionTable } from "../../language/regions.ts";
import { findPlaces } from "../question/find-places.ts";
import type { AskedPlace } from "../question/understood-question.ts";
import { questionKey } from "./question-key.ts";
import { NO_STANDARD_ANSWERS, type StandardAnswer, type StandardAnswers } from "./standard-answer.ts";

type Codes = readonly string[];

/** An entry under one of its forms. */
interface ShelvedForm {
  entry: StandardAnswer;
  /** Codes that each place named by the form can mean, in order. */
  places: readonly Codes[];
}

/** A question as looked up. */
export interface StandardRequest {
  folded: string;
  /** Places of the question and of its conversation. */
  places: readonly AskedPlace[];
  today: Day;
  audience: Audience;
}

/** The approved answers by the questions they are for. */
export interface StandardShelf {
  /** Entries whose form the question is, that have not lapsed; where they hold is not looked at. */
  find(request: StandardRequest): StandardAnswer[];
}

/** Gives the shelf of the approved answers in use now; it is made once for each set of them. */
export function createStandardShelf(parts: {
  standards?: () => StandardAnswers;
  regions: RegionTable;
  lexicon: Lexicon;
}): () => StandardShelf {
  let last: { standards: StandardAnswers; shelf: StandardShelf } | null = null;
  return () => {
    const standards = parts.standards?.() ?? NO_STANDARD_ANSWERS;
    if (last?.standards !== standards) last = { standards, shelf: shelve(standards, parts) };
    return last.shelf;
  };
}

function shelve(
  { entries }: StandardAnswers,
  { regions, lexicon }: { regions: RegionTable; lexicon: Lexicon },
): StandardShelf {
  const forms = new Map<string, ShelvedForm[]>();
  for (const entry of entries) {
    for (const question of entry.questions) {
      const { key, places } = readForm(fold(question), regions, lexicon);
      forms.set(key, [...(forms.get(key) ?? []), { entry, places }]);
    }
  }
  return {
    find({ folded, places, today, audience }) {
      if (forms.size === 0) return [];
      const own = readForm(folded, regions, lexicon);
      const found = (forms.get(own.key) ?? []).filter(
        ({ entry, places: named }) =>
          today <= entry.expires &&
          (entry.audience === "public" || audience === "staff") &&
          namesSame(named, own.places, places),
      );
      return [...new Set(found.map(({ entry }) => entry))];
    },
  };
}

/** A question's key without the places it names, and the codes that each of them can mean. */
function readForm(folded: string, regions: RegionTable, lexicon: Lexicon) {
  const mentions = findPlaces(folded, regions, "question");
  let text = folded;
  for (const { start, end } of [...mentions].reverse()) text = text.slice(0, start) + text.slice(end);
  return { key: questionKey(text, lexicon), places: mentions.map(codesOf) };
}

function codesOf({ candidates }: Pick<AskedPlace, "candidates">): string[] {
  return candidates.map(({ code }) => code);
}

/** A form that names places is for those places; one that names none leaves it to where the entry holds. */
function namesSame(
  named: readonly Codes[],
  own: readonly Codes[],
  conversation: readonly AskedPlace[],
): boolean {
  if (named.length === 0) return true;
  const asked = own.length > 0 ? own : conversation.map(codesOf);
  if (asked.length !== named.length) return false;
  return named.every((codes, index) => asked[index]?.some((code) => codes.includes(code)));
}
