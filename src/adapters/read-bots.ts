import { z } from "zod";
import type { Audience } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import type { Adapter, AdapterContext, AdapterDefinition, AdapterMemory, Diagnosis } from "./adapter.ts";
import { createConnection } from "./connection.ts";
import type { Listener, ListenerDefinition } from "./listener.ts";

const PREFIX = "WENBAN_";
const DEFAULT_BOT = "default";

/** A platform account that answers. */
export interface Bot {
  /** `<platform>/<name>`: the channel that its messages are kept under. */
  channel: string;
  platform: string;
  /** Lower-case, as in `/webhooks/<platform>/<name>`. */
  name: string;
  /** What its conversations may be told; in a group always the public's part. */
  audience: Audience;
  /** Where its users live, as configured: a full name or a 6-digit code; null: as configured for the service. */
  region: string | null;
  /** Prefixes of the ids of the documents it answers from; empty: all. */
  scope: readonly string[];
  adapter: Adapter;
  /** The bot's long connection, where its settings ask for one. */
  listener: Listener | null;
  /** Looks whether the settings work, for `doctor`. */
  diagnose(): Promise<Diagnosis[]>;
}

/** What bots are made with. */
export interface BotsContext extends Omit<AdapterContext, "channel" | "memory" | "connection"> {
  memoryOf(channel: string): AdapterMemory;
}

/** What every platform's bots may be told beside the platform's own fields. */
const ownFields = z.object({
  AUDIENCE: z.enum(["public", "staff"], "应为 public 或 staff (public or staff)").default("public"),
  REGION: z.string().max(100, "最多 100 个字 (at most 100 characters)").optional(),
  SCOPE: z
    .string()
    .default("")
    .transform((value) => value.split(",").flatMap((prefix) => prefix.trim() || [])),
});

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
  context: BotsContext,
  listeners: readonly ListenerDefinition[] = [],
): Bot[] {
  const problems: string[] = [];
  const bots = definitions
    .flatMap((definition) => collectBots(env, definition))
    .flatMap((variables) => createBot(variables, context, listeners, problems));
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
  const fields = [...Object.keys(definition.env.shape), ...Object.keys(ownFields.shape)].sort(
    (a, b) => b.length - a.length,
  );
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

function createBot(
  variables: BotVariables,
  context: BotsContext,
  listeners: readonly ListenerDefinition[],
  problems: string[],
): Bot[] {
  const { definition, name } = variables;
  const given = Object.fromEntries(variables.values);
  const parsed = definition.env.safeParse(given);
  const own = ownFields.safeParse(given);
  const found = [parsed, own].flatMap(({ error }) => (error ? describeIssues(error, variables) : []));
  if (definition.needsPublicUrl && context.publicUrl === null) found.push("缺少 WENBAN_PUBLIC_URL (missing)");
  problems.push(...found.filter((problem) => !problems.includes(problem)));
  if (!parsed.success || !own.success || found.length > 0) return [];
  const platform = definition.name;
  const channel = `${platform}/${name}`;
  const settings = parsed.data;
  const memory = context.memoryOf(channel);
  const adapterContext = { ...context, channel, memory, connection: createConnection() };
  const listener = listeners.find((candidate) => candidate.platform.name === platform);
  return [
    {
      channel,
      platform,
      name,
      audience: own.data.AUDIENCE,
      region: own.data.REGION ?? null,
      scope: own.data.SCOPE,
      adapter: definition.create(settings, adapterContext),
      listener: listener?.create(settings, adapterContext) ?? null,
      diagnose: () => definition.diagnose(settings, adapterContext, callbackUrl(context.publicUrl, channel)),
    },
  ];
}

function callbackUrl(publicUrl: string | null, channel: string): string | null {
  return publicUrl === null ? null : `${publicUrl}/webhooks/${channel}`;
}

function describeIssues(error: z.ZodError, { prefix, values }: BotVariables): string[] {
  return error.issues.map(({ path, message }) => {
    const field = String(path[0]);
    return values.has(field) ? `${prefix}${field} ${message}` : `缺少 ${prefix}${field} (missing)`;
  });
}
