import type { AskedPlace, QuestionPart } from "../question/understood-question.ts";
import type { Clause } from "./passage-view.ts";
import type { Window } from "./score-windows.ts";
import { sentencesOf } from "./window-text.ts";

/** What is required or allowed; a rule of a wider place holds for every place inside. */
const RULE =
  /需要|要(?:交|带|几|多少|提供|准备)|几份|可以|能|不得|应当|最多|最少|最高|最低|不超过|标准|费|补贴|补助/;
/** What there is, or was done, is counted, whatever else the question allows: 有几个街镇能办. */
const EXISTING = /有(?:多少|几)[个家项件户名位所处座]/;
/** How a text states a rule rather than what was counted. */
const STATES_RULE =
  /为每|每(?:只|人|户|件|名|位|辆|台|平方米|亩)|标准|最[高低长多少](?!的)|不(?:超过|低于|得|少于|多于)|应当|可以|免收|收取|给予|办结/;

/**
 * Whether a count is one of the asked place: a city's total says nothing of its districts, nor a district's
 * of the city, unless the figure stands in a sentence that has named the place.
 */
export function countsInPlace(window: Window, part: QuestionPart, place: AskedPlace | null): boolean {
  const { region } = window.view.document;
  if (
    place === null ||
    region === null ||
    part.asked.kind !== "count" ||
    (RULE.test(part.text) && !EXISTING.test(part.text))
  )
    return true;
  if (STATES_RULE.test(sentencesOf(window))) return true;
  if (place.candidates.some(({ code }) => code === region.code)) return true;
  return figuresBehindName(window, place.text);
}

/** Whether a clause with figures of the window stands in a sentence that names the place, at or behind the name. */
function figuresBehindName({ view, first, last }: Window, name: string): boolean {
  const bare = name.length > 2 ? name.replace(/[省市区县]$/, "") : name;
  const named = view.clauses.findIndex(
    ({ folded }, index) => folded.includes(bare) && isNear(view.clauses, index, first, last),
  );
  if (named < 0) return false;
  return view.clauses
    .slice(Math.max(first, named), last + 1)
    .some(({ figures, sentence }) => figures.length > 0 && sentence === view.clauses[named]?.sentence);
}

function isNear(clauses: readonly Clause[], index: number, first: number, last: number): boolean {
  const { sentence } = clauses[index] ?? { sentence: -1 };
  return index <= last && sentence >= (clauses[first]?.sentence ?? 0);
}
