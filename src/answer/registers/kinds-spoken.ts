import type { ListKind } from "./list-edition.ts";

/** What questions call the entries of each kind of list, and what is said of them only. */
const WORDS: readonly [ListKind, RegExp][] = [
  ["place", /代办[点站员处]|帮办[点站]|服务[点站]|网点|站点|便民点|办事点/],
  ["proof", /证明|盖章/],
  ["transfer", /职能|社会组织|承接|转移/],
  ["intermediary", /中介|评估|检测|审批.{0,3}(?:要|做)/],
  ["power", /权力|职权|权责|职责|责任|审批|许可|处罚|执法|下放|行政/],
];
/** What any list of matters may be called by. */
const MATTERS = /事项|职能|中介|转移/;
const MATTER_KINDS: readonly ListKind[] = ["power", "transfer", "intermediary"];

/** The kinds of list whose entries a folded text speaks of, places and names of rows left out. */
export function kindsSpoken(folded: string): ListKind[] {
  // 证明事项 are proofs, no matters.
  const text = folded.replaceAll("证明事项", "证明");
  const named = WORDS.filter(([, word]) => word.test(text)).map(([kind]) => kind);
  return MATTERS.test(text) ? [...new Set([...named, ...MATTER_KINDS])] : named;
}

const PROOF = /证明(?:材料|书|信)?$|盖章$/;
const PLACE = /(?:[代帮]办|服务|便民|站|网).{0,2}[点站处]$/;
const INTERMEDIARY =
  /(?:评估|评价|检测|检验|鉴定|论证|测绘|测量|审计|勘察|编制|代理|咨询|监测|验资)(?:报告|服务)?$/;
const POWER = /(?:许可证?|审批|处罚|备案|核准|核发|登记|确认|给付|征收|强制|裁决|检查|奖励|审核|认定|签发)$/;

/** The kinds of list that would hold a name by what it ends in; none where its end does not say. */
export function kindsByName(name: string): ListKind[] {
  if (PROOF.test(name)) return ["proof"];
  if (PLACE.test(name)) return ["place"];
  if (POWER.test(name)) return ["power", "other"];
  return INTERMEDIARY.test(name) ? ["intermediary", "transfer"] : [];
}
