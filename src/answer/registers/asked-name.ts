import { nameKey, type Squeezed, squeeze } from "./name-key.ts";
import type { NameHit, RegisterIndex } from "./register-index.ts";

/** What people put right before a name; none of it belongs to it. */
const BEFORE = new RegExp(
  "(?:" +
    [
      "请问一?下?|想?问问?一?下?|咨询一?下?|打听一?下?|了解一?下?|查查?一?下?|看看?一?下?|帮我|麻烦|听说|据说|说是|到底|究竟|比如说?|例如|像|就是|叫做?|所谓",
      "还要不要|要不要|需不需要|用不用|是不是要|是不是|有没有|能不能|可不可以|还需要|还得|还要|还用|还在|还能|必须要?|非得|一定要|不用再?|不再|需要|需|只要|得要?|该|应该?",
      "取消了?|保留了?|下放了?|转移了?|承接了?|清理了?|免了?|停了?|撤了?|列入|纳入|包括|包含|关于|对于|针对|涉及",
      "开具了?|开个?|出具|开[张份]|补开|开到|办理|办个?|办[张份]|打印|提供|提交|上交|交个?|交[张份]|拿个?|带个?|申请|申领|申报|领取|出个?|弄个?|搞个?|要个?|要[张份]|核发|审批|审核|核准|签发|负责|管理|主管|监管|查询|准备|补个?|收个?|索要|讨要|非要|管",
      "这个|那个|这种|那种|这类|那类|这项|那项|这张|那张|这份|那份|一个|一张|一份|一项|什么|哪个|这|那|此|该",
      "我们|咱们?|你们|您们?|他们|她|他|我|你|自己|人家|大家|村里|外面|当地|本地|外地|区里|县里|市里|省里|镇上",
      "时候|现在|目前|如今|今年|去年|以前|之前|原来|过去|最近|以后|从前|刚才|新版|旧版|老版|上版|版|年|里面?|当中|中|上|内|清单|名录|目录|名单",
      "要|开|办|用|交|出|有|没有|没|是|把|被|给|让|叫|去|到|在|和|与|跟|及|或者?|还是|还|说|个|张|份|项|件|种|些|等|了|过|的|就|都|也|再|拿|带|找|为|问|里",
    ].join("|") +
    ")$",
);

/** What makes a name out of a shorter one when it stands before it. */
const NEGATES = /[无未非不]$/;
/** Words of which names of proofs are made, for lists that do not happen to hold them. */
const QUALIFIES =
  /(?:家庭|个人|村居|人员|老人|老年人|农民|婚姻|子女|父母|配偶|夫妻|住房|房产|户籍|户口|亲属|居民|企业|单位|学生|职工|工资|银行|财产|医疗|经济|养老|社保|医保|失业|就业|土地|车辆|临时|特殊|农村|城镇|流动|死亡|出生|军人|残疾|低保|困难|完税|纳税|学历|犯罪|违法|记录|记载|身份|关系|状况|情况|行政|建设|工程|食品|药品|安全|生产|经营|许可|公共|卫生|环境|消防)$/;

/** What makes a longer name of a shorter one when it stands behind it. */
const BEHIND =
  /^(?:证明|[书证表单]?(?:注销|变更|补办|补领|补发|换发|换领|延续|延期|年检|年审|登记|备案|审批|核发|核准|处罚|验收|检查|撤销|吊销|认定|鉴定|公证|翻译)(?!(?:的)?(?:时候|要|需|用|得|还|了|过|吗))|[表卡簿册单函](?!位|个))/;

/** Whether the words around a hit belong to the name, so that another thing is asked for. */
export interface NameContext {
  /** The whole of what is asked for, as squeezed. */
  asked: string;
  isWhole: boolean;
  /** What stands right before the name without being part of the asking; may say which row is meant. */
  qualifier: string;
}

/** Looks at what stands around a hit in a squeezed question; `isKnown` are words that lists hold otherwise. */
export function nameContext(
  { text, gaps }: Squeezed,
  hit: NameHit,
  index: RegisterIndex,
  isKnown: (word: string) => boolean,
): NameContext {
  const name = text.slice(hit.start, hit.end);
  const behind = gaps.has(hit.end) ? "" : text.slice(hit.end, hit.end + 8);
  const tail = tailOf(name, behind, text.slice(hit.end, hit.end + 8), hit, index);
  const before = gaps.has(hit.start) ? "" : wordsBefore({ text, gaps }, hit.start, index);
  if (before === "" && tail === "") return { asked: name, isWhole: true, qualifier: "" };
  const isPart = before !== "" && !isKnown(before) && qualifies(before, index);
  const asked = `${isPart ? before : ""}${name}${tail}`;
  return { asked, isWhole: !isPart && tail === "", qualifier: before };
}

/** What is done with a matter: another word behind the bare matter asks for another entry. */
const TYPE =
  /^(?:行政)?(?:许可证?|审批|登记|备案|核准|核发|处罚|确认|检查|给付|征收|强制|裁决|奖励|审核|认定|签发|年检)/;

/** What stands right behind a name and makes another of it. */
function tailOf(
  name: string,
  behind: string,
  beyond: string,
  { entries }: NameHit,
  index: RegisterIndex,
): string {
  // Where names end in 证明材料 beside 证明, these are two; elsewhere people say the one for the other.
  const isMaterial = name.endsWith("证明") && behind.startsWith("材料") && index.holdsPair("明材");
  if (isMaterial) return "材料";
  const isStem = entries.every(({ by }) => by === "stem");
  // 户外广告设置的审批: the 的 parts nothing.
  return (isStem ? TYPE.exec(beyond)?.[0] : undefined) ?? BEHIND.exec(behind)?.[0] ?? "";
}

const FARTHEST = 6;

/** What stands between the words of asking and the name. */
function wordsBefore(
  { text, gaps }: Pick<Squeezed, "text" | "gaps">,
  at: number,
  index: RegisterIndex,
): string {
  let from = at;
  while (from > 0 && at - from < FARTHEST && !(from < at && gaps.has(from))) {
    // 个 asks in 开个收入证明 and belongs to the name in 个人收入证明: names of lists hold 个人.
    const isInName = index.holdsPair(text.slice(from - 1, from + 1));
    if (!isInName && BEFORE.test(text.slice(Math.max(0, from - 5), from))) break;
    from--;
  }
  return text.slice(from, at);
}

function qualifies(words: string, index: RegisterIndex): boolean {
  if (NEGATES.test(words) || QUALIFIES.test(words)) return true;
  return words.length >= 2 && index.holdsPair(words.slice(-2));
}

const QUOTED = /["「『《]([^"「」『』《》]{2,40})["」』》]/;

/** Asking words anywhere in a question; what is left are names. Longest first. */
const ASKING = new RegExp(
  [
    "请问一?下?|我?想问一?下?|我?想知道|麻烦问一?下?|咨询一?下?|打听一?下?|帮我查?一?下?|查一下|看一下|你好|您好|谢谢|听说|据说|说是|是真的|真的|确实",
    "有没有(?:被)?(?:列入|纳入|收录|写进)?|在不在|是不是(?:在)?|是否(?:在)?|列入|纳入|收录|写进|属不属于|属于|算不算|包括|包含",
    "还要不要|要不要|需不需要|用不用|能不能|可不可以|还需要|还用得着|还得|还要|还用|还能|还给|必须|非得|一定要|不用|不再|不需要|需要|开不开",
    "取消(?:了|掉|没有?|吗)*|保留(?:了|没有?|吗)*|(?:下放|放给)(?:了|谁|哪里?|没有?|吗)*|转移?给?(?:了|谁|没有?|吗)*|作废|停开|免提交",
    "归(?:谁|哪个?|什么)?(?:部门|单位|局)?(?:来)?管?|谁(?:来)?(?:管|负责|审批|办)?|哪[个些家](?:部门|单位|局|机构|人)?|什么(?:部门|单位|时候)|由|负责|主管|这个?事儿?|这事儿?|那个?事|事情",
    "电话(?:是)?|联系方式|地址|地点|在哪(?:里|儿|办|开)?|哪里|哪儿|怎么走|多少|几点|依据|根据|状态|代办员|负责人|联系人|什么样|什么|怎么样?|咋样?",
    "现在|目前|如今|今年|去年|以前|之前|原来|最近|以后|到底|究竟|我们|咱们|你们|这边|那边|这里|这个|那个|这份|那份|这种|那种|这项|那项|一个|一张|一份|一项",
    "(?:的)?时候|这一说|那一说|这东西|这玩意儿?|这回事|跑去|废除了?|废止了?|咋处理|怎么处理|收不收|合理|这?规定|非要|非得|窗口|人家|领导|村里|我[爸妈]|让我|叫我|申请|准备",
    "清单|名录|目录|名单|一览表|里面|里头|(?:19|20)\\d{2}年?版?|新版|旧版|老版|最新版?|版本",
    "开具|出具|提交|提供|办理|开证明",
    "[吗呢吧啊呀么嘛的了没是不啦还要开交个张份项被把给让有在里中上内归管办去来跟和用就也都再]+$",
  ].join("|"),
  "g",
);
const EDGES_BEFORE =
  /^(?:我妈?|你|您|他|她|咱|请|问|那|这|个(?!人|体|税)|些|有(?!无|限|效|偿|关)|把|被|给(?!付|水)|让|叫|找(?!零)|得|做|去(?!世)|要(?!素|件)|开(?!户|学|庭|业|发|工|票|采)|办(?!学|公|案)|交(?!易|通|税|付|强|警)|带(?!病)|打(?!印|工|击|捞)|拿|用(?!工|水|电|地|人|途|章|气|房)|在(?!职|读|学|校|籍|册|编|岗)|还|和|跟|到|说|里|再|就|是|的|了|从|向|以|版|为)/;
const EDGES_BEHIND =
  /(?:吗|呢|吧|啊|呀|么|嘛|的|了|没|是|不|啦|还|要|开|交|个|张|份|项|有|在|里|中|上|内|归|管|办|去|来|跟|和|用|就|也|都|再|能|得|被|给|谁|哪|需|找|问|该|向)$/;
/** 权力清单, 在中介清单里: the list, not what is asked for in it. */
const LIST_NAME =
  /在?(?:政府|行政|部门|权力|权责|职权|责任|职责|证明|中介|服务|审批|职能|转移|代办|取消|保留|清理|事项|材料)*(?:清单|名录|目录|名单|一览表)/g;
/** Marks but the brackets inside a name: 村(居)收入证明. */
const OUTSIDE_NAMES =
  /(?<!\p{Script=Han}(?=[(（]\p{Script=Han}{1,4}[)）]\p{Script=Han})|\p{Script=Han}[(（]\p{Script=Han}{1,4}(?=[)）]\p{Script=Han}))[\p{P}\p{S}]/gu;
/** What is said before the name of a proof without belonging to it: 派出所开的健在证明, 小孩上学要生育证明. */
const CLAUSE =
  /^.{1,12}?(?:[开出写办打拿]|要求?|出具|开具|提供)的(?=.{2})|^.{2,12}(?<![重主需必])要(?!素|件|求|闻)(?=.{2,}(?:证明|盖章))/;
const PROOF_NAME = /^.{1,24}?(?:证明(?:材料|书|信)?|盖章)/;
const SHORTEST = 2;
const LONGEST = 40;

/**
 * The name of what a folded question asks for, where no row has it: what stands in quotation marks, or what
 * is left of the question without the asking. `known` are stretches understood otherwise, such as places. Null
 * when nothing is left that could be a name.
 */
export function askedName(folded: string, known: readonly string[]): string | null {
  const quoted = QUOTED.exec(folded)?.[1];
  if (quoted !== undefined && !/清单|名录|目录/.test(quoted)) return quoted;
  let text = folded;
  for (const word of known) if (word !== "") text = text.replaceAll(word, " ");
  const runs = text
    .replace(LIST_NAME, " ")
    .replace(OUTSIDE_NAMES, " ")
    .replace(ASKING, " ")
    .split(/\s+/)
    .map(trimName)
    .filter((run) => run.length >= SHORTEST && run.length <= LONGEST);
  const proofs = runs
    .flatMap((run) => PROOF_NAME.exec(run)?.[0] ?? [])
    .map((run) => run.replace(CLAUSE, ""))
    .filter((run) => run.length > 2 && !/^\d/.test(run));
  return proofs[0] ?? runs.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** A folded question with a mark where a name stood. */
export function withoutName(folded: string, name: string): string {
  const { text, at } = squeeze(folded);
  const key = nameKey(name);
  const start = key === "" ? -1 : text.indexOf(key);
  if (start < 0) return folded;
  return `${folded.slice(0, at[start])}〇${folded.slice((at[start + key.length - 1] ?? 0) + 1)}`;
}

/** A name without asking words at its edges. */
export function trimName(run: string): string {
  let text = run;
  for (let cut = text.replace(EDGES_BEFORE, ""); cut !== text; cut = text.replace(EDGES_BEFORE, ""))
    text = cut;
  for (let cut = text.replace(EDGES_BEHIND, ""); cut !== text; cut = text.replace(EDGES_BEHIND, ""))
    text = cut;
  return text;
}
