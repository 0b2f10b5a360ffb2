import type { ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";

/** Ways of asking for one field that the lexicon's phrases do not cover. Keys are those of the guide schema. */
const PATTERNS: [string, RegExp][] = [
  ["materials", /材料|证件|带(?:什么|啥|哪些|上)|准备(?:什么|啥|哪些)|(?:要|得|需|该)(?:带|交|准备)的/],
  ["exempt", /免提交|不用(?:交|带|提供|提交)|免交|免于提交/],
  ["tolerated", /容缺|先办后补|缺(?:材料|一份|东西)|没带(?:齐|全)|材料不(?:齐|全)/],
  ["forms", /表格(?:在哪|哪里|下载)|下载.{0,4}表|申请表(?:在哪|哪里|怎么|下载)|样表|填写(?:示例|样例)/],
  [
    "timeLimit",
    /多久|多长时间|几天|几个工作日|多少天|时限|(?:承诺|法定).{0,4}(?:时间|期限)|什么时候能(?:拿|好|办好|下来)|啥时候能/,
  ],
  [
    "fee",
    /多少钱|几块钱|费用|收费|要钱|工本费|手续费|收不收(?:钱|费)|免费|(?:登记|办证|注册|检测|考试|服务|申请)费(?!用)/,
  ],
  ["feeRelief", /减免|免收|(?:少|优惠)收|(?:能|可以)(?:减|免)(?!提交|费)|优惠/],
  ["feeBasis", /收费(?:的)?依据|凭什么收(?:费|钱)/],
  ["payment", /怎么(?:交钱|缴费|付款|支付)|(?:微信|支付宝|刷卡|网上)(?:支付|缴费|付款|交钱)|支付方式/],
  ["place", /在哪|去哪|到哪|哪里办|哪儿办|什么地方|地址|哪个窗口/],
  ["authority", /哪个(?:部门|单位|机关)|什么(?:部门|机关)|(?:谁|哪里|哪家)(?:管|负责|受理|审批)|归(?:谁|哪)/],
  [
    "hours",
    /几点|上班(?:时间|吗|么|不(?!是))|(?:什么时[候间]|周[一-日六天]|星期.|礼拜.|中午)[^,，]{0,4}上班|周末|节假日|办公时间|开门/,
  ],
  [
    "traffic",
    /怎么(?:去(?!办)|走(?!流程)|坐车|过去)|(?:坐|乘)(?:什么|几路|哪路)(?:车|公交|地铁)?|交通(?:指引|路线|方式)|(?:哪|几)路(?:车|公交)|几号线|停车/,
  ],
  ["appointment", /预约|要不要约|提前约|取号/],
  ["selfService", /自助(?:机|终端|办理|设备)?/],
  [
    "phone",
    /(?<!投诉|监督|举报)电话|号码|联系方式|怎么联系|咨询(?:渠道|方式|热线)|(?:去|到|向|找)(?:哪|谁)(?:里|儿)?咨询/,
  ],
  ["online", /网上|线上|手机|小程序|app|网办|网址|网站/],
  [
    "visits",
    /跑(?:几|多少)[次趟回]|去(?:几|多少)[次趟回]|跑一趟|跑现场|现场(?:跑|去)几|最多跑|跑一次|到(?:现)?场|要不要(?:本人)?(?:去|到)现场|亲自(?:去|到)/,
  ],
  ["coverage", /通办|全国都?(?:能|可以)办/],
  [
    "conditions",
    /条件|资格|(?:有|什么|啥|哪些|收入|年龄|住房|户口|户籍|学历|居住)要求|谁(?:可以|能)|什么人|能不能办|符合|满足/,
  ],
  ["quota", /数量限制|名额|限(?:额|量)/],
  ["basis", /依据|根据什么|哪条规定|法律规定|哪部法/],
  ["result", /拿到什么|怎么领证|办(?:下来|完)(?:是|给)什么/],
  [
    "delivery",
    /邮寄|寄给|寄到|快递|送达|(?:怎么|去哪|在哪|到哪)(?:里|儿)?(?:领|取)(?:取)?(?:证|结果|批文|牌|卡$)|领取方式/,
  ],
  [
    "validity",
    /有效期|多少年|(?:几年|多久)(?:一(?:签|换|审|检|次)|签|换|审|年检)|(?:管|能用|有效)(?:几年|多久|多长时间|几个月)|多久(?:过期|失效)/,
  ],
  ["complaint", /投诉|举报|监督电话/],
  ["review", /复议|诉讼|不服|起诉/],
  ["handling", /办件类型|即办件|承诺件|当场(?:能|可以)?(?:办|拿)|立等可取|马上(?:能|可以)?(?:办|拿)/],
  ["commitment", /告知承诺|承诺制|写(?:个)?承诺/],
  ["intermediary", /中介/],
  ["audience", /服务对象|面向谁|给谁办/],
  ["items", /包含哪些事|包括哪些事|包含事项|哪几件事|联办事项|哪些事项/],
];

/** Questions for the whole guide. */
const WHOLE =
  /(?:办|要)(?:什么|啥|哪些)证(?!件)|怎么(?:办|弄|搞|申请|补|换|领|登记|注册|开|提|取|备案|交(?!钱)|缴(?!费)|买|转|迁|参保|报名)|如何|咋|流程|步骤|手续|怎样|办理指南|办事指南|要怎么/;

/** Whether one may at all: answered by the conditions, and away from home by the places as well. */
const MAY_I = /(?:能|可以|可|行)[^,，。?？]{0,12}(?:吗|不)|能不能|可不可以|可以吗|行不行|是否可以/;
const ELSEWHERE = /异地|外地|老家|别的(?:地方|城市)|跨省|户籍地|居住地/;
/** Answers to a narrower question than the one that a word of it also fits: 收费依据 is not what it costs. */
const NARROWER: Readonly<Record<string, string>> = {
  feeBasis: "fee",
  review: "complaint",
  validity: "timeLimit",
};

/** Asking how much is paid out is not asking what it costs (残疾人补贴多少钱). */
const PAID_OUT =
  /(?:补贴|津贴|补助|救助金|保障金|低保|失业金|养老金|抚恤金|优待金)[^,，。?？]{0,8}(?:多少钱|几块钱)|(?:领|发|补|给)到?多少钱/;

export interface AskedFields {
  /** Field keys in the order asked; empty when the whole guide is asked for. */
  keys: string[];
  /** Whether the question asks to be shown how it is done, as against merely mentioning the item. */
  isHowTo: boolean;
}

/** The fields of a guide that a folded question asks for. */
export function askedFields(folded: string, lexicon: Lexicon): AskedFields {
  const said = lexicon.expand(folded).flatMap(({ field }) => (field === null ? [] : [field]));
  const matched = PATTERNS.filter(([, pattern]) => pattern.test(folded)).map(([key]) => key);
  const all = [...new Set([...matched, ...said])].filter(
    (key) => key !== "steps" && !(key === "fee" && PAID_OUT.test(folded)),
  );
  const keys = all.filter((key) => !all.some((other) => NARROWER[other] === key));
  if (keys.length === 0 && MAY_I.test(folded))
    keys.push("conditions", ...(ELSEWHERE.test(folded) ? ["place"] : []));
  return { keys, isHowTo: WHOLE.test(folded) || said.includes("steps") };
}

const SHORTEST_LABEL = 3;

/**
 * The fields of a guide that a folded question names by their own labels, such as 窗口编号; labels that are
 * part of the item's name are not asked for.
 */
export function namedFields(
  folded: string,
  fields: readonly ProcedureField[],
  itemNames: readonly string[],
): ProcedureField[] {
  const names = itemNames.map(fold);
  const rest = names.reduce((text, name) => text.replaceAll(name, " "), folded);
  return fields.filter(({ label }) => {
    const word = fold(label.replace(/[（(][^（()）]*[）)]$/, ""));
    return word.length >= SHORTEST_LABEL && rest.includes(word);
  });
}
