import type { Lexicon } from "../../language/lexicon.ts";

/** Ways of asking for one field that the lexicon's phrases do not cover. Keys are those of the guide schema. */
const PATTERNS: [string, RegExp][] = [
  ["materials", /材料|证件|带(?:什么|啥|哪些|上)|准备(?:什么|啥|哪些)/],
  ["timeLimit", /多久|多长时间|几天|几个工作日|多少天|时限|什么时候能(?:拿|好|办好|下来)|啥时候能/],
  ["fee", /多少钱|几块钱|费用|收费|要钱|工本费|手续费|收不收(?:钱|费)|免费/],
  ["place", /在哪|去哪|到哪|哪里办|哪儿办|什么地方|地址|哪个(?:部门|单位|窗口)/],
  ["hours", /几点|上班|周末|节假日|办公时间|开门/],
  ["phone", /电话|号码|联系方式|怎么联系/],
  ["online", /网上|线上|手机|小程序|app|网办/],
  ["visits", /跑几[次趟]|去几[次趟]|跑一趟|最多跑/],
  ["conditions", /条件|资格|谁(?:可以|能)|什么人|能不能办|符合|满足/],
  ["basis", /依据|根据什么|哪条规定|法律规定|哪部法/],
  ["result", /拿到什么|邮寄|寄给|领取|怎么领证/],
  ["validity", /有效期|管几年|能用几年|能用多久/],
  ["complaint", /投诉|举报|监督电话/],
];

/** Questions for the whole guide. */
const WHOLE =
  /怎么(?:办|弄|搞|申请|补|换|领|登记|注册|开|提|取|备案)|如何|咋|流程|步骤|手续|怎样|办理指南|办事指南|要怎么/;

/** Whether one may at all: answered by the conditions, and away from home by the places as well. */
const MAY_I = /(?:能|可以|可|行)[^,，。?？]{0,12}(?:吗|不)|能不能|可不可以|可以吗|行不行|是否可以/;
const ELSEWHERE = /异地|外地|老家|别的(?:地方|城市)|跨省|户籍地|居住地/;

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
  const keys = [...new Set([...matched, ...said])].filter((key) => key !== "steps");
  if (keys.length === 0 && MAY_I.test(folded))
    keys.push("conditions", ...(ELSEWHERE.test(folded) ? ["place"] : []));
  return { keys, isHowTo: WHOLE.test(folded) || said.includes("steps") };
}
