import type { ProcedureField } from "../../domain.ts";
import { branchTraits } from "../../language/branches.ts";

/** Fields that answer one question together, in the order in which they are told. The first is the one asked. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  conditions: ["conditions", "prohibited", "quota"],
  materials: ["materials", "exempt", "tolerated"],
  timeLimit: ["timeLimit", "promisedLimit", "statutoryLimit", "limitNote", "special"],
  fee: ["fee", "feeRelief"],
  place: ["place", "hall", "window"],
  online: ["online", "isOnline", "onlineDepth"],
  visits: ["visits", "visitReason"],
  result: ["result", "delivery"],
  delivery: ["delivery", "result"],
  handling: ["handling", "form"],
  authority: ["authority", "accepting", "deciding", "joint", "delegated"],
  review: ["review", "litigation", "redress"],
  feeRelief: ["feeRelief"],
};

/** What stands in for a field that a guide lacks: 受理机构 where no place is told. */
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  place: ["accepting"],
  authority: ["place"],
  exempt: ["materials"],
  isOnline: ["online"],
};

/** Labels under which a guide owns up to what it does not say. */
const LABELS: Readonly<Record<string, string>> = {
  conditions: "受理条件",
  materials: "办理材料",
  steps: "办理流程",
  timeLimit: "办结时限",
  fee: "收费标准",
  feeRelief: "费用减免",
  feeBasis: "收费依据",
  payment: "支付方式",
  place: "办理地点",
  hours: "办理时间",
  phone: "咨询电话",
  online: "网上办理",
  visits: "到现场次数",
  result: "办理结果",
  delivery: "结果送达",
  validity: "有效期限",
  complaint: "投诉电话",
  basis: "设定依据",
  appointment: "预约办理",
  traffic: "交通指引",
  selfService: "自助终端",
  handling: "办件类型",
  coverage: "通办范围",
  forms: "表格及样表",
  exempt: "免提交材料",
  tolerated: "容缺受理材料",
  quota: "数量限制",
  commitment: "告知承诺",
  intermediary: "中介服务",
  special: "特别程序",
  authority: "实施主体",
  audience: "服务对象",
  review: "复议诉讼",
  items: "包含事项",
};

/** The fields of a guide that answer when this key is asked for. */
export function fieldsFor(fields: readonly ProcedureField[], key: string): ProcedureField[] {
  const of = (keys: readonly string[]) => keys.flatMap((one) => fields.filter((field) => field.key === one));
  const own = of(GROUPS[key] ?? [key]);
  const ways = key === "online" ? fields.filter(isWayOnline) : [];
  const found = [...own, ...ways];
  return found.length > 0 ? found : of(INSTEAD[key] ?? []);
}

function isWayOnline({ key, branch }: ProcedureField): boolean {
  return key === "steps" && branch !== null && branchTraits(branch).includes("online");
}

/** The label of a key, to own up that a guide lacks it; undefined for a key that nobody asks for by itself. */
export function labelOfKey(key: string): string | undefined {
  return LABELS[key];
}
