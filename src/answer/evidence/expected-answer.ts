import type { Figure } from "../../language/numerals.ts";
import type { Asked } from "../question/question-kind.ts";

/** Measure words that count the same things, so that 几个 is answered by 9家 as well. */
const GENERAL = new Set(
  "个 项 家 件 名 种 类 条 处 所 张 份 盏 间 册 艘 棵 株 根 块 片 幢 栋 辆 班 门 道 位 人 户 宗 笔 批 批次 部门 次 场次 人次 期 座 台 套 镇 村 道 场".split(
    " ",
  ),
);
const TIME = new Set("天 日 个工作日 工作日 个自然日 个月 小时 个小时 分钟 年 周".split(" "));
const MONEY = new Set("元 万元 亿元 万 亿".split(" "));
const PEOPLE = new Set("人 名 位 人次 户".split(" "));

/** Asks what a word means: 什么是…, …指哪些人, …怎么界定. */
const ASKS_MEANING =
  /什么是(?!否)|指(?:的是?)?(?:什么|哪些|啥|谁|哪几)|是指|什么意思|啥意思|(?:怎么|如何|怎样)(?:界定|定义|理解)|的(?:定义|含义)/;
/** The word whose meaning is asked: before 是什么意思, 指什么, 怎么界定, or behind 什么是. */
const ASKED_WORD =
  /什么是([\p{Script=Han}"“”]{2,20})|([\p{Script=Han}"“”]{2,20}?)(?:的)?(?:分别|具体|到底|又|都)?(?:是什么|是指|指|什么意思|是啥|定义|含义|怎么|如何|怎样)/u;
const DEFINING = /^["”」)]{0,2}(?:[,，]?(?:是指|指的是|系指|指|是|即|包括|[(:：]))/;
const DEFINES = /是指|指的是|系指|所称|[,，:：]指|[”"」]?指|即为?|定义为|界定为|称为|统称/;
/** Says what to do: an instruction, a permission, a consequence. */
const DIRECTS =
  /应当?|[须需]|可以?|不得|不再|要求?|请|将|按照?|视为|予以|给予|通过|凭|方可|向.{2,12}(?:提出|申请|报告)|[+＋=×÷]/;
/** Asks what one may, must or gets, and names no figure to be confirmed. */
const ASKS_RULE = /^(?!.*\d).*(?:[能可要给行会收补算退罚赔交免])/;
/** Says whether: a permission, a ban, an exception, a yes or a no. */
const RULES =
  /不得|不可|不能|不予|不再|不收|不补|不是|不会|不影响|不需|无需|不必|不用|不属|不作|不享|不纳|不受|不列|不退|不[办发算计设含搬]|禁止|严禁|可以?|应当?|[须需]|均|视为|视同|免|允许|同时享|叠加|照常|照发|暂停|停止|没有|有。|能够|除外|方可/;
const DATE =
  /\d{4}年|\d{1,2}月|\d{1,2}日|[上下]半年|[一二三四]季度|年[初底末中]|月[初底]|每[年月周日](?=[\d一二三四五六日初中底末前后])|次[月日年]|当[日月年天]|满\d|[\d一二三四五六七八九十]+个?(?:工作日|自然日|月|天)|\d{1,2}[:：]\d{2}|周[一二三四五六日末]/;
const ACTOR =
  /[局委厅署处]|办公室|编办|部门|单位|小组|专班|书记|区长|市长|镇长|主任|负责人|由[^,，。]{2,}|牵头|医院|集团|公司|协会|学会|中心|政府|人民政府|团队|[^,，。]{1,3}(?:先生|女士)/;
const ENUMERATION =
  /、|《[^》]*》[^《]{0,3}《|[;；].*[;；]|[一二三四五]是.*[一二三四五]是|包括|分别(?:为|是)|即/;
const PLACE = /[省市区县镇乡村]|街道|社区|中心|大厅|窗口|平台|网|机关|[路号楼]/;
const ADDRESS =
  /[路街巷道弄]\d+号|号楼|[\d一二三四五六七八九十]+[楼层号](?!令|文)|窗口|大厅|停车场|[(（].{0,20}[路街].{0,20}[)）]|地址[:：]|位于|网点|服务中心|小程序|app/;
/** Asks where to go: an office or an address answers, not just any place. */
const ASKS_WAY = /(?:[到去上往]|搬到?了?)(?:哪儿?里?|什么地方)|(?:哪里|哪儿|哪)(?:能)?[办领取交补报缴做拿打]/;
/** Asks for the very spot. */
const ASKS_SPOT = /[搬迁]到?了?(?:哪|什么地方)|哪条[路街]|位置|地址/;
const SPOT = /[路街巷道弄]\d+号|号楼|地址|位于|[路街道].{0,6}[口旁侧]/;
const REASON = /为了?|因|由于|针对|得益于|以便|旨在|从而|问题|不足|困难|导致|原因/;
const CHARGE = /免费|无偿|不收|收费|减免|免收|免交|[\d一二三四五六七八九十百]元|费用/;
/** Works that a title in 《》 names. */
const WORK = /文件|政策|意见|通知|办法|方案|规定|制度|条例|规范|标准|细则/;
const NAME = /《|"|'|[a-z]{2}/;

/** Things only a guide states; a text that merely speaks of the matter does not answer these. */
const NEEDS: { asks: RegExp; holds: RegExp }[] = [
  {
    asks: /电话|号码是|哪个号码|什么号码|拨打?(?:哪|什么|多少)|打什么|热线是/,
    holds: /\d{5,}|\d{3,4}-\d{7,8}|热线/,
  },
  {
    asks: /网址|链接是|网站地址|官网(?:是|地址)|怎么(?:注册|登录)|如何(?:注册|登录)/,
    holds: /https?:|www\.|\.gov|\.cn|注册|登录/,
  },
  {
    asks: /(?:带|准备|提交|交)(?:什么|哪些|啥|上什么)|什么材料|哪些材料|啥材料|材料(?:清单|有哪些|是什么)|哪些证件|什么证件|啥证件/,
    holds: /材料|证件|身份证|户口簿|申请表|承诺书|原件|复印件|证明/,
  },
  {
    asks: /哪个窗口|几号窗口|哪个大厅|地址(?:是|在)|具体(?:地址|位置)|怎么走/,
    holds: /窗口|大厅|[路街巷]\d+号|地址/,
  },
  { asks: /每个?月|月均/, holds: /每个?月|月均|月/ },
  { asks: /每年|一年(?:最多|能|可以|要)|年均/, holds: /每年|年均|一年|全年/ },
  { asks: /每人|每个人|人均|一个人/, holds: /每人|人均|每名|每位/ },
  { asks: /每户|户均/, holds: /每户|户均/ },
  { asks: /一户/, holds: /户|家庭|个人/ },
  { asks: /最多|最高|上限|封顶/, holds: /最多|最高|上限|不超|以[内下]|封顶|不得(?:高|多|超)|最长|最大/ },
  { asks: /平均/, holds: /平均|均/ },
  {
    asks: /几点|上班时间|下班|周末|周[一二三四五六日天几]|星期[一二三四五六日天几]|双休日|节假日|营业时间|办公时间/,
    holds: /\d{1,2}[:：点时]|周[一二三四五六日末]|工作日|双休|节假日/,
  },
  { asks: /怎么收费|如何收费|收费标准/, holds: /收费|[\d一二三四五六七八九十百]元|免费/ },
  {
    asks: /住哪|住在哪|住址|怎么联系|如何联系|联系方式|全名|真名|手机号/,
    holds: /住址|联系(?:电话|方式|人)|\d{7,}|全名/,
  },
  { asks: /下半年/, holds: /下半年|7月|8月|9月|10月|11月|12月/ },
  {
    asks: /(?:还|是否|现在|目前)(?:有效|执行|适用|作数|算数|管用)|有效吗|失效|过期|废止/,
    holds: /有效期|失效|废止|停止执行|继续有效|继续执行|施行/,
  },
  { asks: /利率|利息/, holds: /利率|利息|贴息/ },
];

/** A time span in words that are no figure elsewhere: 一年内, 期限为三年, 提前半年. */
const WRITTEN_SPAN =
  /(?:[一二三四五六七八九十两半]+个?(?:半)?(?:年|个?月|日|天|周|小时|工作日|自然日))(?!代|级|度|前后|份|初|末)/;
/** A value without a unit: 系数为0.8. */
const BARE_VALUE = /[为是:：=]\d+(?:\.\d+)?[;；。,，]?$/;
/** A share in words: 二分之一, 三成, 全额. */
const WRITTEN_SHARE =
  /[一二三四五六七八九十百]+分之[一二三四五六七八九十]+|[一二两三四五六七八九]成|全额|半数|一半/;

/** No money is asked for. */
const FREE = /免费|不收|无偿|免收|免交|免缴/;

/** Whether a question asks how long something takes or lasts: 多久, 几年, 几个月. */
export function asksForSpan({ kind, unit }: Asked): boolean {
  return kind === "duration" || TIME.has(unit);
}

/** Whether a figure only numbers a part of the text or one thing of several: 第三条, 第五张清单 count nothing. */
export function numbersArticle(folded: string, { start, unit }: Figure): boolean {
  return folded.charAt(start - 1) === "第" && "条章节款张项种".includes(unit || " ");
}

/** How well the best figure of a clause answers a question for one, from 0 to 1; told values don't count. */
export function clauseFigureFit(
  { folded, figures }: { folded: string; figures: readonly Figure[] },
  asked: Asked,
  told: readonly string[],
): number {
  const fresh = figures.filter((figure) => !told.includes(figure.value) && !numbersArticle(folded, figure));
  const best = Math.max(0, ...fresh.map((figure) => figureFit(figure, asked)));
  if (best === 1) return best;
  if (asksForSpan(asked) && WRITTEN_SPAN.test(folded)) return Math.max(best, 0.9);
  if (asked.kind === "count" && asked.unit === "" && BARE_VALUE.test(folded)) return Math.max(best, 0.7);
  if (asked.kind === "money" && FREE.test(folded)) return Math.max(best, 0.6);
  const isShare = asked.kind === "percent" || (asked.kind === "count" && asked.unit === "");
  return isShare && WRITTEN_SHARE.test(folded) ? Math.max(best, 0.8) : best;
}

/** Whether a figure's unit answers a question of this kind: 1 in the very unit asked, less in a like one. */
export function figureFit(figure: Figure, asked: Asked): number {
  const { unit } = figure;
  switch (asked.kind) {
    case "count":
      // 2026年 is no number of years.
      return unit === "年" && figure.value.length === 4 ? 0 : countFit(unit, asked.unit);
    case "duration":
      return TIME.has(unit) && !(unit === "年" && figure.value.length === 4) ? 1 : 0;
    case "money":
      return MONEY.has(unit) ? 1 : unit === "%" ? 0.5 : 0;
    case "percent":
      return unit === "%" || unit === "个百分点" || unit === "倍" ? 1 : 0;
    default:
      return 0;
  }
}

function countFit(unit: string, asked: string): number {
  // 1.6万个 is read as 1.6万; what it counts stands behind.
  if (unit === "万" || unit === "亿") return MONEY.has(asked) || !TIME.has(asked) ? 0.9 : 0;
  if (unit === "" || unit === "年" || unit === "月" || unit === "日" || unit === "号") {
    return asked === unit && unit !== "" ? 1 : 0;
  }
  if (asked === "" || asked === unit || unit.endsWith(asked)) return 1;
  if (asked.endsWith(unit)) return 0.9;
  if (TIME.has(asked)) return TIME.has(unit) ? 0.8 : 0;
  if (MONEY.has(asked)) return MONEY.has(unit) ? 0.8 : 0;
  if (unit === "%" || TIME.has(unit) || MONEY.has(unit)) return 0;
  if (PEOPLE.has(asked)) return PEOPLE.has(unit) || unit === "个" ? 0.8 : 0;
  return GENERAL.has(asked) && GENERAL.has(unit) ? 0.7 : 0;
}

/** Asks for all of several things: conditions, materials, cases, measures. */
const ASKS_SEVERAL =
  /哪些|哪几|什么(?:样的)?(?:条件|材料|资料|情形|情况|要求|措施|支持|内容|方式|渠道|原则|证件|手续|服务|标准)|有什么|都有什么|(?:条件|材料|要求|措施|范围|流程|步骤)是|怎么|如何|怎样/;

/** Whether a part asks for several things, so that one item of a list is only a piece of the answer. */
export function asksForEnumeration({ asked, text }: { asked: Asked; text: string }): boolean {
  return asked.kind === "list" || ASKS_SEVERAL.test(text);
}

/** Whether kinds of this sort are answered by a figure, without which there is no answer. */
export function wantsFigure(asked: Asked): boolean {
  return (
    asked.kind === "count" || asked.kind === "duration" || asked.kind === "money" || asked.kind === "percent"
  );
}

/** A number to call or an address to open. */
const CONTACT =
  /\d{3,4}[-—－]\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)\d{5}(?!\d)|(?<!\d)\d{7,8}(?!\d)|@|https?:|www\./;

/** Whether a folded clause gives a share in words (二分之一, 全额) or a bare value (系数为0.8), where no unit stands. */
export function writesShare(folded: string): boolean {
  return WRITTEN_SHARE.test(folded) || BARE_VALUE.test(folded);
}

/** Whether a folded clause gives a span of time in words (不超过三年) that answers a question for one. */
export function writesSpan(folded: string, { unit }: Asked): boolean {
  return TIME.has(unit) && WRITTEN_SPAN.test(folded);
}

/** Whether a folded question asks what a word means. */
export function asksForMeaning(question: string): boolean {
  return ASKS_MEANING.test(question);
}

/** How well a folded text has the shape of an answer that is not a figure: 0 not at all, 1 fully. */
export function shapeFit(folded: string, { asked, text }: { asked: Asked; text: string }): number {
  if (ASKS_MEANING.test(text)) return meaningFit(folded, text);
  const noun = asked.noun === "" ? 1 : 0.5 + 0.5 * nounShare(folded, asked.noun);
  switch (asked.kind) {
    case "contact":
      return CONTACT.test(folded) ? 1 : 0;
    case "when":
      return DATE.test(withoutTold(folded, text)) ? 1 : 0;
    case "who":
      return ACTOR.test(folded) ? noun * (/由/.test(text) && !/由/.test(folded) ? 0.6 : 1) : 0;
    case "where":
      if (ASKS_SPOT.test(text)) return SPOT.test(folded) ? 1 : 0;
      return ADDRESS.test(folded) ? 1 : PLACE.test(folded) ? (ASKS_WAY.test(text) ? 0.2 : 0.6) : 0;
    case "list":
      return ENUMERATION.test(folded) || /[：:]$/.test(folded) ? noun : 0.2;
    case "why":
      return REASON.test(folded) ? 1 : 0.3;
    case "yes_no":
      return !ASKS_RULE.test(text) || RULES.test(folded) ? 1 : 0.6;
    case "charge":
      return CHARGE.test(folded) ? 1 : 0;
    case "name":
      return NAME.test(folded) ? noun : 0.6 * noun;
    case "how":
      return DIRECTS.test(folded) ? 1 : 0.6;
    default:
      return 1;
  }
}

/** Whether a text says what the asked word means, or at least of some word what it means. */
function meaningFit(folded: string, question: string): number {
  const word =
    ASKED_WORD.exec(question)
      ?.slice(1)
      .find((one) => one !== undefined) ?? "";
  const tail = word.replace(/["“”「」《》]/g, "").slice(-3);
  if (tail.length >= 2) {
    for (let at = folded.indexOf(tail); at >= 0; at = folded.indexOf(tail, at + 1)) {
      if (DEFINING.test(folded.slice(at + tail.length, at + tail.length + 8))) return 1;
    }
  }
  return DEFINES.test(folded) ? 0.5 : 0.2;
}

/** A text without the dates that the question itself names: they are not what it asks for. */
function withoutTold(folded: string, question: string): string {
  const told = question.match(/\d+年度?|\d+月份?|\d+日/g) ?? [];
  return told.reduce((text, date) => text.replaceAll(date, " "), folded);
}

/** The share of the asked noun's characters that a text holds; its last word counts most (专项小组 by 小组). */
function nounShare(folded: string, noun: string): number {
  if (folded.includes(noun) || (WORK.test(noun) && folded.includes("《"))) return 1;
  return noun.length > 2 && (folded.includes(noun.slice(-2)) || folded.includes(noun.slice(0, 2))) ? 0.7 : 0;
}

/** What a question asks for that only a definite statement gives: patterns that a folded text must hold, all of them. */
export function needsOf(question: string): RegExp[] {
  return NEEDS.flatMap(({ asks, holds }) => (asks.test(question) ? [holds] : []));
}

/** Whether a folded text holds what the question asks for that only a definite statement gives. */
export function meetsNeeds(folded: string, question: string): boolean {
  return needsOf(question).every((need) => need.test(folded));
}
