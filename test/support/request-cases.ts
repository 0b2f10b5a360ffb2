import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import type { TestDesk } from "./desk.ts";

/** A request as a line of a case file describes it, and what must come of it. */
export interface RequestCase {
  id: string;
  platform?: string;
  name: string;
  /** Headers that come with it beside its signature. */
  headers?: Record<string, string>;
  /** The method and address, where they are what the case is about. */
  method?: string;
  path?: string;
  /** `{{…}}` are filled in; what begins with `FENC:` is encrypted as 飞书 does. */
  body: string;
  sign: string;
  /** Seconds by which the platform's clock differs. */
  ts_skew_s?: number;
  text?: string;
  repeat?: { n?: number; unique?: number; gap_ms?: number; clock_gap_s?: number };
  /** A further request: with the first one's headers where it says so. */
  then?: { body: string; reuse_headers?: boolean };
  expect: {
    status: number;
    code?: string;
    body_contains?: string;
    inbox_rows?: number;
    answers?: number;
    all_status?: number;
    /** Messages that people got to see. */
    shown?: number;
    /** An event that the log tells of. */
    log?: string;
  };
}

/** The cases of a file for a platform; none where the file is not there. */
export function readRequestCases(path: URL, platform: string): RequestCase[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines
    .map((line): RequestCase => JSON.parse(line))
    .filter((one) => (one.platform ?? platform) === platform);
}

/**
 * Whether it is an adapter that a case is about: not another method, another bot, what is stopped on the way in, or a
 * load of many messages.
 */
export function reachesAdapter({
  method = "POST",
  path = "ch1",
  headers = {},
  body,
  repeat,
}: RequestCase): boolean {
  const isOrdinary = method === "POST" && path.endsWith("ch1") && !("content-encoding" in headers);
  return isOrdinary && typeof body === "string" && repeat?.unique === undefined;
}

/** Fills the places of a body: the message's id, text and time. */
function fillBody(body: string, { id, text = "如何办理居住证" }: RequestCase, at: Date): string {
  const written = body.trimStart().startsWith("{") || body.startsWith("FENC:{");
  return body
    .replaceAll(/\{\{msgid(?:_num)?\}\}/g, `1700000${id.replace(/\D/g, "")}`)
    .replaceAll("{{ts_ms}}", String(at.getTime()))
    .replaceAll("{{text}}", written ? JSON.stringify(text).slice(1, -1) : text);
}

/** What a platform's case needs to be played. */
export interface CasePlayer {
  desk: TestDesk;
  platform: string;
  /** A request with the body, signed as the case says for its moment, or with the headers given. */
  request(one: RequestCase, body: string, at: Date, headers?: Headers): Request;
  /** Messages that people have seen. */
  shown(): number;
}

/** Plays a case and looks whether what comes of it is what the case expects. */
export async function playCase(
  one: RequestCase,
  { desk, platform, request, shown }: CasePlayer,
): Promise<void> {
  const now = () => new Date(desk.clock.now().getTime() + (one.ts_skew_s ?? 0) * 1000);
  const make = (body: string, headers?: Headers) => request(one, fillBody(body, one, now()), now(), headers);
  const responses: Response[] = [];
  const { n = 1, gap_ms = 0, clock_gap_s = 0 } = one.repeat ?? {};
  const gap = gap_ms + clock_gap_s * 1000;
  for (let i = 0; i < n; i++) {
    if (i > 0 && gap > 0) await desk.clock.advance(gap);
    responses.push(await desk.webhooks.handle(make(one.body), platform));
  }
  if (one.then) {
    const headers = one.then.reuse_headers ? make(one.body).headers : undefined;
    responses.push(await desk.webhooks.handle(make(one.then.body, headers), platform));
  }
  await desk.idle();
  const last = responses.at(-1);
  if (!last) throw new Error("no request");
  const text = await last.clone().text();
  const { expect: wanted } = one;
  expect(last.status).toBe(wanted.status);
  if (wanted.code) expect(JSON.parse(text).error.code).toBe(wanted.code);
  if (wanted.body_contains !== undefined) expect(text).toContain(wanted.body_contains);
  if (wanted.all_status !== undefined) {
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => wanted.all_status));
  }
  if (wanted.inbox_rows !== undefined) expect(desk.rows("inbox")).toHaveLength(wanted.inbox_rows);
  if (wanted.answers !== undefined) expect(desk.rows("answers")).toHaveLength(wanted.answers);
  if (wanted.shown !== undefined) expect(shown()).toBe(wanted.shown);
  if (wanted.log !== undefined) expect(desk.log.join("")).toContain(`"event":"${wanted.log}"`);
}
