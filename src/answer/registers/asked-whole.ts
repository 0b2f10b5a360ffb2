/** What a question wants to know of a list as a whole. */
export interface AskedWhole {
  wants: "count" | "names" | "difference" | "edition";
}

const COUNT =
  /(?<!(?:电话|号码|编码|代码|编号)是?)多少(?!钱|元|天|年|时间|岁|[人次户])|(?<!哪)几(?=[项个条类种家处张件样户名])|数量|总数|有几/;
const NAMES =
  /哪些|哪几|有哪[项个种家]|列(?:出来?|一下|举|个)|都有(?:什么|啥|谁)|有(?:什么|啥)|名单|分别是|都是(?:什么|啥)|(?:[镇乡]|街道)有(?:没有)?.{0,4}(?:[代帮]办点|服务[点站]|网点|站点)|(?<!是)(?:什么|啥)(?:证明|事项|权力)/;

const EDITIONS =
  /(?:新|旧|老|上一?|前一?|两|这)个?版|新旧|版本|版(?:里|中)?.{0,8}[比和与跟]|[比和与跟].{0,10}(?:版|年|上次|以前|之前|旧的|老的)|(?:19|20)\d{2}.{0,8}(?:比|和|与|跟|到|对比|相比).{0,8}(?:19|20)\d{2}|更新(?:后|以后|之后)/;
const DIFFERS =
  /多了|少了|增加|减少|新增|新加|去掉|删|没了|不见了|不在了|变化|变动|变了|有变|改[成为到了]|[变转调][成为到]|变更为|调整|区别|差别|不同|不一样|对比|加了|加进|拿掉|移出|剔除|多出|增减|更新了?|有.{0,6}(?:新|旧|老|上|去年|今年).{0,6}没有?|没有?.{0,6}(?:新|旧|老|上|去年|今年).{0,6}有/;
/** Times set against each other, or against now. */
const TIMES = /以前|之前|去年|今年|原来|原先|改版|[新旧老]清单|两年|更新|\d{2}年.{0,12}\d{2}年/;
const CHANGES =
  /对比|改版|以前没有|现在没有|以前有|没有?了|处理方式.{0,4}[变改]|(?:有|发生)过?了?变[动化]|变[动化]的/;
/** From one state to another says by itself that two editions are compared. */
const FROM_TO =
  /换了.{0,4}(?:部门|单位)|(?:部门|单位).{0,3}(?:变了|换了|调整了)|[从由把].{1,14}(?:改|变|转|调整)(?:成|为|到)|原[来先].{1,10}(?:现在|如今|后来|今年).{2,10}|原[来先]?.{1,10}(?:现在|后来)?.{0,3}(?:改|变|转)(?:成|为|到)/;

/** What one edition has more or less than the one before it: 2025年本新增了什么, 今年少了几项. */
const NEW_OR_GONE =
  /(?:新增|新加|新列|增加|多了|多出|加了|少了|去掉|删了?|删除|减少|没了|剔除|移出)了?.{0,4}(?:什么|啥|哪|多少|几)|(?:什么|啥|哪[些几]|多少项|几项).{0,8}(?:是新增|新增|新加|去掉了|删了|没了|不见)/;
const ONE_EDITION =
  /(?:19|20)\d{2}年?[版本]|[新旧老]版|今年|去年|这[次版]|最新|新(?:的)?清单|上一?版|年版|年本/;
/** The same asked of a list that is called one, or of its entries: 清单新增了什么, 新增了哪些证明. */
const LIST_GREW =
  /(?:清单|名录|目录|(?<![黑红白])名单).{0,8}(?:新增|新加|新列|增加|减少|多了|少了|多出)|(?:新增|新加|增加|减少|多了|少了)了?(?:哪[些几]|多少|几|什么|啥)[项个种]?(?:证明事项|证明(?!材料)|权力)/;
/** What a guide asks for, and entries set against each other. */
const NO_CHANGE = /材料清单|比/;

const EDITION =
  /(?:哪一?天|哪一?年|哪一?版|什么时候|啥时候|何时|几月|哪个月|日期|什么版本|最新)(?:.{0,6}(?:清单|名录|目录|名单|表|版|公布|发布|印发|出的?|更新|编制|截至|的))|(?:清单|名录|目录|名单|表).{0,10}(?:哪一?天|哪一?年|哪一?版|什么时候|啥时候|何时|哪个月|日期|版本|(?:谁|哪个?.{0,3}|什么.{0,2})(?:发|出|印|公布|编|制定|做)|全不全|全吗|完整|齐不齐|齐全|齐吗|全部|有没有漏|最新|来源|出处)|谁(?:发布|公布|印发|编)的/;

/** What a folded question asks of a list as a whole; null when it asks nothing of the kind. */
export function askedWhole(text: string): AskedWhole | null {
  const isMoved = TIMES.test(text) && (CHANGES.test(text) || DIFFERS.test(text));
  const isCompared = EDITIONS.test(text) && (DIFFERS.test(text) || CHANGES.test(text));
  if (FROM_TO.test(text) || isCompared || isMoved || /有变[动化]的/.test(text))
    return { wants: "difference" };
  const isOfList = ONE_EDITION.test(text) || (LIST_GREW.test(text) && !NO_CHANGE.test(text));
  if (NEW_OR_GONE.test(text) && isOfList) return { wants: "difference" };
  if (COUNT.test(text)) return { wants: "count" };
  if (NAMES.test(text)) return { wants: "names" };
  return EDITION.test(text) ? { wants: "edition" } : null;
}
