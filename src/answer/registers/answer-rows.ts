import { settleCanned } from "../draft.ts";
import { askedFields } from "../procedures/asked-fields.ts";
import { readContrast } from "../procedures/read-contrast.ts";
import { contentWords } from "../question/content-words.ts";
import { type AskedAspect, askedAspect, asksForGuide, isVague } from "./asked-aspect.ts";
import { askedWhole } from "./asked-whole.ts";
import { chooseRows, saySame } from "./choose-rows.ts";
import { clarifyList, tellApart } from "./clarify-list.ts";
import { composeEntryChange } from "./compose-difference.ts";
import { composeRows } from "./compose-rows.ts";
import { oneLine, quoteName } from "./describe-row.ts";
import { editionsToCompare } from "./editions-to-compare.ts";
import type { ListEntry } from "./list-edition.ts";
import type { ListAnswerRequest } from "./list-request.ts";
import { nameKey } from "./name-key.ts";
import { settleBeside } from "./names-beside.ts";
import type { NamedEntry, NameHit } from "./register-index.ts";
import { OF_PLACES, rowsByCell } from "./rows-by-cell.ts";

const MOST_ROWS = 4;

/** Answers with the rows that the question names; false where it names none or asks nothing of a row. */
export async function answerRows(request: ListAnswerRequest, isLast = false): Promise<boolean> {
  const { context, read } = request;
  const groups = read.hits.map(({ entries }) => entries);
  const named = groups.length > 0 ? groups : rowsByCell(read);
  const entries = named.flat();
  if (entries.length === 0) return false;
  const asked = aspectOf(request, entries, isLast);
  if (groups.length === 0 && asked?.aspect !== "cell" && asked?.aspect !== "who") return false;
  if (asked === null || isAboutMany(read.masked, asked) || isForGuide(request, asked, entries, isLast))
    return false;
  if (!isLast && (await hasGuide(request, asked, entries))) return false;
  const chosen = named.map((group) =>
    narrowest(chooseRows(group, asked, read.folded, context.lexicon), request),
  );
  if (asked.aspect === "change") return answerChange(request, chosen.flat());
  const asSaid = groups.length > 0 ? inOrder(read.hits, chosen) : chosen;
  const meant = asSaid.map((group) => (saySame(group, asked) ? group.slice(0, 1) : group));
  const [only] = meant;
  const beside = settleBeside(read, context.lexicon);
  const isAlone = beside.rows.length === 0 && beside.missing.length === 0;
  if (only && isAlone && meant.length === 1 && only.length > 1) return clarifyOrTellAll(request, only, asked);
  return answerSeveral(request, [...meant, ...beside.rows.map((entry) => [entry])], asked, beside.missing);
}

/** What was found for each name in the order in which the question has them. */
function inOrder<Found>(hits: readonly NameHit[], found: readonly Found[]): Found[] {
  return found
    .map((each, at) => ({ each, start: hits[at]?.start ?? 0 }))
    .sort((a, b) => a.start - b.start)
    .map(({ each }) => each);
}

/** Answers for each of the names that were asked for together, and says which of them no row has. */
async function answerSeveral(
  request: ListAnswerRequest,
  groups: readonly ListEntry[][],
  asked: AskedAspect,
  missing: readonly string[],
): Promise<boolean> {
  const { draft } = request;
  const rows = groups.flat();
  if (regionsOf(rows).size > 1) return clarifyPlace(request, rows);
  const apart = groups.flatMap((group) => (group.length > 1 ? tellApart(group) : [undefined]));
  await composeRows(draft, request.context, rows.slice(0, MOST_ROWS), asked, apart);
  if (!draft.outcome?.startsWith("answered")) return true;
  if (rows.length > MOST_ROWS)
    draft.notices.push({ code: "partial", text: `这里只答了前${MOST_ROWS}项，其余请分开再问。` });
  if (missing.length > 0) {
    const lists = [...new Set(rows.map(({ edition }) => `《${edition.register.name}》`))].join("、");
    const names = missing.map(quoteName).join("、");
    draft.notices.push({ code: "partial", text: `在${lists}中没有找到${names}，以上只是其余部分。` });
  }
  return true;
}

function aspectOf(
  { question, read }: ListAnswerRequest,
  entries: readonly NamedEntry[],
  isLast: boolean,
): AskedAspect | null {
  const columns = entries.flatMap(({ edition }) => edition.register.columns);
  const asked = askedAspect(read.masked, columns);
  if (asked) return asked;
  if (question.previous !== null) return askedAspect(question.previous, columns);
  const isPlace = entries.some(({ edition }) => edition.kind === "place") && OF_PLACES.test(read.folded);
  const isSure = isPlace || entries.some(({ by }) => by !== "stem");
  if (!isSure) return null;
  // Whatever is said of a proof by name, what people want to know is whether it is still asked for.
  if (entries.some(isProof)) return { aspect: "status", columns: [] };
  const isBare = contentWords(read.masked.replace("〇", " ")).length === 0;
  // What else is said of a matter by its whole name is tried on documents first.
  return isBare || isPlace || (isLast && isWholeMatter(entries, SHORTEST_LAST))
    ? { aspect: "overview", columns: [] }
    : null;
}

function isProof({ edition, row }: ListEntry): boolean {
  return edition.kind === "proof" && /证明|盖章/.test(row.name);
}

/** How many, and which: questions for rows by a condition, though a row's name stands in it. */
function isAboutMany(masked: string, { aspect }: AskedAspect): boolean {
  const whole = askedWhole(masked);
  return (
    (whole?.wants === "count" || whole?.wants === "names") &&
    ["status", "member", "replacement", "overview"].includes(aspect)
  );
}

/** Words that can be said of an entry of a list only. */
const OF_LISTS = /取消|保留|下放|转移|合并|共享|承诺|核查|新增|清单|名录|目录|作废|还要不?要?开/;
const GUIDE_FIELDS = new Set([
  "materials",
  "timeLimit",
  "fee",
  "online",
  "visits",
  "conditions",
  "result",
  "validity",
]);
const ON_THE_WAY = /丢了|遗失|到期|过期|补办|补领|换领|注销|变更|挂失/;

/** Whether the question asks how an item is done, which its guide answers. */
function isForGuide(
  { read, context }: ListAnswerRequest,
  asked: AskedAspect,
  entries: readonly NamedEntry[],
  isLast: boolean,
): boolean {
  const { masked } = read;
  if (asked.aspect === "change" || asked.aspect === "member") return false;
  const ofProof = entries.some(isProof);
  // 「X证明现在咋弄」: whether one still needs it, where no guide says how to get it.
  const isHowTo = asksForGuide(masked) && !(isLast && ofProof && isVague(masked));
  const isOpen = !["cell", "who", "replacement"].includes(asked.aspect);
  if (isOpen && isHowTo) return true;
  const fields = askedFields(masked, context.lexicon);
  if (isOpen && !ofProof && fields.keys.includes("handling")) return true;
  if (OF_LISTS.test(masked)) return false;
  const wantsGuide = fields.isHowTo || fields.keys.some((key) => GUIDE_FIELDS.has(key));
  if (asked.aspect === "cell") return wantsGuide && fields.isHowTo;
  if (asked.aspect === "who")
    return /[去到]哪.{0,4}办|哪.{0,6}办理?[?？]?$/.test(masked) && entries.every(({ by }) => by === "stem");
  if (asked.aspect === "status") return !(ofProof || isWholeMatter(entries));
  const ofPlace = entries.some(({ edition }) => edition.kind === "place");
  return (wantsGuide && !ofPlace) || (ON_THE_WAY.test(masked) && !ofProof);
}

const SHORTEST_MATTER = 5;
/** After the documents had nothing. */
const SHORTEST_LAST = 4;

/** Whether a matter is named whole, by a name that is not a mere document. */
function isWholeMatter(entries: readonly NamedEntry[], shortest = SHORTEST_MATTER): boolean {
  return entries.every(
    ({ by, row, edition: { kind } }) =>
      by !== "stem" &&
      !row.name.endsWith("证") &&
      (row.name.length >= shortest || kind === "intermediary" || kind === "transfer"),
  );
}

/** Asks outright whether a thing is still wanted, which lists say and guides do not. */
const OUTRIGHT =
  /取消|保留|作废|废|停|还要|还能|要不要|用不用|需不需要|需要|不用|必须|非得|非要|还用|还得|还需|免|清理|砍|共享|核查|承诺|代替|清单|还收|收不收|必要|作数|管用|认/;
const GUIDES = 4;

/** Whether a guide is about the very proof, so that it is asked first for what is not asked outright. */
async function hasGuide(
  { context, draft, read }: ListAnswerRequest,
  { aspect }: AskedAspect,
  entries: readonly NamedEntry[],
): Promise<boolean> {
  if (!["status", "overview"].includes(aspect) || OUTRIGHT.test(read.masked)) return false;
  const name = entries[0]?.row.name ?? "";
  const found = await context.corpus.retrieve({
    query: name,
    limit: GUIDES,
    audience: draft.request.audience,
    filter: { kinds: ["procedure"] },
  });
  const key = nameKey(name);
  return found.some(({ document: { title, procedure } }) =>
    [title, ...(procedure?.aliases ?? [])].some((own) => nameKey(own).includes(key)),
  );
}

/** Rows of the narrowest place where one is asked or chosen. */
function narrowest(entries: readonly NamedEntry[], { draft, question }: ListAnswerRequest): NamedEntry[] {
  const depth = ({ edition }: ListEntry) => edition.document.region?.name.length ?? 0;
  const isPlaced = question.places.length > 0 || draft.preferred !== null;
  const most = Math.max(...entries.map(depth));
  const local = isPlaced ? entries.filter((entry) => depth(entry) === most) : [...entries];
  const regions = new Set(local.map(({ edition }) => edition.document.region?.code ?? ""));
  // Of several lists of one place the first; of several places all, to be told apart.
  return regions.size > 1 ? local : local.filter(({ edition }) => edition === local[0]?.edition);
}

/** Places of which the lists are, each with one of its rows. */
function regionsOf(entries: readonly ListEntry[]): Map<string, ListEntry> {
  return new Map(entries.map((entry) => [entry.edition.document.region?.name ?? "", entry]));
}

function clarifyPlace({ draft, question }: ListAnswerRequest, entries: readonly ListEntry[]): true {
  const choices = [...regionsOf(entries)].map(([name, entry]) => ({
    label: name,
    question: `${name}${question.text}`,
    entry,
  }));
  clarifyList(draft, "地区", choices);
  return true;
}

async function clarifyOrTellAll(
  request: ListAnswerRequest,
  entries: readonly NamedEntry[],
  asked: AskedAspect,
): Promise<boolean> {
  const { draft, question } = request;
  if (regionsOf(entries).size > 1) return clarifyPlace(request, entries);
  if (entries.length <= MOST_ROWS) {
    await composeRows(draft, request.context, entries, asked, tellApart(entries));
    return true;
  }
  const apart = tellApart(entries);
  clarifyList(
    draft,
    "是哪一项",
    entries.map((entry, at) => {
      const name = oneLine(entry.row.name);
      const own = apart[at] ?? name;
      return {
        label: own === name ? name : `${name}（${own}）`,
        question: `${own === name ? name : `${own}的${name}`}：${question.text}`,
        entry,
      };
    }),
  );
  return true;
}

async function answerChange(
  { draft, context, read }: ListAnswerRequest,
  rows: readonly NamedEntry[],
): Promise<boolean> {
  const [first] = rows;
  const family = read.lists.families.find(({ editions }) => first && editions.includes(first.edition));
  const editions = family && editionsToCompare(family, read.folded);
  if (!first || !family) return false;
  if (!editions) {
    // Two things that are set against each other are no two editions.
    if (readContrast(read.folded, null) !== null) return false;
    settleCanned(draft, "one_edition", `《${family.name}》`);
    draft.related = [{ documentId: first.edition.document.id, title: first.edition.document.title }];
    return true;
  }
  const own = [editions.newer, editions.older].flatMap(({ register }) =>
    register.rows.filter((row) => row === first.row || nameKey(row.name) === nameKey(first.row.name)),
  );
  await composeEntryChange(draft, context, editions, own[0] ?? first.row);
  return true;
}
