/** A statement in other words that says the same, and in what it differs. */
export interface Rewording {
  kind: string;
  text: string;
}

/** What the document says of itself. */
export interface Source {
  title: string;
  /** Full name of its place; empty where it has none. */
  region: string;
}

type Reword = (statement: string, source: Source) => string[];

const HAN = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/** A clause that only sets out what the one behind it needs, or takes something of the one before back. */
const UNFINISHED =
  /(?:[的时后前者外]|的话|为|是|对|将|把|由|于|等|例如|比如|包括|即)$|^(?:除|如|若|凡|经|对|为|在|按|因|自|从|根据|按照|依照|通过|随着|当|自从)/;
const DEPENDENT =
  /^(?:但|不含|不包括|除|而|且|并|也|又|还|或|其|则|即|包括|以及|和|与|为|及|另有|可|应|不|须|必|由|按|以|在|将|对|经|使)|除外|另有规定/;
const AIM = /力争|预计|目标|计划|拟|争取/;

const REWORDINGS: Record<string, Reword> = {
  verbatim: (statement) => [statement],
  "without its full stop": (statement) => [statement.replace(/[。；]$/, "")],
  "first clauses": firstClauses,
  "last clause": lastClause,
  "place in front": (statement, { region }) => (region === "" ? [] : [`${region}：${statement}`]),
  "title in front": (statement, { title }) =>
    title === "" || /[《》]/.test(title)
      ? []
      : [`根据《${title}》，${statement}`, `《${title}》规定：${statement}`],
  "figures in Chinese": (statement) =>
    swapped(
      statement,
      /(?<![\d.第年月至到—~-])(?:10|[1-9])(?=个(?:工作日|月)|项|名|家|次|倍|周岁)/g,
      (digits) => HAN[Number(digits)] ?? digits,
    ),
  "figures in Arabic": (statement) =>
    swapped(
      statement,
      /(?<![一二三四五六七八九十百千第几数])[三四五六七八九](?=个工作日|个月|项(?!目)|日内|年内|名)/g,
      (han) => String(HAN.indexOf(han)),
    ),
  "full-width figures": (statement) =>
    swapped(statement, /\d+/g, (digits) =>
      digits.replace(/\d/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
    ),
  "half-width marks": (statement) =>
    swapped(statement, /，/g, () => ",").map((text) => text.replace(/：/g, ":").replace(/；/g, ";")),
  "no white space": (statement) => swapped(statement, /[ \u3000\t]+/g, () => ""),
  "connective left out": (statement) => {
    const told = statement.replace(/^(?:同时|其中|此外|另外|目前|据统计|据了解)[，,]/, "");
    return told === statement ? [] : [told];
  },
  "了 put in": (statement) =>
    swapped(statement, /(?<=取消|减少|新增|下放|发放|建成|完成|设立|受理|办理)(?=\d)/g, () => "了"),
  "和 for 、": (statement) =>
    swapped(
      statement,
      /(?<=、[^、，。；和及与或]{2,12})、(?=[^、，。；和及与或等]{2,12}[，。；]?$)/g,
      () => "和",
    ),
  "、 for 和": (statement) =>
    swapped(statement, /(?<=、\p{Script=Han}{2,10})和(?=\p{Script=Han}{2,10}[，。；等])/gu, () => "、"),
  "day in ISO": (statement) =>
    swapped(statement, /(?<!\d)((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日/g, (_, year, month, day) =>
      [year, month?.padStart(2, "0"), day?.padStart(2, "0")].join("-"),
    ),
};

/** All rewordings of a statement; the statement itself is one. */
export function rewordingsOf(statement: string, source: Source): Rewording[] {
  return Object.entries(REWORDINGS).flatMap(([kind, reword]) =>
    reword(statement, source).map((text) => ({ kind, text })),
  );
}

/** The statement with all matches replaced, where there are any. */
function swapped(text: string, pattern: RegExp, by: (...match: string[]) => string): string[] {
  const told = text.replace(pattern, by);
  return told === text ? [] : [told];
}

/** The clauses up to one behind which nothing is taken back and that is complete by itself. */
function firstClauses(statement: string): string[] {
  const clauses = clausesOf(statement);
  for (let count = clauses.length - 1; count > 0; count--) {
    const [last = "", ...rest] = [clauses[count - 1], ...clauses.slice(count)];
    const isWhole = !UNFINISHED.test(last) && last.length > 7 && !/[“《（(]/.test(statement);
    if (isWhole && !rest.some((clause) => clause && DEPENDENT.test(clause)))
      return [`${clauses.slice(0, count).join("，")}。`];
  }
  return [];
}

/** The last clause, where it stands by itself: a subject of its own and no condition or aim before it. */
function lastClause(statement: string): string[] {
  const clauses = clausesOf(statement);
  const last = clauses.at(-1) ?? "";
  const before = clauses.slice(0, -1);
  const isOwn =
    /^\p{Script=Han}{2,12}(?:局|委|部门|机关|区|市|县|政府|中心|率|时限|人数|金额|面积|总数|共|达|为|由)/u.test(
      last,
    );
  const isBound = before.some((clause) => UNFINISHED.test(clause) || AIM.test(clause));
  if (before.length === 0 || !isOwn || isBound || DEPENDENT.test(last) || /[“《（(]/.test(statement))
    return [];
  return [`${last}。`];
}

function clausesOf(statement: string): string[] {
  return statement
    .replace(/[。；]$/, "")
    .split(/[，,]/)
    .filter((clause) => clause !== "");
}
