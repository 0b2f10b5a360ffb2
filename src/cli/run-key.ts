import { createApiKey } from "../control/api-key.ts";
import type { ApiKey } from "../control/control-change.ts";
import type { CommandContext } from "./command-context.ts";
import type { KeyOptions } from "./control-options.ts";
import { formatMoment } from "./format-control.ts";
import { requireText, withRecord } from "./open-record.ts";
import type { CommonOptions } from "./options.ts";
import { badArgument } from "./terminal.ts";

/** `wenban key create`. */
export async function runKeyCreate(
  name: string,
  options: KeyOptions,
  context: CommandContext,
): Promise<void> {
  await withRecord(options, context, async ({ change }) => {
    const checked = requireText(name, "请给密钥取一个名字。Name the key.");
    const { key, secret } = await createApiKey(checked, options.audience, options.expires ?? null);
    await change({ type: "key_created", key });
    if (options.json) return JSON.stringify({ ...describeKey(key), key: secret });
    return `${secret}\n编号 ${key.id}，${options.audience === "staff" ? "工作人员" : "公众"}。只显示这一次，请妥善保存。`;
  });
}

/** `wenban key list`. */
export async function runKeyList(options: CommonOptions, context: CommandContext): Promise<void> {
  await withRecord(options, context, async ({ state }) => {
    const keys = [...state.keys.values()].map(describeKey);
    if (options.json) return JSON.stringify({ keys });
    const lines = keys.map(({ id, name, audience, expiresAt }) => {
      const end = expiresAt === null ? "" : `  至 ${formatMoment(expiresAt)}`;
      return `${id}  ${audience}  ${name}${end}`;
    });
    return lines.length > 0 ? lines.join("\n") : "没有密钥。There are no keys.";
  });
}

/** `wenban key revoke`. */
export async function runKeyRevoke(
  id: string,
  options: CommonOptions,
  context: CommandContext,
): Promise<void> {
  await withRecord(options, context, async ({ state, change }) => {
    if (!state.keys.has(id))
      throw badArgument(`没有编号为 ${id} 的密钥。No such key.`, "编号见 wenban key list。");
    await change({ type: "key_revoked", id });
    return options.json ? JSON.stringify({ id, revoked: true }) : `已停用 ${id}，运行中的服务 10 秒内生效。`;
  });
}

/** A key as shown, without its hash: that is of no use to a reader. */
export function describeKey({ hash: _hash, ...key }: ApiKey): Omit<ApiKey, "hash"> {
  return key;
}
