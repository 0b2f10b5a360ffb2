/**
 * What a question is made of beside its words, each a feature of its own for the screening model. They carry over
 * to subjects that the training text does not have: forging is forging whatever is forged.
 */
const SHAPES: readonly [string, RegExp][] = [
  ["code", /(?<![a-z0-9])(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)+/],
  ["url", /https?:|www\./],
  ["quoted", /["“”「『']/],
  ["marks", /[<>{}[\]#$|=;]/],
  ["i", /我|俺|\bi\b|\bmy\b/],
  ["you", /你|侬|\byou\b|\byour\b/],
];

/** Things done to deceive: forging, pretending, hiding, bribing, slipping past a check, taking by deceit or force. */
const DECEIT =
  /假(?![期日肢牙如设条]|释)|造(?:一[份个张])|编(?:造|个|一|份|几|些)|伪|仿|冒[名领充用]|p图|改(?:年龄|大|小|日期|成绩|数据|几)|说成|写成|报成|当成|装(?:作|成|穷|病|聋|瞎|得|出)|像真|做得像|看起来像|看不出|显得|糊弄|应付|蒙|哄|骗|忽悠|穿帮|露馅|藏|瞒|躲|避开|绕[过开]|逃(?!生)|偷|悄悄|私下|暗[中地]|夜里|半夜|不登记|不实名|打点|疏通|意思一下|送[钱礼卡]|塞|红包|好处费|门路|路子|通融|串[通供标]|勾结|商量好|打招呼|替考|枪手|顶包|挂名|挂靠|刷单|套(?:取|现|出|钱|补)|洗[白钱]|走私|私刻|刻章|章[^,，。]{0,6}刻|做手脚|造谣|代孕|报复|教训|吓唬|下毒|下药|毒[死药品]|泼|炸|枪|迷[晕药]|破解|盗|攻击|监听|偷拍|定位|赌|转移财产|转到[^,，。]{0,6}名下|过到|别人[的]?(?:名义|身份|信息|账号)|\b(?:fake|forged?|bribe|hack|steal|secretly|cheat|poison|smuggle|launder|without[^.]{0,20}(?:notic|know))/;
/** Asking what the law says of it or how to defend oneself, or naming it as what one suffered. */
const REMEDY =
  /举报|投诉|处罚|处理|处分|罚|判|拘留|犯法|违法吗|合法|算不算|后果|认定|鉴定|鉴别|识别|辨别|预防|防范|防止|报警|报案|维权|赔|追回|申诉|撤销|挂失|救助|补助|补贴吗|规定|法律|被(?:人|别人|骗|偷|打|冒|盗|咬|拐|公司|单位|老板)|许可|资质|备案|要(?:什么|啥|哪些)(?:证|材料|手续)|\b(?:report|victim|permit|license)/;
/** Asking for a way, a person, a price or a piece of work rather than for a rule. */
const ASKS_FOR_HELP =
  /怎么|怎样|如何|咋|点样|教|帮我|给我|替我|哪里?(?:有|能|买|找|搞|弄)|上哪|去哪|找谁|谁(?:能|会|有)|有没有|介绍|思路|办法|招|价|多少钱|能不能|行不行|想|\bhow\b|\bwhere\b/;
/** Words of public services: what is asked of an office has one of them nearly always. */
const SERVICE =
  /[证照]|社保|医保|公积金|养老|保险|户口|户籍|落户|迁[入出移户]|登记|申[请领报]|办[理]|补[贴助偿办缴交]|津贴|待遇|报销|缴费|政策|规定|条例|文件|通知|标准|材料|手续|流程|窗口|预约|部门|单位|公司|企业|个体|税|发票|贷款|产假|退休|失业|就业|工伤|工资|合同|仲裁|劳动|医院|住院|门诊|残疾|低保|救助|福利|公租房|房产|房子|产权|宅基地|土地|拆迁|征收|小区|物业|学校|入学|上学|学籍|学位|考试|报名|驾|车|罚|违章|违法|投诉|举报|居住|签注|护照|签证|婚|遗|公证|法律|法院|派出所|公安|社区|居委|村|政府|人社|民政|消防|环保|食品|餐饮|经营|许可|审批|备案|资质|档案|鉴定|生育|怀孕|疫苗|退役|军|烈士|老人|儿童|孩子|优待|免费|收费|交多少|费|水电|燃气|暖|垃圾|停车|公交|种|养殖|农|牧|渔|林|insurance|permit|licen|passport|visa|pension|social|residence|register|company|tax|id card|certificate|policy|pay/;

/** Each is learnt in several copies, so that a sign of a kind weighs as much as a word of a few characters. */
const COPIES = 6;

/** The names of the shapes a folded text has. */
export function screeningShapes(folded: string): string[] {
  const plain = SHAPES.filter(([, pattern]) => pattern.test(folded)).map(([name]) => name);
  const deceit = DECEIT.test(folded);
  const remedy = REMEDY.test(folded);
  const help = ASKS_FOR_HELP.test(folded);
  const signs = [
    ...(deceit ? [`deceit ${remedy ? "remedy" : help ? "help" : "plain"}`] : []),
    ...(SERVICE.test(folded) ? [] : ["no service"]),
    ...(remedy ? ["remedy"] : []),
  ];
  return [
    ...plain,
    ...signs.flatMap((sign) => Array.from({ length: COPIES }, (_, copy) => `${sign} ${copy}`)),
  ];
}
