import type { z } from "zod";
import type { Audience } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import type { Adapter, AdapterContext, AdapterDefinition } from "./adapter.ts";

const PREFIX = "WENBAN_";
const DEFAULT_BOT = "default";

/** A platform account that answers. */
export interface Bot {
  /** `<platform>/<name>`: the channel that its messages are kept under. */
  channel: string;
  platform: string;
  /** Lower-case, as in `/webhooks/<platform>/<name>`. */
  name: string;
  audience: Audience;
  adapter: Adapter;
}

/** What the environment holds for one bot: values by field, and the variable each came from. */
interface BotVariables {
  definition: AdapterDefinition;
  name: string;
  /** `WENBAN_WECHAT_` or `WENBAN_WECHAT__HANGZHOU_`, for messages about fields that are missing. */
  prefix: string;
  values: Map<string, string>;
}

/**
 * Makes a bot of each set of variables: `WENBAN_<PLATFORM>_<FIELD>` is the bot `default`,
 * `WENBAN_<PLATFORM>__<BOT>_<FIELD>` the bot `<bot>`. A platform without any variable is off.
 * @param env the environment, handed in by an entry point; empty values count as unset
 * @throws WenbanError `config.bots` that names every variable that is missing or wrong, and no value
 */
export function readBots(
  env: Readonly<Record<string, string | undefined>>,
  definitions: readonly AdapterDefinition[],
  context: AdapterContext,
): Bot[] {
  const problems: string[] = [];
  const bots = definitions
    .flatMap((definition) => collectBots(env, definition))
    .flatMap((variables) => createBot(variables, context, problems));
  if (problems.length === 0) return bots;
  const text = problems.join("；");
  throw new WenbanError("not_configured", "config.bots", `平台配置不完整 (platform settings): ${text}`, {
    hint: "补全或改正这些变量；不用该平台时请全部删去。Complete these variables, or remove all of that platform.",
  });
}

function collectBots(
  env: Readonly<Record<string, string | undefined>>,
  definition: AdapterDefinition,
): BotVariables[] {
  const base = `${PREFIX}${definition.name.toUpperCase()}_`;
  const fields = Object.keys(definition.env.shape).sort((a, b) => b.length - a.length);
  const bots = new Map<string, BotVariables>();
  for (const [variable, value] of Object.entries(env)) {
    const place = variable.startsWith(base) ? placeVariable(variable.slice(base.length), fields) : null;
    if (!place || !value?.trim()) continue;
    const name = place.bot.toLowerCase();
    const prefix = name === DEFAULT_BOT ? base : `${base}_${place.bot}_`;
    const bot = bots.get(name) ?? { definition, name, prefix, values: new Map() };
    bot.values.set(place.field, value.trim());
    bots.set(name, bot);
  }
  const isFirst = (bot: BotVariables) => Number(bot.name === DEFAULT_BOT);
  return [...bots.values()].sort((a, b) => isFirst(b) - isFirst(a));
}

/** Which bot and field a variable's rest names: `APP_ID`, or `_HANGZHOU_APP_ID`. Null when it names no field. */
function placeVariable(rest: string, fields: readonly string[]): { bot: string; field: string } | null {
  if (!rest.startsWith("_")) return fields.includes(rest) ? { bot: DEFAULT_BOT, field: rest } : null;
  const field = fields.find((name) => rest.endsWith(`_${name}`));
  const bot = field === undefined ? "" : rest.slice(1, -field.length - 1);
  return field !== undefined && /^\w+$/.test(bot) ? { bot, field } : null;
}

function createBot(variables: BotVariables, context: AdapterContext, problems: string[]): Bot[] {
  const { definition, name } = variables;
  const parsed = definition.env.safeParse(Object.fromEntries(variables.values));
  const found = parsed.success ? [] : describeIssues(parsed.error, variables);
  if (definition.needsPublicUrl && context.publicUrl === null) found.push("缺少 WENBAN_PUBLIC_URL (missing)");
  problems.push(...found.filter((problem) => !problems.includes(problem)));
  if (!parsed.success || found.length > 0) return [];
  const adapter = definition.create(parsed.data, context);
  const channel = `${definition.name}/${name}`;
  return [{ channel, platform: definition.name, name, audience: "public", adapter }];
}

function describeIssues(error: z.ZodError, { prefix, values }: BotVariables): string[] {
  return error.issues.map(({ path, message }) => {
    const field = String(path[0]);
    return values.has(field) ? `${prefix}${field} ${message}` : `缺少 ${prefix}${field} (missing)`;
  });
}
