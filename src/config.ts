import { z } from "zod";
import { PRODUCT_NAME } from "./domain.ts";
import { WenbanError } from "./errors.ts";

/** Environment-shaped input: variable names with their values, unset ones absent or undefined. */
export type Environment = Record<string, string | undefined>;

const DEFAULT_PORT = 8787;
const LARGEST_PORT = 65_535;

/** Values that people leave in from examples; taking them would be worse than not starting. */
const PLACEHOLDERS = new Set(["changeme", "change-me", "change_me", "your-key"]);

const text = z.string().trim().max(200, "最多 200 个字 (at most 200 characters)");

const secret = z
  .string()
  .trim()
  .refine((value) => value.length > 0 && !PLACEHOLDERS.has(value.toLowerCase()), {
    message: "是空的或示例值，请换成真正的密钥 (empty or a placeholder)",
  });

function wholeNumber(smallest: number, largest: number) {
  const message = `应为 ${smallest} 到 ${largest} 的整数 (a whole number)`;
  return z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= smallest && value <= largest, { message });
}

/** A web address without user, password or fragment; the trailing slash is dropped. */
const webAddress = z
  .string()
  .trim()
  .transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash || url.search) {
      context.addIssue({
        code: "custom",
        message:
          "应为 http(s):// 开头的网址，不含用户名、密码、? 和 # (an http(s) address without credentials)",
      });
      return z.NEVER;
    }
    return value.replace(/\/+$/, "");
  });

/** Exact origins, comma-separated. Wildcards and patterns are refused. */
const origins = z.string().transform((value, context) => {
  const items = splitList(value);
  for (const item of items) {
    if (!URL.canParse(item) || new URL(item).origin !== item) {
      context.addIssue({
        code: "custom",
        message: "每项应为确切的来源，如 https://www.example.gov.cn，不能用 * (exact origins only)",
      });
      return z.NEVER;
    }
  }
  return items;
});

const schema = z.object({
  WENBAN_PORT: wholeNumber(0, LARGEST_PORT).optional(),
  PORT: wholeNumber(0, LARGEST_PORT).optional(),
  WENBAN_HOST: z
    .string()
    .trim()
    .regex(/^[\w.:-]+$/, "应为主机名或 IP 地址 (a host name or an address)")
    .default("127.0.0.1"),
  WENBAN_DATA: z.string().min(1, "不能为空 (must not be empty)").default("./data"),
  WENBAN_KNOWLEDGE: z
    .enum(["all", "procedures", "none"], "应为 all、procedures 或 none (one of all, procedures, none)")
    .default("all"),
  WENBAN_PUBLIC_URL: webAddress.optional(),
  WENBAN_REGION: text.optional(),
  WENBAN_SITE_NAME: text.default(PRODUCT_NAME),
  WENBAN_OPERATOR: text.optional(),
  WENBAN_HOTLINE: z
    .string()
    .trim()
    .regex(/^[\d-]{3,20}$/, "应为电话号码 (a telephone number)")
    .default("12345"),
  WENBAN_TRADITIONAL: z.enum(["auto", "off"], "应为 auto 或 off (auto or off)").default("off"),
  WENBAN_STAFF_KEY: secret.optional(),
  WENBAN_SITE_KEYS: z.string().transform(splitList).default([]),
  WENBAN_ALLOWED_ORIGINS: origins.default([]),
  WENBAN_IDENTIFY_SECRET: secret.optional(),
  WENBAN_RATE_LIMIT: wholeNumber(1, 100_000).default(30),
  WENBAN_PROXIES: wholeNumber(0, 5).default(0),
  WENBAN_USER_RATE: wholeNumber(1, 100_000).default(20),
  WENBAN_RETENTION_DAYS: wholeNumber(1, 3650).default(30),
  WENBAN_MAX_FILE_MB: wholeNumber(1, 1024).optional(),
  WENBAN_STANDARD_ANSWERS: z.string().trim().optional(),
  OPENAI_BASE_URL: webAddress.optional(),
  OPENAI_API_KEY: secret.optional(),
  WENBAN_CHAT_MODEL: text.optional(),
  WENBAN_EMBEDDING_MODEL: text.optional(),
});

/** Variables that this file reads, for documentation and checks. Platform variables belong to the adapters. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(schema.shape);

/** An OpenAI-compatible endpoint. `apiKey` is null for endpoints that ask for none. */
export interface ModelEndpoint {
  baseUrl: string | null;
  apiKey: string | null;
  chatModel: string | null;
  embeddingModel: string | null;
}

/** Everything the operator can set, validated. Nothing else reads the environment. */
export interface Config {
  port: number;
  host: string;
  dataDir: string;
  knowledge: "all" | "procedures" | "none";
  publicUrl: string | null;
  region: string | null;
  siteName: string;
  operator: string | null;
  hotline: string;
  /** Whether questions in traditional script are answered in it. */
  traditional: "auto" | "off";
  staffKey: string | null;
  siteKeys: readonly string[];
  allowedOrigins: readonly string[];
  /** With what sites sign the ids of their users. */
  identifySecret: string | null;
  /** Questions per minute and client address. */
  rateLimit: number;
  /** Reverse proxies of one's own before the service: so many entries of X-Forwarded-For are believed. */
  proxies: number;
  /** Questions per minute and person in a chat. */
  userRate: number;
  /** Days for which questions and answers are kept. */
  retentionDays: number;
  /** Null for the defaults of each format. */
  maxFileBytes: number | null;
  /** The operator's file of approved answers; null for `standard-answers.yaml` in the data directory. */
  standardAnswers: string | null;
  model: ModelEndpoint;
}

/**
 * Reads the configuration. Empty values count as unset.
 * @throws WenbanError `config.invalid` that names every wrong variable at once, and no value of any.
 */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(
    CONFIG_VARIABLES.flatMap((name) => (env[name]?.trim() ? [[name, env[name]]] : [])),
  );
  const parsed = schema.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map(describeIssue);
  const all = [...problems, ...findIncomplete(given)];
  if (all.length > 0 || !parsed.success) {
    throw new WenbanError("not_configured", "config.invalid", `配置有误 (configuration): ${all.join("; ")}`, {
      hint: "改正这些变量后再试；变量说明见 README 的「配置」一节。Correct these variables and try again.",
    });
  }
  return toConfig(parsed.data);
}

function toConfig(values: z.output<typeof schema>): Config {
  return {
    port: values.WENBAN_PORT ?? values.PORT ?? DEFAULT_PORT,
    host: values.WENBAN_HOST,
    dataDir: values.WENBAN_DATA,
    knowledge: values.WENBAN_KNOWLEDGE,
    publicUrl: values.WENBAN_PUBLIC_URL ?? null,
    region: values.WENBAN_REGION ?? null,
    siteName: values.WENBAN_SITE_NAME,
    operator: values.WENBAN_OPERATOR ?? null,
    hotline: values.WENBAN_HOTLINE,
    traditional: values.WENBAN_TRADITIONAL,
    staffKey: values.WENBAN_STAFF_KEY ?? null,
    siteKeys: values.WENBAN_SITE_KEYS,
    allowedOrigins: values.WENBAN_ALLOWED_ORIGINS,
    identifySecret: values.WENBAN_IDENTIFY_SECRET ?? null,
    rateLimit: values.WENBAN_RATE_LIMIT,
    proxies: values.WENBAN_PROXIES,
    userRate: values.WENBAN_USER_RATE,
    retentionDays: values.WENBAN_RETENTION_DAYS,
    maxFileBytes: values.WENBAN_MAX_FILE_MB === undefined ? null : values.WENBAN_MAX_FILE_MB * 1024 * 1024,
    standardAnswers: values.WENBAN_STANDARD_ANSWERS ?? null,
    model: {
      baseUrl: values.OPENAI_BASE_URL ?? null,
      apiKey: values.OPENAI_API_KEY ?? null,
      chatModel: values.WENBAN_CHAT_MODEL ?? null,
      embeddingModel: values.WENBAN_EMBEDDING_MODEL ?? null,
    },
  };
}

/** Settings that only make sense together. */
function findIncomplete(given: Environment): string[] {
  const problems: string[] = [];
  const hasEndpoint = given.OPENAI_BASE_URL !== undefined || given.OPENAI_API_KEY !== undefined;
  for (const name of ["WENBAN_CHAT_MODEL", "WENBAN_EMBEDDING_MODEL"]) {
    if (given[name] && !hasEndpoint) {
      problems.push(`${name} 已设置，还需要 OPENAI_BASE_URL 或 OPENAI_API_KEY (needs an endpoint)`);
    }
  }
  if (given.WENBAN_ALLOWED_ORIGINS && !given.WENBAN_SITE_KEYS) {
    problems.push("WENBAN_ALLOWED_ORIGINS 已设置，还需要 WENBAN_SITE_KEYS (other origins need a site key)");
  }
  return problems;
}

function describeIssue(issue: { path: PropertyKey[]; message: string }): string {
  return `${String(issue.path[0])} ${issue.message}`;
}

function splitList(value: string): string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item.length > 0);
}
