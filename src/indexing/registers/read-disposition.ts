import type { RegisterDisposition } from "../../domain.ts";
import { fold } from "../../language/fold.ts";

/** Longer cells are descriptions; their beginning says what became of the entry. */
const LONGEST_STATUS = 200;

/** What is only meant to happen has not happened. */
const INTENDED =
  /(?:拟|建议|计划|待|研究|酝酿|申请|考虑|适时|逐步|争取)(?:予以|进行|作)?(?:取消|废止|下放|转移|合并|调整|保留|替代|代替)/;
const NOT_CANCELLED =
  /(?:不|未|没有|不予|不宜|不得|尚未|暂不|暂未)(?:予以|予|能|宜|再)?(?:取消|废止|停止|清理)/;
const NOT_KEPT = /不(?:予以|予|再|能)?(?:保留|实施|执行|提供|要求|索要|提交)/;
const KEPT_FIRST = /^(?:予以|继续|全部|暂时|暂)?(?:保留|继续实施|继续执行|继续使用|继续保留|仍需|仍要)/;

/** Ways of checking that take the place of a proof; the one written first counts. */
const WAYS: readonly [RegisterDisposition, RegExp][] = [
  [
    "replaced_by_data_sharing",
    /数据共享|信息共享|共享(?:平台|获取|核|数据)|网络核|网上核|联网核|在线核|线上核|系统核|数据核|数据比对|电子证照|电子证明|大数据/,
  ],
  ["replaced_by_commitment", /承诺/],
  [
    "replaced_by_department_check",
    /部门(?:之间|间|内部|自行|主动)?(?:核[查验实]|调查|协查|协助)|内部(?:核[查验实]|调查)|行政协助|调查核实|主动核[查验实]|自行核[查验实]|自行调查|实地(?:核[查验实]|调查|走访)|现场核[查验实]|工作人员核[查验实]|征询|函询/,
  ],
];

const WORDS: readonly [RegisterDisposition, RegExp][] = [
  ["replaced", /替代|代替|取代|替换|改为|改由|转为/],
  ["merged", /合并|并入|整合/],
  ["transferred", /转移|移交|划转|划出|委托.{0,10}承接|承接/],
  ["delegated", /下放|委托.{0,20}(?:行使|实施|办理)|赋权|委托/],
  ["added", /新增|增加|增设|新设/],
  ["cancelled", /取消|不再|废止|停止|停用|删除|清理|撤销|失效|免于提交|免予提交|免提交|无需|不需要|注销/],
  ["adjusted", /调整|变更|修改|修订|更名|规范/],
  ["kept", /保留|继续|不变|有效|现行|在用|仍需/],
];

/**
 * What became of an entry by the words of its status: 「取消，改为部门核查」 is `replaced_by_department_check`.
 * Null for words that say nothing certain, such as 「拟取消」.
 */
export function readDisposition(status: string): RegisterDisposition | null {
  const text = fold(status.slice(0, LONGEST_STATUS)).replace(/\s/g, "");
  if (text === "" || INTENDED.test(text)) return null;
  if (NOT_CANCELLED.test(text) || KEPT_FIRST.test(text)) return "kept";
  const way = earliest(text, WAYS);
  if (way !== null) return way;
  if (/替代|代替|取代|替换|改为|改由/.test(text)) return "replaced";
  if (NOT_KEPT.test(text)) return "cancelled";
  return earliest(text, WORDS);
}

function earliest(text: string, words: readonly [RegisterDisposition, RegExp][]): RegisterDisposition | null {
  let best: { at: number; disposition: RegisterDisposition } | null = null;
  for (const [disposition, pattern] of words) {
    const at = text.search(pattern);
    if (at >= 0 && (best === null || at < best.at)) best = { at, disposition };
  }
  return best?.disposition ?? null;
}

const REPLACEMENTS: readonly RegExp[] = [
  /(?:以|由|用|凭|通过)([^，。；;,（）()]{2,60}?)(?:来)?(?:代替|替代|取代|替换)/,
  /(?:改为|改由|变更为|调整为|转为|替换为|并入|合并到|合并至|合并为|转移给|转移至|移交给?|下放至|下放到|下放给|委托给?)([^，。；;,（）()]{2,60})/,
  /[（(]((?:通过|由|凭|改为|改由|以)[^（）()]{2,80})[）)]/,
];

/** What takes the place of the entry, where the status says it: 「改为部门核查」 gives 部门核查. A part of the text. */
export function readReplacement(status: string): string | null {
  const text = status.slice(0, LONGEST_STATUS);
  for (const pattern of REPLACEMENTS) {
    const found = pattern.exec(text)?.[1]?.trim();
    if (found !== undefined && found !== "") return found;
  }
  return null;
}

/**
 * What a list without a column for it says of all its entries by its name: 取消证明事项清单. Null where the name
 * says several things, or only what is intended.
 */
export function readListDisposition(name: string): RegisterDisposition | null {
  if (/拟|征求意见|建议|草案|讨论稿|[和与及、].{0,6}(?:保留|取消|调整|下放|转移)/.test(name)) return null;
  const found = /取消|废止|清理|保留|转移|下放|委托|新增/.exec(fold(name));
  return found === null || found[0] === "清理" ? null : readDisposition(found[0]);
}
