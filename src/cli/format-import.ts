import type { showPlan } from "../indexing/imports/import-report.ts";
import type { IndexReport } from "../indexing/run/index-report.ts";

type ShownPlan = ReturnType<typeof showPlan>;

const MOST_REFUSED = 50;
const MOST_WARNINGS = 30;

/** What an import does or did, for people. */
export function formatPlan(
  plans: readonly ShownPlan[],
  { isDryRun, index }: { isDryRun: boolean; index: IndexReport | null },
): string {
  const end = isDryRun
    ? "试运行：没有写入任何内容。Dry run: nothing was written."
    : `已收录：索引共 ${index?.documents ?? 0} 份文件、${index?.passages ?? 0} 个段落。`;
  const skipped = (index?.skipped ?? []).map(({ reason }) => `未收录：${reason}`);
  const told = (index?.warnings ?? []).map(({ reason }) => `提示 ${reason}`);
  return [
    ...plans.flatMap(describePlan),
    ...skipped.slice(0, MOST_REFUSED),
    ...told.slice(0, MOST_WARNINGS),
    end,
  ].join("\n");
}

function describePlan(plan: ShownPlan): string[] {
  const { counts, columns, refused, warnings, first } = plan;
  const unit = plan.kind === "register" ? "行" : "份指南";
  return [
    ...describeRegister(plan),
    ...(columns.length === 0 ? [] : ["列的含义（不对时用 --map 列名=字段 改正）："]),
    ...columns.map(({ label, field }) => `  ${label || "（无列名）"} → ${field}`),
    `新增 ${counts.new} ${unit}，改动 ${counts.changed}，未变 ${counts.unchanged}，减少 ${counts.removed}，未收 ${counts.refused}`,
    ...refused.slice(0, MOST_REFUSED).map(describeRefusal),
    ...(refused.length > MOST_REFUSED ? [`  另有 ${refused.length - MOST_REFUSED} 行未收`] : []),
    ...warnings.slice(0, MOST_WARNINGS).map(({ message }) => `提示 ${message}`),
    ...(warnings.length > MOST_WARNINGS ? [`提示 另有 ${warnings.length - MOST_WARNINGS} 条`] : []),
    ...(first.length === 0 ? [] : ["前几条："]),
    ...first.map((entry) => `  ${JSON.stringify(entry)}`),
  ];
}

function describeRegister({ register }: ShownPlan): string[] {
  if (register === null) return [];
  const { title, name, edition, rows } = register;
  const complete = edition.isComplete ? "完整" : "未注明完整：不在其中不等于没有";
  const parts = [edition.label ?? "未注明版次", edition.date ?? "未注明日期", complete, `${rows} 行`];
  return [`《${title}》`, `  清单：${name}；${parts.join("；")}`];
}

function describeRefusal({ row, sheet, message, text }: ShownPlan["refused"][number]): string {
  return `未收 ${sheet === null ? "" : `${sheet} `}第 ${row} 行：${message}${text === "" ? "" : `（${text}）`}`;
}
