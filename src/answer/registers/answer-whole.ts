import { settleCanned } from "../draft.ts";
import { type AskedWhole, askedWhole } from "./asked-whole.ts";
import { type FilteredFamily, familiesFor } from "./choose-family.ts";
import { clarifyList } from "./clarify-list.ts";
import { composeDifference } from "./compose-difference.ts";
import { composeCount, composeEdition, composeNames, rowsThat } from "./compose-whole.ts";
import { SAYS } from "./dispositions.ts";
import { shortEdition } from "./edition-words.ts";
import { editionsToCompare } from "./editions-to-compare.ts";
import type { ListQuestion } from "./list-question.ts";
import type { ListAnswerRequest } from "./list-request.ts";

/** Answers what is asked of a list as a whole: counts, names by condition, differences, the edition. */
export async function answerWhole(request: ListAnswerRequest): Promise<boolean> {
  const { draft, context } = request;
  const read = withConditions(request.read);
  const asked = askedWhole(request.read.own) ?? askedWhole(read.folded);
  if (asked === null) return false;
  const fitting = familiesFor(read, context.lexicon, asked.wants);
  const found = settleFamilies(fitting, request);
  if (found === null) return fitting.length > 0;
  const { family, filters } = found;
  const wants = wantedOf(asked, found, request.read.own);
  if (wants === "difference") return answerDifference(request, found);
  if (wants === "edition") await composeEdition(draft, context, family.current);
  else if (wants === "count") await composeCount(draft, context, family.current, filters);
  else await composeNames(draft, context, family.current, filters);
  return true;
}

/**
 * What is wanted of the list that was found. 新增 is a state where rows of the only edition have it; elsewhere
 * it asks for a comparison, and no row without it counts as none added.
 */
function wantedOf(
  { wants }: AskedWhole,
  { family, filters }: FilteredFamily,
  text: string,
): AskedWhole["wants"] {
  const added = filters.filter(({ sort, words }) => sort === "end" && words === SAYS.added);
  if (added.length === 0 || wants === "edition") return wants;
  if (rowsThat(family.current, added).length === 0) return "difference";
  if (wants !== "difference" || editionsToCompare(family, text)) return wants;
  return asksForNumber(text) ? "count" : "names";
}

function asksForNumber(text: string): boolean {
  return /多少|几[项个条]/.test(text) && !/哪|什么|啥|列/.test(text);
}

/** 「哪几项」 after a count asks for the rows that were counted. */
function withConditions(read: ListQuestion): ListQuestion {
  const isBare = read.before !== "" && BARE.test(read.own);
  return isBare ? { ...read, folded: read.before } : read;
}

const BARE =
  /^(?:那|都|分别|具体)*(?:是|有|叫)?(?:哪些|哪几[项个种条家]?|什么|啥|多少|几)[项个种条家]?(?:证明|事项|权力)?[呢啊呀?？!！。]*$/;

async function answerDifference(
  { draft, context, read }: ListAnswerRequest,
  found: FilteredFamily,
): Promise<boolean> {
  const { family, filters } = found;
  const editions = editionsToCompare(family, read.folded);
  if (!editions) {
    settleCanned(draft, "one_edition", `《${family.name}》`);
    draft.related = [{ documentId: family.current.document.id, title: family.current.document.title }];
    return true;
  }
  const text = read.folded;
  const countsOnly = asksForNumber(text);
  await composeDifference(draft, context, { ...editions, text, filters, countsOnly });
  return true;
}

/** The one list that is meant; asks which where several are equally fitting. Null when there is none, or it asked. */
function settleFamilies(
  fitting: readonly FilteredFamily[],
  { draft, question }: ListAnswerRequest,
): FilteredFamily | null {
  const depth = ({ family }: FilteredFamily) => family.region?.name.length ?? 0;
  const isPlaced = question.places.length > 0 || draft.preferred !== null;
  const most = Math.max(...fitting.map(depth));
  const local = isPlaced ? fitting.filter((each) => depth(each) === most) : fitting;
  const [first] = local;
  if (!first || local.length === 1) return first ?? null;
  const regions = new Set(local.map(({ family }) => family.region?.name ?? ""));
  const label = ({ family }: FilteredFamily) =>
    regions.size > 1 && family.region ? `${family.region.name}《${family.name}》` : `《${family.name}》`;
  const choices = local.map((each) => ({
    label: label(each),
    question: `${label(each)}（${shortEdition(each.family.current)}）：${question.text}`,
    entry: { edition: each.family.current },
  }));
  clarifyList(draft, "清单", choices);
  return null;
}
