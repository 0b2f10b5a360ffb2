import { InvalidArgumentError } from "commander";
import type { RegisterColumn, Visibility } from "../domain.ts";
import { PROCEDURE_FIELDS } from "../indexing/procedure-schema.ts";
import { REGISTER_FIELDS } from "../indexing/registers/register-vocabulary.ts";
import type { CommonOptions } from "./options.ts";
import { badArgument } from "./terminal.ts";

export interface ImportOptions extends CommonOptions {
  dryRun?: boolean;
  strict?: boolean;
  /** 列名 → field as written. */
  map: Record<string, string>;
  name?: string;
  edition?: string;
  date?: string;
  complete?: boolean;
  incomplete?: boolean;
  publisher?: string;
  region?: string;
  visibility?: Visibility;
  /** False by `--no-vectors`. */
  vectors: boolean;
}

/** 「列名=字段」 on the command line, as often as wanted. */
export function columnMapping(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.lastIndexOf("=");
  const label = text.slice(0, Math.max(0, at)).trim();
  const field = text.slice(at + 1).trim();
  if (at < 0 || label === "" || field === "") {
    throw new InvalidArgumentError("应为 列名=字段，如 --map 职权=名称 (column=field).");
  }
  return { ...before, [label]: field };
}

const REGISTER_NAMES: Readonly<Record<string, RegisterColumn["field"]>> = {
  名称: "name",
  别名: "aliases",
  编码: "code",
  状态: "status",
  替代方式: "replacedBy",
  部门: "department",
  层级: "level",
  区域: "region",
  依据: "basis",
  起始: "from",
  截止: "to",
  序号: "ordinal",
  其他: "other",
};

/** The mapping with fields of a list, which may be given by their Chinese names. */
export function registerMapping(
  map: Readonly<Record<string, string>>,
): Record<string, RegisterColumn["field"]> {
  return mapFields(map, (name) => REGISTER_FIELDS.find((field) => field === name) ?? REGISTER_NAMES[name], [
    ...Object.entries(REGISTER_NAMES).map(([name, field]) => `${name}（${field}）`),
  ]);
}

/** The mapping with fields of a guide, by key or by any label that guides use. */
export function procedureMapping(map: Readonly<Record<string, string>>): Record<string, string> {
  const find = (name: string) =>
    PROCEDURE_FIELDS.find(
      ({ key, label, otherLabels }) => key === name || label === name || otherLabels.includes(name),
    )?.key;
  return mapFields(map, find, PROCEDURE_FIELDS.map(({ label }) => label).slice(0, 40));
}

function mapFields<Field extends string>(
  map: Readonly<Record<string, string>>,
  find: (name: string) => Field | undefined,
  known: readonly string[],
): Record<string, Field> {
  const entries = Object.entries(map).map(([label, name]): [string, Field] => {
    const field = find(name);
    if (field === undefined)
      throw badArgument(`--map：没有「${name}」这个字段。No such field.`, `可用的字段：${known.join("、")}`);
    return [label, field];
  });
  return Object.fromEntries(entries);
}
