import type { RegisterColumn } from "../../domain.ts";
import { columnsSaid } from "./columns-said.ts";
import { nameKey } from "./name-key.ts";

/** What a question wants to know of a row. */
export type Aspect =
  | "status"
  | "who"
  | "member"
  | "change"
  | "replacement"
  | "receiver"
  | "delegated"
  | "cell"
  | "overview";

export interface AskedAspect {
  aspect: Aspect;
  /** The columns that answer, most fitting first; the aspect is a matter of these cells alone where it is `cell`. */
  columns: RegisterColumn[];
}

const CHANGE =
  /以前.{0,4}(?:这样|一样|也)|去年.{0,6}今年|换(?:了|过)?.{0,3}(?:部门|单位)|(?:部门|单位).{0,2}(?:变了|换了|调整了)|变化|变动|变了|有变|改了|有改|调整(?:了|过|吗)|(?:新|旧|老|上一?|前一?|两)版|新旧|跟(?:去年|以前|上次)|比(?:去年|以前|上次)|不一样|不同/;
const MEMBER =
  /(?:在不在|是不是在|是否在|在没在|列没列|列入|列进|列在|纳入|写进|收录|收进|归入|属不属于|属于|算不算|包不包括|包括|包含).{0,20}(?:清单|名录|目录|(?<![黑红白])名单|里)|(?:清单|名录|目录|(?<![黑红白])名单)(?:里面?|中|上|内|里头)?.{0,4}(?:有没有|有无|能找到|查得到)|(?:清单|名录|目录|(?<![黑红白])名单)(?:里面?|中|上|内|里头).{0,4}(?:有|包括|包含|列了)|在.{0,20}(?:清单|名录|目录|(?<![黑红白])名单)(?:里面?|中|上|内|里头)?.{0,3}[吗么没不?？]|(?:有没有|是否)(?:列|收|写|纳)[入进]/;
const WHO =
  /归谁|归哪|谁[来去]?(?:管|审批|审|查|处罚|发|批|受理|办理|主管|牵头|实施|行使|监管)|哪[个些家几]*(?:部门|单位|局|机构|科室|机关|委办)|什么(?:部门|单位|机构|机关)|啥(?:部门|单位)|由谁|主管(?:部门|单位)|责任(?:部门|单位)|(?:负责|实施|主管|牵头|行使)(?:部门|单位|主体|机关)|归.{0,6}管|谁负责|找谁|该找哪|哪[个家里]管|谁在?管|管.{0,24}(?:是谁|是哪)|[哪啥什].{0,3}衙门|谁说了算|(?:哪|什么|啥).{0,4}说了算|问(?:哪|谁)|(?:哪|什么|啥)(?:个|家)?(?:局|委|部门|单位|机构|科室)|归口/;
const REPLACEMENT =
  /[用拿靠凭](?:什么|啥).{0,5}(?:代替|替代|替|换|证明|顶|来)|怎么(?:代替|替代|替|核实|核查|核验)|(?:替代|代替)(?:方式|办法|材料|品|是什么|啥)|换成(?:什么|啥)|改[用成](?:什么|啥)|(?:什么|啥|哪个|哪种)(?:方式|办法)?(?:代替|替代|顶替)|拿什么|被什么/;
const RECEIVER =
  /(?:转|移交|交|承接|接手|下放|放).{0,3}(?:给|到|至)?了?(?:谁|哪|什么|啥)|谁(?:来)?(?:承接|接手|接的?)|承接(?:单位|主体|组织|机构|方|部门)|给谁了|哪[个家].{0,4}(?:承接|接手|接了)/;
const DELEGATED = /下放|放权|放下去|放到/;
const STATUS =
  /还(?:要|得|需|用|开|在|能开|有|必须|管用|收|交|办)|要不要|需不需要|需要|用不用|必须|不用|取消|保留|作废|废除|废止|免(?:了|掉|交|开|提交|除)|停(?:了|开|用|办)|清理|砍|废|不再|开不开|[要用]开|状态|怎么处理|处理方式|共享|核查|承诺|代替|替代|转移|转出|合并|新增|能不开|不开|非得|得开|要.{0,3}吗|要[交提]|开吗/;

/** Questions for one column, with the labels of the columns that answer them. */
const CELLS: [RegExp, RegExp][] = [
  [
    /能?办(?:什么|啥|哪些)(?!审批|许可)|(?:代办|服务)(?:什么|啥|哪些)|管(?:什么|啥|哪些)事|(?:能不能|可不可以|能|可以|帮忙?)(?:代|帮)办/,
    /代办事项|服务事项|服务内容|业务|范围|办理事项/,
  ],
  [/(?:哪个?|什么)(?:乡|镇|街道|区县|社区|村)|归.{0,3}[乡镇]/, /[乡镇]|街道|辖区|区域|社区/],
  [/哪一?个?[类种](?!事|人)|什么(?:类别|类型|种类|性质)|属于什么/, /类别|类型|种类|分类|性质/],
  [/电话|号码|联系方式|怎么联系|热线/, /电话|联系方式|手机|号码|热线/],
  [
    /几点|上班|开门|关门|周末|双休|(?:服务|办公|工作|营业|开放|办理|受理)时间|什么时间(?:开|能|可以|上)/,
    /(?:服务|办公|工作|营业|开放|办理|受理)时间|时段/,
  ],
  [
    /代办员|帮办员|负责人|联系人|责任人|经办人|谁负责|找谁|是谁|哪个人|哪位|叫什么/,
    /代办员|帮办员|负责人|联系人|责任人|经办|姓名|人员/,
  ],
  [/在哪|哪里|哪儿|地址|什么地方|啥地方|位置|怎么走|地点|哪条路/, /地址|地点|位置|所在地/],
  [
    /做什么用|干什么用|干嘛用|用途|用在(?:什么|哪|啥)|用到(?:什么|哪|啥)|办什么(?:事|用)|哪些(?:事|业务)|什么业务/,
    /用途|使用事项|办理事项|对应事项|涉及.{0,4}事项|业务/,
  ],
];
type Field = RegisterColumn["field"];
const FIELDS: [RegExp, Field, RegExp][] = [
  [
    /依据|根据什么|凭什么(?!代|替)|哪[条部].{0,3}(?:规定|法)|法律(?:依据|规定)|什么法|(?:哪个|哪份|什么)(?:文件|规定)|文件依据/,
    "basis",
    /依据|文号|法律/,
  ],
  [
    /哪一?级|层级|[省市县区]级还是|什么级|级别|[省市县区镇乡].{0,2}管?还是.{0,3}[省市县区镇乡]/,
    "level",
    /层级|级别/,
  ],
  [/编码|编号|代码|事项码/, "code", /编码|编号|代码/],
  [/到什么时候|到哪天|有效期|截止|什么时候(?:到期|结束|为止)|到几[月号]/, "to", /截止|到期|有效期|终止/],
  [
    /什么时候|啥时候|何时|哪天|哪年|哪个月|几月|几号|从哪|什么日子|多会儿/,
    "from",
    /(?:取消|实施|执行|生效|开始|调整|下放|转移|施行).{0,2}(?:日期|时间)|日期|起始/,
  ],
];

/** How something is got or done, which guides say and lists do not. */
const FOR_GUIDES =
  /(?:怎么|咋|如何|怎样)(?:样)?(?:去|才能|能)?(?:办|开|弄|搞|申请|打|出|补|拿|领|取|写|查|预约)|材料|带(?:什么|啥|哪些)|准备(?:什么|啥|哪些)|多少钱|几块钱|收费|工本费|多久|几天|流程|步骤|手续|网上|线上|手机上|条件|丢了|遗失|到期|过期|补办|补领|换领|挂失/;

/** Whether a folded question, names of rows left out, asks how something is got or done. */
export function asksForGuide(masked: string): boolean {
  return FOR_GUIDES.test(masked);
}

/** 咋弄, 怎么办: what became of it may be meant as well as how it is got. */
const VAGUE = /(?:怎么|咋|如何|怎样)(?:样)?(?:办|弄|搞|整|处理)/;

/** Whether a folded question that asks for a guide asks for nothing more than what to do. */
export function isVague(masked: string): boolean {
  return VAGUE.test(masked) && !FOR_GUIDES.test(masked.replace(VAGUE, ""));
}

/** What a folded question, the row's name left out of it, wants to know; null when it asks nothing of a row. */
export function askedAspect(text: string, columns: readonly RegisterColumn[]): AskedAspect | null {
  const only = (aspect: Aspect): AskedAspect => ({ aspect, columns: [] });
  if (CHANGE.test(text)) return only("change");
  const labelled = columns.filter((column) => isLabelled(text, column));
  if (labelled.length > 0) return { aspect: "cell", columns: labelled };
  if (RECEIVER.test(text)) return only("receiver");
  if (REPLACEMENT.test(text)) return only("replacement");
  if (MEMBER.test(text)) return only("member");
  for (const [pattern, field, label] of FIELDS) {
    if (!pattern.test(text)) continue;
    const fitting = columns.filter(
      (column) => column.field === field || (field === "from" && label.test(column.label)),
    );
    if (fitting.length > 0 || field === "basis") return { aspect: "cell", columns: fitting };
  }
  for (const [pattern, label] of CELLS) {
    if (!pattern.test(text)) continue;
    const fitting = columns.filter((column) => label.test(column.label) && column.field !== "status");
    if (fitting.length > 0) return { aspect: "cell", columns: fitting };
  }
  const said = columnsSaid(text, columns);
  if (said.length > 0 && said.every(({ field }) => field !== "department"))
    return { aspect: "cell", columns: said };
  if (WHO.test(text)) return only("who");
  if (DELEGATED.test(text)) return only("delegated");
  if (STATUS.test(text)) return only("status");
  return null;
}

/** Columns whose label is too common a word to be asked by. */
const PLAIN_LABEL =
  /^(?:名称|事项|状态|备注|序号|类别|类型|级别|部门|单位|地区|区域|日期|时间|证明|处理|结果|取消|保留)$/;

function isLabelled(text: string, { label, field }: RegisterColumn): boolean {
  const key = nameKey(label);
  if (key.length < 2 || ["name", "ordinal", "status", "aliases"].includes(field)) return false;
  return !PLAIN_LABEL.test(key) && nameKey(text).includes(key);
}
