import type { QuestionPart } from "../question/understood-question.ts";
import { OFFICE } from "./current-state.ts";
import type { Window } from "./score-windows.ts";
import { coversStated } from "./stated-bands.ts";
import { sentencesOf } from "./window-text.ts";

/** Attributes that a text states only in a form of their own; one that merely speaks of the thing lacks them. */
const ASPECTS: readonly { asks: RegExp; holds: RegExp }[] = [
  {
    asks: /怎么走|怎么去|门牌|几号楼|哪(?:条|一条)[路街]|地址|具体位置|坐(?:几路|哪路|什么)?车|乘车|几路车|地铁|(?:哪里?|哪儿|怎么|好)停车|停车(?:方便|在哪|怎么)|导航/,
    holds: /[路街巷道弄]\s?\d+号|地址|公交|地铁|停车|坐落/,
  },
  {
    asks: /公众号|小程序|客户端|app|二维码|微信号|抖音|微博/,
    holds: /公众号|小程序|客户端|app|二维码|微信|抖音|微博/,
  },
  { asks: /几号窗口|几楼|几层|哪一?层/, holds: /\d+号|[一二三四五六七八九十\d][楼层]/ },
  {
    asks: /丢了|丢失|遗失|弄丢|丢掉|补办|补领/,
    holds: /补[办领发换证卡]|遗失|丢失|挂失|丢|重新(?:办|申|领|发)|注销/,
  },
  {
    asks: /一(?:亩|平方米|平米|吨|公里)(?:地|田)?(?:补|给|能|收|发|要|是)?多少|多少钱?一(?:亩|平方米|平米|吨|公里)/,
    holds: /[每一/](?:亩|平方米|平米|㎡|吨|公里)/,
  },
  {
    asks: /每一?(?:亩|平方米|平米|平方|件|次|吨|套|单|公里)/,
    holds: /每一?(?:亩|平方米|平米|平方|件|次|吨|套|单|公里)|[均/](?:亩|平方米|件|次|吨|套|单|公里)/,
  },
  { asks: /门票|票价|几元一张|多少(?:钱)?一张/, holds: /门票|票价|元|免费|收费/ },
  {
    asks: /午休|中午|夜间|晚上|双休|节假日|休息吗|开门|关门|上班吗|下班/,
    holds: /\d{1,2}[:：点时]|午|夜|晚|休|节假日|周[一二三四五六日末]|全天|24小时|开门|上班|下班/,
  },
  { asks: /邮箱|邮编|传真|邮件/, holds: /邮箱|邮编|传真|邮件|@/ },
  { asks: /(?:多大|多少|几)岁|年龄/, holds: /岁|年龄|年满/ },
  // 拖欠工资 tells what happened and asks for no wage.
  {
    asks: /(?:工资|薪水|月薪|年薪|待遇)[^,，]{0,8}(?:多少|几|多高)|多少[^,，]{0,4}(?:工资|薪)/,
    holds: /工资|薪|待遇/,
  },
  { asks: /罚多少|罚款|处罚多少/, holds: /罚/ },
  {
    asks: /什么条件|哪些条件|啥条件|条件是(?:什么|啥)|条件有哪些/,
    holds: /条件|符合|满足|具备|具有|资格|限于|对象|应当?|须|不得|可以|年满|以上/,
  },
  {
    asks: /(?:面积|占地|地块|园区|厂区|小区)[^,，。]{0,6}多大/,
    holds: /\d[余多]?[万亿千百]?(?:亩|公顷|平方|平米|㎡)/,
  },
  {
    asks: /犯了什么|什么(?:错误?|过错|罪名)|因为什么(?:事|原因)?被/,
    holds: /因|由于|原因|违反|违规|违法|未按|问题/,
  },
  {
    asks: /最(?:大|小|高|低|多|少|好|差|快|慢|早|晚|长|短|贵|便宜)的?(?:一?[个家项位]|是)*(?:哪|谁|什么|叫)|(?:哪|谁)[^,，。]{0,8}最[大小高低多少好差快慢早晚长短]/,
    holds: /最|第一|首|率先|领先|前茅/,
  },
  // Whether a place is open on a day is told by its days or hours.
  {
    asks: /(?:周|星期|礼拜)[一二三四五六日天末][^,，。]{0,12}(?:吗|么|不[?？]?$)|(?:双休|节假|休息)日[^,，。]{0,12}(?:吗|么|不[?？]?$)/,
    holds:
      /周[一二三四五六日天末至]|星期|礼拜|双休|节假日|(?<!个)工作日|休息日|每[天日]|全天|全年|\d[:：点时]/,
  },
  { asks: /单独|单单|光是/, holds: /单独|专门|专项/ },
  {
    asks: /第几名|排名?第几|排行|名次/,
    holds: /第[一二三四五六七八九十\d]|首|排|前茅|率先/,
  },
];

/** Parts of a year that a question can name: quarters, halves and months. */
const SUB_YEAR =
  /(?:第?[一二三四]|[1-4])季度|[上下]半年|(?<![\d.])(?:1[0-2]|[1-9])月(?!底|末|初|起|前|以来|以后|之后|后)|[一二三四五六七八九十]月份/g;
const MONTH = /(?<!\d)(?:1[0-2]|[1-9])月/g;
const NUMERALS = "零一二三四五六七八九十";

/**
 * Whether the sentences of a window state the attribute a part asks for (an address, an account, somebody's
 * age) and speak of the quarter, half or month it names.
 */
export function statesAspect(window: Window, part: QuestionPart): boolean {
  const text = sentencesOf(window);
  const isStated = ASPECTS.every(({ asks, holds }) => !asks.test(part.text) || holds.test(text));
  return (
    isStated &&
    holdsOffice(part.text, text) &&
    coversSubYear(part.text, text) &&
    coversStated(part.text, text)
  );
}

/** Who holds an office stands beside the name of the office. */
const ASKS_HOLDER = new RegExp(`(${OFFICE})(?:是谁|叫什么|叫啥|姓什么|姓啥|是哪[一位]|的名字)`);

function holdsOffice(question: string, text: string): boolean {
  const office = ASKS_HOLDER.exec(question)?.[1];
  return office === undefined || text.includes(office);
}

function coversSubYear(question: string, text: string): boolean {
  const asked = [...question.matchAll(SUB_YEAR)].map(([period]) => readPeriod(period));
  const stated = [...text.matchAll(SUB_YEAR)].map(([period]) => readPeriod(period));
  const months: string[] = text.match(MONTH) ?? [];
  return asked.every((period) => stated.includes(period) || months.includes(period));
}

/** One way of writing each period: 第二季度 and 2季度, 六月份 and 6月. */
function readPeriod(period: string): string {
  return period
    .replace(/^第|份$/g, "")
    .replace(/^[一二三四五六七八九十](?=季度|月)/, (numeral) => String(NUMERALS.indexOf(numeral)));
}
