import type { RegisterRow } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { askedEnds } from "./dispositions.ts";
import type { ListEdition } from "./list-edition.ts";
import { nameKey, squeeze } from "./name-key.ts";

/** A condition that a question sets on the rows it asks for. */
export interface RowFilter {
  /** As the answer says it, such as 取消 or 市公安局. */
  words: string;
  sort: "end" | "department" | "cell" | "name";
  holds(row: RegisterRow): boolean;
}

export interface ReadFilters {
  filters: RowFilter[];
  /** What of the question none of them explains. */
  rest: string;
}

/** Words that a question for rows is made of beside its conditions. */
const PLAIN =
  /请问|登记|收录|收了|列了|问一?下|想知道|帮我|查一?下|看一?下|告诉我|麻烦|一共|总共|合计|共计|全部|所有|到底|究竟|具体|分别|现在|目前|如今|已经|多少|哪些|哪几|哪个|哪|几|列出来?|列一下|列举|都有|有什么|有啥|什么|多大|数量|总数|名单|名称|名字|清单|名录|目录|一览表|里面|里头|当中|其中|证明事项|证明材料|证明|权力事项|行政权力|权力|职权|权责|职责|责任|事项|项目|材料|条目|记录|代办点|能不能|能够?|代办(?!员)|服务点|服务站|网点|站点|点位|代办员|部门|单位|系统|这边|那边|方面|状态|处理|方式|办法|办理|开具|开的|提供|实施|负责|管理|管|出|通过|可以|能够|属于|类型|行政|政府|我们|咱们|你们|他们|我|你|您|咱|这[份个张些次]?|那[份个张些次]?|(?:19|20)\d{2}年?版?|新版|旧版|老版|最新|上一?版|版本|版|年|[的了吗呢吧啊呀么嘛没有是在和与跟及或都也还就只被把让给对从到向由用要开办采取靠以为项个条类种家处张件份样户里中上下内之有多共总改按算被区市县镇式用于再不着去掉来]/g;
const CONTAINS = /(?:带|含|包含|包括|关于|涉及|有关|相关|跟|和|与).{0,3}$/;

/** Reads the conditions of a folded question, places and the list's name left out of it by `known`. */
export function readFilters(
  folded: string,
  edition: ListEdition,
  known: readonly string[],
  lexicon: Lexicon,
): ReadFilters {
  let text = folded;
  const blank = (words: string) => {
    if (words !== "") text = text.replaceAll(words, "，");
  };
  for (const words of known) blank(words);
  const filters: RowFilter[] = [];
  const departments = departmentFilter(text, edition, lexicon);
  if (departments) {
    filters.push(departments.filter);
    blank(departments.said);
  }
  const squeezed = squeeze(text);
  const ends = askedEnds(squeezed.text, edition);
  if (ends.length > 0) {
    const isEither = (row: RegisterRow) => ends.some((end) => end.holds(row));
    filters.push({ words: ends.map(({ words }) => words).join("、"), sort: "end", holds: isEither });
    for (const end of ends) blank(squeezed.text.slice(end.start, end.end));
  }
  for (const read of [cellFilters, itemFilters]) {
    for (const { sort, words, said, holds } of read(text, edition)) {
      filters.push({ sort, words, holds });
      blank(said);
    }
  }
  blank("证明里");
  const rest = unexplainedRuns(text, edition);
  const unexplained = rest.filter((run) => {
    const filter = nameFilter(run, text, edition);
    if (filter) filters.push(filter);
    return filter === null;
  });
  return { filters, rest: unexplained.join(" ") };
}

/** What is left of a text without the list's own words and those that questions are made of. */
function unexplainedRuns(text: string, edition: ListEdition): string[] {
  return withoutListWords(text, edition)
    .replace(PLAIN, " ")
    .replace(/[\p{P}\p{S}]/gu, " ")
    .split(/\s+/)
    .filter((run) => run.length > 1);
}

/** Shorter stretches that a list's name happens to share say nothing. */
const SHORTEST_LIST_WORD = 2;

/** A text without the words that the list itself is called by: 中介服务, 第一批. */
function withoutListWords(text: string, { register, document }: ListEdition): string {
  const labels = register.columns.filter(({ field }) => field === "name").map(({ label }) => label);
  const own = fold([register.name, document.title, register.edition.label ?? "", ...labels].join(" "));
  let left = "";
  for (let at = 0; at < text.length; ) {
    let length = 0;
    while (at + length < text.length && own.includes(text.slice(at, at + length + 1))) length++;
    left += length >= SHORTEST_LIST_WORD ? " " : text.slice(at, at + 1);
    at += length >= SHORTEST_LIST_WORD ? length : 1;
  }
  return left;
}

/** What cells name beside other things and a text says: 老年证 of 社保医保、老年证. Longest first. */
function itemFilters(text: string, { register }: ListEdition): SaidFilter[] {
  const labels = new Set(register.columns.filter(({ field }) => field === "other").map(({ label }) => label));
  const itemsOf = ({ cells }: RegisterRow) =>
    cells.flatMap(({ label, value }) =>
      labels.has(label) && /[、;；]/.test(value)
        ? value.split(/[、;；]/).map((item) => fold(item).trim())
        : [],
    );
  const items = new Set(
    register.rows.flatMap(itemsOf).filter((item) => item.length > 1 && text.includes(item)),
  );
  return [...items]
    .sort((a, b) => b.length - a.length)
    .slice(0, 1)
    .map((item) => ({
      words: `含“${item}”`,
      sort: "cell",
      said: item,
      holds: (row) => itemsOf(row).includes(item),
    }));
}

interface SaidFilter extends RowFilter {
  said: string;
}

const PLACE_PREFIX = /^.{0,12}?(?:省|市|区|县|镇|乡|街道)(?=.{2})/;
const OFFICE = /([\p{Script=Han}]{1,10}?(?:局|委员会|委|办公室|办|厅|部|院|所|会|中心|队|公司|街道|处))/gu;

/** The department that a text names: as the list writes it, without its place, or by its short name. */
function departmentFilter(
  text: string,
  edition: ListEdition,
  lexicon: Lexicon,
): { filter: RowFilter; said: string } | null {
  const departments = edition.facets().departments;
  const named = departments
    .map((department) => ({ department, said: saidDepartment(text, department) }))
    .filter(({ said }) => said !== "")
    .sort((a, b) => b.said.length - a.said.length);
  const best = named[0];
  const said = best?.said ?? "";
  const meant = best
    ? named.filter((one) => one.said === said).map(({ department }) => department)
    : shortNamed(text, departments);
  if (!best && meant.length === 0) return lexiconDepartment(text, departments, lexicon);
  return {
    filter: departmentsFilter(meant),
    said: best ? said : meant.length > 0 ? (shortSaid(text, meant) ?? "") : "",
  };
}

function departmentsFilter(departments: readonly string[]): RowFilter {
  return {
    words: departments.map((department) => department.replace(/\s+/g, " ")).join("、"),
    sort: "department",
    holds: ({ department }) => department !== null && departments.includes(department),
  };
}

/** A department without its place and without what it says in brackets. */
function bareOffice(department: string): string {
  return fold(department)
    .replace(/\([^()]{0,40}\)$/, "")
    .replace(PLACE_PREFIX, "");
}

/** What of a text names a department; empty when nothing does. */
function saidDepartment(text: string, department: string): string {
  const whole = fold(department);
  if (text.includes(whole)) return whole;
  const bare = bareOffice(department);
  if (bare.length >= 2 && text.includes(bare)) return bare;
  const stem = bare.replace(/(?:局|委员会|委|办公室|厅|部门)$/, "");
  if (stem.length >= 2 && stem !== bare) {
    for (const tail of ["部门", "系统", "口", "那边", "这边", "方面", "机关", "管", "负责", "局", "委", "办"])
      if (text.includes(stem + tail)) return stem + tail;
  }
  return "";
}

function shortNamed(text: string, departments: readonly string[]): string[] {
  for (const [office] of text.matchAll(OFFICE)) {
    for (let from = 0; from <= office.length - 3; from++) {
      const short = office.slice(from);
      const meant = departments.filter((department) => isShortFor(short, bareOffice(department)));
      if (meant.length > 0) return meant;
    }
  }
  return [];
}

function shortSaid(text: string, meant: readonly string[]): string | null {
  for (const [office] of text.matchAll(OFFICE)) {
    for (let from = 0; from <= office.length - 3; from++) {
      const short = office.slice(from);
      if (meant.some((department) => isShortFor(short, bareOffice(department)))) return short;
    }
  }
  return null;
}

/** 人社局 for 人力资源和社会保障局: its characters in order, the first and the last the same. */
function isShortFor(short: string, whole: string): boolean {
  if (short.length < 3 || short.charAt(0) !== whole.charAt(0)) return false;
  const last = short.charAt(short.length - 1);
  if (!whole.endsWith(last) && !(last === "委" && whole.endsWith("委员会"))) return false;
  let at = 0;
  for (const char of short) {
    at = whole.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function lexiconDepartment(
  text: string,
  departments: readonly string[],
  lexicon: Lexicon,
): { filter: RowFilter; said: string } | null {
  for (const { said, official } of lexicon.expand(text)) {
    const term = fold(official).replace(/(?:部门|机关)$/, "");
    const meant = departments.filter((department) => term.length >= 2 && fold(department).includes(term));
    if (meant.length > 0 && /[局委办厅所会]$|部门$|机关$/.test(said))
      return { filter: departmentsFilter(meant), said };
  }
  return null;
}

/** Cells of other columns that a text names whole: a level, a category, a street. Longest first. */
function cellFilters(text: string, edition: ListEdition): SaidFilter[] {
  const found: SaidFilter[] = [];
  let left = text;
  for (const { label, value, key } of edition.facets().cells) {
    const said = saidCell(left, key);
    if (said === null) continue;
    left = left.replaceAll(said, "，");
    const holds = (row: RegisterRow) =>
      row.cells.some((cell) => cell.label === label && cell.value === value);
    found.push({ sort: "cell", words: value, said, holds });
  }
  return found;
}

/** What of a text names a cell: 许可 for 行政许可 too. Null where nothing does. */
function saidCell(text: string, key: string): string | null {
  if (text.includes(key)) return key;
  const bare = key.replace(/^行政/, "");
  return bare !== key && bare.length > 1 && bare !== "权力" && text.includes(bare) ? bare : null;
}

/** Words that stand in names: 带「收入」的. Null where no name holds them. */
function nameFilter(run: string, text: string, { register }: ListEdition): RowFilter | null {
  const at = text.indexOf(run);
  const isAskedSo =
    CONTAINS.test(text.slice(0, Math.max(0, at))) ||
    /^.{0,2}(?:类|相关|有关|方面|字样|两个字)/.test(text.slice(at + run.length));
  const key = nameKey(run.replace(/(?:类|相关|有关|方面|字样)$/, ""));
  const holds = ({ name, aliases }: RegisterRow) =>
    [name, ...aliases].some((own) => nameKey(own).includes(key));
  if (!isAskedSo && run === key) return null;
  return key.length >= 2 && register.rows.some(holds)
    ? { words: `名称含“${key}”`, sort: "name", holds }
    : null;
}
