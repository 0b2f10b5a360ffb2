import type { RegionTable } from "../../src/language/regions.ts";

/** A statement with one thing made wrong, and what that is. */
export interface Falsehood {
  kind: string;
  text: string;
}

/** What a falsehood may borrow from. */
export interface Surroundings {
  /** The sentence behind the statement's own, in the same text. */
  next: string;
  regions: RegionTable;
  /** Decides between alternatives. */
  random: number;
}

type Change = (statement: string, around: Surroundings) => string[];

/** A word and what may wrongly stand for it; a pattern of which the whole match is replaced. */
type Swap = [kind: string, word: RegExp, others: string[]];

const SWAPS: Swap[] = [
  ["duty made a leave", /(?<!不)应当(?!说)|必须/g, ["可以", "可"]],
  ["duty made a prohibition", /(?<!不)应当|必须/g, ["不得"]],
  ["leave made a duty", /(?<!不)可以/g, ["应当", "必须"]],
  ["leave made a prohibition", /(?<!不)可以/g, ["不得", "不可以"]],
  ["prohibition made a leave", /不得|严禁|禁止/g, ["可以", "应当"]],
  [
    "hedge left out",
    /原则上|一般情况下|(?<=[，。]|^)一般(?=不|应|在|为|按|由|可)|可能|力争|预计|争取|有望|拟(?=于|在|新|建)/g,
    [""],
  ],
  ["aim made a fact", /力争|预计|争取|计划(?=[于在到完新])/g, ["已", "已经"]],
  ["bound turned", /(?<=[\d%元岁年人日天月级周])以上/g, ["以下", "以内"]],
  ["bound turned", /(?<=[\d%元岁年人日天月级])以下/g, ["以上"]],
  ["bound turned", /(?<=[\d日天月年元])(?:以内|之内)/g, ["以上", "之后"]],
  ["bound turned", /(?<!最[长多高])(?:不超过|不高于|不多于)/g, ["超过", "不低于", ""]],
  ["bound turned", /不低于|不少于/g, ["不超过", "低于", ""]],
  ["bound turned", /至少|最少|最低/g, ["最多", "最高"]],
  ["bound turned", /至多|最多|最高|最长/g, ["至少", "最低"]],
  ["bound turned", /(?<!不)(?:超过|高于|大于)/g, ["不足", "低于", "不超过"]],
  ["bound turned", /(?<!不)(?:低于|少于|小于|不足|不满|未满)/g, ["高于", "超过"]],
  ["bound left out", /(?<=[\d日元%岁年人])(?:以上|以下)/g, [""]],
  [
    "before made after",
    /(?<=[日月年束成工施业立])(?:之?前|以前)(?=[，。完提办向将须应报申、])/g,
    ["后", "之后"],
  ],
  ["after made before", /(?<=[日月年束成过立准知书])(?:之?后|以后)(?=[，。方可向将须应、])/g, ["前", "之前"]],
  ["direction", /(?<!不断)(?:增加|增长|上升|上涨)/g, ["减少", "下降"]],
  ["direction", /减少|下降|降低/g, ["增加", "上升"]],
  ["direction", /提高|提升/g, ["降低"]],
  ["direction", /扩大/g, ["缩小"]],
  ["direction", /缩短|压缩|压减/g, ["延长", "增加"]],
  ["direction", /延长/g, ["缩短"]],
  ["action", /取消|撤销|废止/g, ["保留", "新增"]],
  ["action", /下放/g, ["上收"]],
  ["action", /批准|同意/g, ["驳回", "拒绝"]],
  ["fee", /免费|免收|免征|免交/g, ["收费", "收取", "缴纳"]],
  ["extent", /全部|所有|全体|一律|全面/g, ["部分", "少数"]],
  ["extent", /部分/g, ["全部", "所有"]],
  ["extent", /(?<=[，。]|^|部门|企业|人员|单位)均(?=[为有可应须由])/g, ["部分", "均不"]],
  ["extent", /任何/g, ["某些"]],
  ["either made both", /或者|(?<=[\p{Script=Han}])或(?!许)/gu, ["和", "及", "并"]],
  ["both made either", /(?<=[^涉以危顾波普推提遍触祸])及(?![时格其早待])|以及|并且/g, ["或者", "或"]],
  ["person", /申请人/g, ["受理机关", "用人单位"]],
  ["person", /用人单位/g, ["劳动者", "个人"]],
  ["person", /劳动者|职工/g, ["用人单位", "雇主"]],
  ["person", /本人/g, ["他人", "亲属"]],
  ["person", /个人/g, ["企业", "单位"]],
  ["person", /企业/g, ["个人", "学校"]],
  ["person", /女职工|女性/g, ["男职工", "男性"]],
  ["person", /未成年人/g, ["成年人"]],
  ["person", /出租人/g, ["承租人"]],
  ["place word", /城镇/g, ["农村"]],
  ["place word", /(?<![a-z省市])县级/g, ["市级", "省级"]],
  ["place word", /区级/g, ["市级", "镇级"]],
  ["place word", /市级/g, ["区级", "省级"]],
  ["place word", /省级/g, ["市级", "国家级"]],
  ["place word", /全省/g, ["全市", "全国"]],
  ["place word", /全区/g, ["全市", "全省"]],
  ["place word", /全市/g, ["全省", "全区", "全县"]],
  ["place word", /全国/g, ["全省", "全市"]],
  ["place word", /国内/g, ["国外"]],
  ["organisation", /教育局|教体局/g, ["民政局"]],
  ["organisation", /公安机关|公安局|派出所/g, ["民政部门", "街道办事处"]],
  ["organisation", /民政部门|民政局/g, ["财政局", "教育部门"]],
  ["organisation", /人民法院/g, ["人民检察院", "公安机关"]],
  ["organisation", /财政局|财政部门/g, ["税务局", "审计部门"]],
  ["organisation", /税务机关|税务局/g, ["海关", "财政部门"]],
  ["organisation", /市场监管局|市场监督管理局|工商局/g, ["税务局", "公安局"]],
  ["organisation", /人民政府/g, ["人民代表大会", "人民法院"]],
  ["organisation", /仲裁委员会/g, ["调解委员会", "居民委员会"]],
  ["organisation", /行政服务中心|政务服务中心/g, ["档案中心", "信息中心"]],
  ["organisation", /国务院/g, ["全国人大", "省政府"]],
  ["frequency", /每年/g, ["每月", "每季度"]],
  ["frequency", /每月/g, ["每年", "每日"]],
  ["frequency", /首次/g, ["再次"]],
  ["frequency", /一次性/g, ["分期"]],
  ["frequency", /(?<=[，。于]|^)今年/g, ["去年", "明年"]],
  ["frequency", /上半年/g, ["下半年"]],
  ["unit of time", /个?工作日/g, ["日", "个自然日", "个月"]],
  ["unit of time", /(?<=[\d十]个?)(?:自然日|日|天)(?=[内以之，。前起])/g, ["个工作日", "个月", "年"]],
  ["unit of time", /(?<=[\d三六两])个月/g, ["日", "年", "个工作日"]],
  ["unit of time", /(?<=[^\d\p{Script=Han}][\d三五十两]{1,2})年(?=[内以，。])/gu, ["个月", "日"]],
  ["unit of money", /万元/g, ["元", "亿元"]],
  ["unit of money", /亿元/g, ["万元", "元"]],
  ["unit of money", /(?<=\d)元/g, ["万元", "角"]],
  ["scale", /(?<=\d[余多]?)万(?!元)/g, ["", "亿", "千"]],
  ["scale", /(?<=\d)亿(?!元)/g, ["万"]],
  ["measure", /(?<=\d)(?:项|件|个(?![工自月小百])|家|户|名|人次?)/g, ["份", "批", "亩"]],
  ["percent", /(?<=\d)%/g, ["‰", "倍", "个"]],
  [
    "negation added",
    /(?<![不未无需勿])(?:予以|受理|办理|享受|提交|适用|支持|承担|发放|公开|实行|缴纳|属于|支付|纳入|收取|具有|计入)/g,
    [],
  ],
  [
    "negation removed",
    /不得|不予|不再|不能|不需要|不受|不属于|不包括|不适用|未经|未按|未依法|无需|没有|未(?=[成办取登缴签履达])/g,
    [],
  ],
];

/** What takes the place of a word and keeps the rest of it: 不予 becomes 予以. */
const NEGATED: Record<string, string> = {
  不得: "得",
  不予: "予以",
  不再: "再",
  不能: "能",
  不需要: "需要",
  不受: "受",
  不属于: "属于",
  不包括: "包括",
  不适用: "适用",
  未经: "经",
  未按: "按",
  未依法: "依法",
  无需: "需要",
  没有: "有",
  未: "",
};

const ARABIC = /\d+(?:\.\d+)?/g;
const HAN_NUMBER = /[一二两三四五六七八九十]+(?=个(?!人)|项|日|年|月|次|名|万|倍|分之|周岁|份|类|级)/g;
const YEAR = /(?<!\d)(?:19|20)\d\d(?=年)/g;
const MONTH = /(?<=年)\d{1,2}(?=月)/g;
const DAY = /(?<=月)\d{1,2}(?=日)/g;
const EXCEPTION =
  /[，；](?:但是?|除外)[^。；]*|[（(][^（）()]*除外[^（）()]*[）)]|，[^，。；]*(?:除外|另有规定)[^，。；]*/g;
const EXCEPT_FRONT = /(?<=^|[，；。])除[^，；。]{2,30}外，/g;
const CONDITION = /(?<=^|[，；。])[^，；。]{3,40}的，(?=[^，；。]{3})/g;

const CHANGES: Record<string, Change> = {
  figure: (statement, { random }) =>
    replaced(statement, ARABIC, (digits) => [otherFigure(digits, random), otherDigit(digits, random)]),
  "figure in Chinese": (statement, { random }) =>
    replaced(statement, HAN_NUMBER, (han) => [
      pickOther(["二", "三", "五", "七", "九", "十二"], han === "两" ? "二" : han, random),
    ]),
  year: (statement, { random }) =>
    replaced(statement, YEAR, (year) => [String(Number(year) + (random % 2 === 0 ? 1 : -1))]),
  month: (statement, { random }) =>
    replaced(statement, MONTH, (one) => [String(((Number(one) + (random % 5)) % 12) + 1)]),
  day: (statement, { random }) =>
    replaced(statement, DAY, (one) => [String(((Number(one) + (random % 9)) % 28) + 1)]),
  "year given": (statement) => (/\d{4}年/.test(statement) ? [] : [`2009年，${statement}`]),
  "place by its sibling": swapPlaces,
  "two figures swapped": swapFigures,
  "two subjects swapped": swapSubjects,
  "figure of the next sentence": (statement, { next }) => borrowFigure(statement, next),
  "two sentences merged": (statement, { next }) => mergeSentences(statement, next),
  "exception left out": (statement) => [
    ...replaced(statement, EXCEPTION, () => [""]),
    ...replaced(statement, EXCEPT_FRONT, () => [""]),
  ],
  "condition left out": (statement) => replaced(statement, CONDITION, () => [""]),
};

/** All single falsehoods of a statement, each once. */
export function falsehoodsOf(statement: string, around: Surroundings): Falsehood[] {
  const found: Falsehood[] = Object.entries(CHANGES).flatMap(([kind, change]) =>
    change(statement, around).map((text) => ({ kind, text })),
  );
  for (const [kind, word, others] of SWAPS) {
    const pick = (match: string) => [othersOf(kind, match, others, around.random)];
    found.push(...replaced(statement, word, pick).map((text) => ({ kind, text })));
  }
  const seen = new Set([statement]);
  return found.filter(({ text }) => !seen.has(text) && seen.add(text));
}

function othersOf(kind: string, match: string, others: readonly string[], random: number): string {
  if (kind === "negation added") return `${["不", "未", "不得"][random % 3] ?? "不"}${match}`;
  if (kind === "negation removed") return NEGATED[match] ?? "";
  return others[random % others.length] ?? "";
}

/** The text once for every match and alternative. */
function replaced(text: string, pattern: RegExp, others: (match: string) => string[]): string[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: match }) =>
    others(match).map((other) => text.slice(0, index) + other + text.slice(index + match.length)),
  ).flat();
}

function otherFigure(digits: string, random: number): string {
  const step = digits.includes(".") ? 0.1 : 1;
  const value = Number(digits) + step * ([1, -1, 10, 3, 100][random % 5] ?? 1);
  return String(Math.round(Math.abs(value) * 100) / 100 || 7);
}

function otherDigit(digits: string, random: number): string {
  const at = random % digits.length;
  const digit = digits.charAt(at);
  if (digit === ".") return digits.replace(".", "");
  return digits.slice(0, at) + String((Number(digit) + 1 + (random % 8)) % 10 || 9) + digits.slice(at + 1);
}

function pickOther(all: readonly string[], own: string, random: number): string {
  const others = all.filter((one) => one !== own);
  return others[random % others.length] ?? "";
}

/** Every place by another of the same parent, or by one far away. */
function swapPlaces(statement: string, { regions, random }: Surroundings): string[] {
  return regions.find(statement).flatMap(({ start, end, candidates }) => {
    const own = candidates[0];
    const written = statement.slice(start, end);
    if (!own || own.code === "100000" || written.length < 2) return [];
    const siblings = [1, 2, 3, 4, 5].flatMap((step) => {
      const code = own.code.endsWith("0000")
        ? `${["11", "32", "44", "51", "61"][(random + step) % 5] ?? "11"}0000`
        : own.code.endsWith("00")
          ? `${own.code.slice(0, 2)}0${step}00`
          : `${own.code.slice(0, 4)}0${step + 1}`;
      return regions.parse(code) ?? [];
    });
    const other = siblings.find(({ code, name }) => code !== own.code && !statement.includes(name.slice(-3)));
    const name = /[^省市州盟]+[省市区县州盟旗]$/.exec(other?.name ?? "")?.[0];
    return name ? [statement.slice(0, start) + name + statement.slice(end)] : [];
  });
}

function swapFigures(statement: string): string[] {
  const figures = [...statement.matchAll(/\d+(?:\.\d+)?(?=%|[项个件家户元万亿名人次公平])/g)];
  return figures.slice(0, -1).flatMap((one, index) => {
    const other = figures[index + 1];
    if (!other || one[0] === other[0]) return [];
    return [exchanged(statement, one, other)];
  });
}

/** Two bodies or persons in different clauses that change places. */
function swapSubjects(statement: string): string[] {
  const names = [
    ...statement.matchAll(
      /(?<=^|[，；。])(?:\p{Script=Han}{2,8}(?:局|委员会|机关|法院|部门|政府|公司|单位|中心|区|县|镇|街道)|申请人|当事人|个人|企业|职工)(?=[应可不负对在向根依将由共全的])/gu,
    ),
  ];
  return names.slice(0, -1).flatMap((one, index) => {
    const other = names[index + 1];
    return other && one[0] !== other[0] ? [exchanged(statement, one, other)] : [];
  });
}

function exchanged(text: string, one: RegExpMatchArray, other: RegExpMatchArray): string {
  const [first, second] = [one.index ?? 0, other.index ?? 0];
  const between = text.slice(first + one[0].length, second);
  return text.slice(0, first) + other[0] + between + one[0] + text.slice(second + other[0].length);
}

/** A figure by one with the same unit that the next sentence gives for something else. */
function borrowFigure(statement: string, next: string): string[] {
  const unit = /(\d+(?:\.\d+)?)((?:个工作日|个月|万元|亿元|[%项个件家户元名人次]))/g;
  return [...statement.matchAll(unit)].flatMap(({ index, 0: written, 1: digits = "", 2: own = "" }) => {
    const other = [...next.matchAll(unit)].find((one) => one[2] === own && one[1] !== digits);
    return other ? [statement.slice(0, index) + other[0] + statement.slice(index + written.length)] : [];
  });
}

/** The beginning of one sentence, up to its figure, before the figure of the next and what follows that. */
function mergeSentences(statement: string, next: string): string[] {
  const figure = /\d+(?:\.\d+)?(?!年|月|日|\d|\.)/;
  const [at, from] = [statement.search(figure), next.search(figure)];
  const isOther = statement.slice(at, at + 3) !== next.slice(from, from + 3);
  return at > 6 && from > 6 && isOther ? [statement.slice(0, at) + next.slice(from)] : [];
}
