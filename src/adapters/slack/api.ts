/** Slack's Web API: HTTP 200 whatever happens, with `ok` in the body. */
import { z } from "zod";
import type { SendFailure } from "../adapter.ts";
import {
  type CallPlatform,
  type CallResult,
  type FailedSend,
  failedSend,
  readReply,
} from "../shared/platform-call.ts";

export const DEFAULT_BASE = "https://slack.com";

const verdict = z.object({ ok: z.boolean(), error: z.string().optional() });

/** Codes of the Web API's methods that ask for something else than giving up. */
const REASONS: Readonly<Record<string, SendFailure>> = {
  invalid_auth: "auth",
  not_authed: "auth",
  account_inactive: "auth",
  token_expired: "auth",
  token_revoked: "auth",
  missing_scope: "auth",
  not_allowed_token_type: "auth",
  ekm_access_denied: "auth",
  access_denied: "auth",
  ratelimited: "rate",
  rate_limited: "rate",
  message_limit_exceeded: "rate",
  msg_too_long: "too_long",
  msg_blocks_too_long: "too_long",
  metadata_too_large: "too_long",
  not_in_channel: "blocked",
  channel_not_found: "blocked",
  is_archived: "blocked",
  is_inactive: "blocked",
  restricted_action: "blocked",
  restricted_action_read_only_channel: "blocked",
  restricted_action_thread_only_channel: "blocked",
  restricted_action_non_threadable_channel: "blocked",
  cannot_dm_bot: "blocked",
  user_not_found: "blocked",
  team_access_not_granted: "blocked",
  messages_tab_disabled: "blocked",
  thread_not_found: "window",
  cannot_reply_to_message: "window",
  internal_error: "transient",
  fatal_error: "transient",
  request_timeout: "transient",
  service_unavailable: "transient",
  team_added_to_org: "transient",
};
/** Codes after which Slack may have done what was asked. */
const IN_DOUBT = new Set(["internal_error", "fatal_error", "request_timeout"]);

export interface SlackApi {
  /** Calls a method with JSON. */
  post(method: string, content: unknown): Promise<CallResult>;
  /** Calls a method that only reads. */
  get(method: string, query: Readonly<Record<string, string>>): Promise<CallResult>;
}

/** @param base scheme and host, with or without the path `/api` */
export function createSlackApi(call: CallPlatform, base: string, token: string): SlackApi {
  const root = base.replace(/\/+$/, "").replace(/\/api$/, "");
  const headers = { authorization: `Bearer ${token}` };
  return {
    post: (method, json) => call({ url: `${root}/api/${method}`, headers, json }),
    get: (method, query) =>
      call({ url: `${root}/api/${method}?${new URLSearchParams(query).toString()}`, headers }),
  };
}

/** Why a method did not do what was asked; null when it did. */
export function slackFailure(result: CallResult): FailedSend | null {
  const said = readReply(result, verdict);
  if (said?.ok) return null;
  // A status such as 429 says more than the body that may come with it.
  if (said === null || (result.kind === "reply" && !result.ok)) return failedSend(result);
  const error = said.error ?? "";
  const failure = failedSend(result, REASONS[error] ?? "bug");
  return IN_DOUBT.has(error) ? { ...failure, mayHaveArrived: true } : failure;
}
