import type { Day, Procedure } from "../../domain.ts";
import { readDay } from "../metadata/read-day.ts";

/** What is wrong with a guide, or missing in it. Codes are `guide.reason`. */
export interface ProcedureFault {
  code: string;
  /** An error keeps a guide from being imported; a warning is told. */
  severity: "error" | "warning";
  message: string;
}

/** Days of a guide that stand outside its fields, as in a front matter. */
export interface ProcedureDays {
  checkedAt?: Day | null;
  reviewBy?: Day | null;
}

/** Elements that an inspection of government sites looks for; any one of the keys will do. */
const MANDATORY: readonly (readonly [label: string, ...keys: string[]])[] = [
  ["设定依据", "basis"],
  ["受理条件", "conditions"],
  ["办理材料", "materials", "exempt"],
  ["办理地点", "place", "hall", "window"],
  ["办理时间", "hours"],
  ["咨询电话", "phone"],
  ["办理流程", "steps"],
];
const PLACEHOLDER =
  /^(?:暂无|待定|待补充|略|[/\\\-—–]+|详?见附件|详见附件\S{0,10}|x{2,}|×{2,}|待完善|空)[。.]?$/i;
const DAYS = /(\d+|[一二三四五六七八九十百]+)\s*(?:个)?(?:工作日|自然日|日历日|天|日|小时|个?月|年)?/;
const HAS_UNIT = /工作日|自然日|日历日|小时|分钟|个?月|年|即时|即办|当场|当天|当日|无期限/;
const COMMITMENT = /承诺件/;

/**
 * Checks a guide against itself and against what every guide must say (elements of GB/T 36114, checks of the
 * national item list). Empty when nothing is wrong.
 */
export function checkProcedure(procedure: Procedure, days: ProcedureDays = {}): ProcedureFault[] {
  const values = (key: string) =>
    procedure.fields.filter((field) => field.key === key).flatMap((field) => field.values);
  return [
    ...checkElements(procedure, values),
    ...checkVisits(values),
    ...checkLimits(procedure, values),
    ...checkMaterials(values),
    ...checkDays(values, days),
    ...checkPlaceholders(procedure),
  ];
}

type Values = (key: string) => string[];

function warning(code: string, message: string): ProcedureFault {
  return { code: `guide.${code}`, severity: "warning", message };
}

function checkElements({ name }: Procedure, values: Values): ProcedureFault[] {
  const missing = MANDATORY.filter(([, ...keys]) => keys.every((key) => values(key).length === 0));
  return [
    ...(name.trim() === ""
      ? [{ code: "guide.no_name", severity: "error", message: "缺少事项名称。" } as const]
      : []),
    ...missing.map(([label]) => warning("missing_element", `缺少${label}。`)),
  ];
}

/** 全程网办 needs no visit; a visit needs a reason. */
function checkVisits(values: Values): ProcedureFault[] {
  const written = values("visits")[0];
  const visits = written === undefined ? null : readCount(written);
  const isWholeOnline =
    values("onlineDepth").some((value) => /全程网办|[Ⅳ四]级|\bIV\b/.test(value)) ||
    [...values("handling"), ...values("form")].some((value) => /全程网办/.test(value));
  const faults: ProcedureFault[] = [];
  if (isWholeOnline && visits !== null && visits > 0)
    faults.push(warning("online_visits", `全程网办的事项到现场次数应为 0 次，指南写的是「${written}」。`));
  const hasReason = values("visitReason").length > 0 || /原因|因为|须到场/.test(written ?? "");
  if (visits !== null && visits > 0 && !hasReason)
    faults.push(warning("no_visit_reason", "需要到现场，但没有写明必须现场办理的原因。"));
  return faults;
}

function readCount(text: string): number | null {
  const figure = /\d+/.exec(text)?.[0];
  if (figure !== undefined) return Number(figure);
  if (/零|不用|无需|不需要/.test(text)) return 0;
  const at = "零一二三四五六七八九十".indexOf(/[一二三四五六七八九十]/.exec(text)?.[0] ?? " ");
  return at > 0 ? at : null;
}

/** A 即办件 has no days; days need a unit; what is promised is not longer than what the law allows. */
function checkLimits({ fields }: Procedure, values: Values): ProcedureFault[] {
  const faults: ProcedureFault[] = [];
  const isInstant = values("handling").some((value) => /即办/.test(value) && !COMMITMENT.test(value));
  const limits = fields.filter(({ key }) => ["timeLimit", "promisedLimit", "statutoryLimit"].includes(key));
  for (const { key, label, values: written } of limits) {
    for (const value of written) {
      const days = DAYS.exec(value);
      const hasDays = days !== null && Number(days[1]) !== 0 && /日|天|月|^\d+$/.test(value);
      if (isInstant && key !== "statutoryLimit" && hasDays && !/当日|当天/.test(value))
        faults.push(warning("instant_with_days", `即办件不应有天数，${label}写的是「${value}」。`));
      if (/^\d+\s*[日天]?$/.test(value) && !HAS_UNIT.test(value + label))
        faults.push(warning("limit_without_unit", `${label}「${value}」没有写明是工作日还是自然日。`));
    }
  }
  const promised = daysOf(fields, "promisedLimit");
  const statutory = daysOf(fields, "statutoryLimit");
  const isLonger =
    promised && statutory && promised.unit === statutory.unit && promised.days > statutory.days;
  if (isLonger)
    faults.push(
      warning(
        "promise_too_long",
        `承诺时限（${promised.days}${promised.unit}）长于法定时限（${statutory.days}${statutory.unit}）。`,
      ),
    );
  return faults;
}

function daysOf(fields: Procedure["fields"], key: string): { days: number; unit: string } | null {
  const field = fields.find((one) => one.key === key);
  const text = `${field?.values[0] ?? ""}`;
  const match = /(\d+)\s*个?(工作日|自然日|日历日|小时|个?月|年|天|日)?/.exec(text);
  if (!field || !match) return null;
  const unit = match[2] ?? /工作日|自然日|日历日/.exec(field.label)?.[0] ?? "日";
  return { days: Number(match[1]), unit: unit === "天" ? "日" : unit };
}

const CONDITIONAL = /(?:必要性[：:]\s*)?(?:非必[要须]|有条件|视情况|选择性|条件性)/;
const CONDITION =
  /的[，,；;]|(?:时|情形|情况|如|若|当|凡|除|对于|属于|涉及|委托|代办|未成年|已|未|者|需|仅|补领|换领|首次)(?!要性)|[^）)]的[，,、（(：:；;]/;
/** Ways in which a material need not be handed in. */
const EXEMPT_PATH = /共享|电子证照|核验|核查|承诺|告知|系统|调取|查询|内部|部门|证照库|数据/;

/** A conditional material needs its condition; one that need not be handed in says by which path. */
function checkMaterials(values: Values): ProcedureFault[] {
  const conditional = values("materials").filter(
    (value) => CONDITIONAL.test(value) && !CONDITION.test(remarksOf(value).replace(CONDITIONAL, "")),
  );
  const isExempt = (value: string) => /免(?:于)?提交/.test(value) && !/免提交(?:材料)?[：:]\s*否/.test(value);
  const exempt = [...values("materials").filter(isExempt), ...values("exempt")];
  const pathless = exempt.filter((value) => !EXEMPT_PATH.test(value) && !/^(?:无|否)[。]?$/.test(value));
  return [
    ...conditional.map((value) =>
      warning("no_condition", `材料「${shorten(value)}」不是必要材料，但没有写明什么情形下提供。`),
    ),
    ...pathless.map((value) =>
      warning(
        "no_exempt_path",
        `材料「${shorten(value)}」免提交，但没有写明途径（数据共享、电子证照、部门核验或告知承诺）。`,
      ),
    ),
  ];
}

/** What stands in brackets behind a material's name; the whole value where nothing does. */
function remarksOf(value: string): string {
  const open = value.search(/[（(]/);
  return open >= 0 && /[）)]$/.test(value) ? value.slice(open + 1, -1) : value;
}

function checkDays(values: Values, days: ProcedureDays): ProcedureFault[] {
  const checkedAt = days.checkedAt ?? readDay(values("checkedAt")[0] ?? "");
  const reviewBy = days.reviewBy ?? readDay(values("reviewBy")[0] ?? "");
  if (!checkedAt || !reviewBy || reviewBy >= checkedAt) return [];
  return [warning("review_before_check", `复核日期 ${reviewBy} 早于核对日期 ${checkedAt}。`)];
}

function checkPlaceholders({ fields }: Procedure): ProcedureFault[] {
  return fields
    .filter(({ values }) => values.some((value) => PLACEHOLDER.test(value.trim())))
    .map(({ label, values }) =>
      warning(
        "placeholder",
        `${label}只写了「${shorten(values.find((value) => PLACEHOLDER.test(value.trim())) ?? "")}」，没有内容。`,
      ),
    );
}

function shorten(value: string): string {
  return value.length > 30 ? `${value.slice(0, 30)}…` : value;
}
