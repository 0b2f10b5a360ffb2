import { testCorp } from "./wecom-platform.ts";

/** A message that the platform has shown to somebody. */
export interface ShownMessage {
  to: string;
  text: string;
  /** Tells messages with the same text apart: the account's own id of one of 微信客服, else its place. */
  id: string;
}

interface KfItem {
  msgid: string;
  open_kfid: string;
  external_userid?: string;
  send_time: number;
  origin: number;
  msgtype: string;
  [kind: string]: unknown;
}

/** Answers with a code other than 0, or breaks the connection, for the next call of a path. */
type Fault =
  | { errcode: number; errmsg?: string }
  | "lost_before"
  | "lost_after"
  | { status: number; retryAfter?: string };

const TOKEN_SECONDS = 7200;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The platform behind `qyapi`: tokens, messages of applications, 微信客服, and answers posted for 智能机器人. */
export class WecomCalls {
  readonly shown: ShownMessage[] = [];
  /** Paths of all calls, without the host and the query. */
  readonly calls: string[] = [];
  readonly bodies: { path: string; body: Record<string, unknown> }[] = [];
  readonly handedOver: Record<string, unknown>[] = [];
  readonly welcomed: string[] = [];
  #tokens = 0;
  #validFrom = 1;
  #faults = new Map<string, Fault[]>();
  #checked = new Map<string, number>();
  #kfItems: KfItem[] = [];
  #kfIds = new Set<string>();
  #kfLeft = new Map<string, number>();
  #codes = new Set<string>();
  /** Messages in a page of sync_msg. */
  pageSize = 100;
  /** From this cursor a page is empty, though there is more behind it. */
  emptyPageAt: number | null = null;
  /** What the platform's clock shows; nothing when absent. */
  date: Date | null = null;
  /** Called when a message has been shown and before the platform says so. */
  onShown: (() => Promise<void>) | null = null;
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The next calls of a path fail in this way, one after the other. */
  fail(path: string, ...faults: Fault[]): void {
    this.#faults.set(path, [...(this.#faults.get(path) ?? []), ...faults]);
  }

  /** From now on earlier tokens are refused. */
  expireTokens(): void {
    this.#validFrom = this.#tokens + 1;
  }

  get tokensIssued(): number {
    return this.#tokens;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const path = url.pathname.replace("/cgi-bin/", "");
    this.calls.push(path);
    const fault = this.#faults.get(path)?.shift();
    if (fault === "lost_before") throw new TypeError("fetch failed");
    if (typeof fault === "object" && "status" in fault) {
      const headers = fault.retryAfter ? { "retry-after": fault.retryAfter } : {};
      return new Response("busy", { status: fault.status, headers });
    }
    if (typeof fault === "object") return Response.json({ errmsg: "no", ...fault });
    const body = request.method === "POST" ? await request.json() : {};
    this.bodies.push({ path, body });
    const before = this.shown.length;
    const reply = this.#answer(path, url.searchParams, body);
    if (this.shown.length > before) await this.onShown?.();
    if (fault === "lost_after") throw new TypeError("fetch failed");
    const headers = this.date ? { date: this.date.toUTCString() } : {};
    return Response.json({ errcode: 0, errmsg: "ok", ...reply }, { headers });
  };

  #answer(path: string, query: URLSearchParams, body: Record<string, unknown>): object {
    if (path === "gettoken") return this.#issueToken(query);
    if (path === "aibot/response") return this.#takeAnswer(query.get("response_code") ?? "", body);
    const token = Number(/^token-(\d+)$/.exec(query.get("access_token") ?? "")?.[1] ?? 0);
    if (token < this.#validFrom || token > this.#tokens)
      return { errcode: 42001, errmsg: "access_token expired" };
    switch (path) {
      case "message/send":
        return this.#sendAppMessage(body);
      case "kf/sync_msg":
        return this.#syncKf(body);
      case "kf/send_msg":
        return this.#sendKf(body);
      case "kf/send_msg_on_event":
        this.welcomed.push(String(body.code));
        return {};
      case "kf/service_state/trans":
        this.handedOver.push(body);
        return {};
      case "agent/get":
        return query.get("agentid") === testCorp.agentId ? {} : { errcode: 301002 };
      default:
        return {};
    }
  }

  #issueToken(query: URLSearchParams): object {
    if (query.get("corpid") !== testCorp.corpId) return { errcode: 40013 };
    if (query.get("corpsecret") !== testCorp.secret) return { errcode: 40001 };
    return { access_token: `token-${++this.#tokens}`, expires_in: TOKEN_SECONDS };
  }

  #sendAppMessage(body: Record<string, unknown>): object {
    const { touser, agentid, msgtype, text, enable_duplicate_check, duplicate_check_interval } = body;
    const { content } = text as { content: string };
    if (agentid !== Number(testCorp.agentId) || msgtype !== "text") return { errcode: 40056 };
    if (Buffer.byteLength(content) > 2048) return { errcode: 45002 };
    if (touser === "nobody") return { errcode: 81013 };
    if (touser === "halfway") return { invaliduser: "halfway" };
    const now = this.#now().getTime();
    const until = this.#checked.get(`${touser}\n${content}`) ?? 0;
    const drops = enable_duplicate_check === 1 && until > now;
    this.#checked.set(`${touser}\n${content}`, now + Number(duplicate_check_interval) * 1000);
    if (!drops) this.shown.push({ to: String(touser), text: content, id: String(this.shown.length) });
    return { msgid: `m${this.shown.length}` };
  }

  #takeAnswer(code: string, body: Record<string, unknown>): object {
    if (this.#codes.has(code)) return { errcode: 40029, errmsg: "response_code used" };
    this.#codes.add(code);
    this.shown.push({ to: code, text: (body.markdown as { content: string }).content, id: code });
    return {};
  }

  /** Something happens in an account of 微信客服; five more answers may follow what a customer says. */
  addKf(item: Partial<KfItem> & { msgid: string }): void {
    const whole = {
      open_kfid: "wk1",
      external_userid: "wm1",
      send_time: Math.floor(this.#now().getTime() / 1000),
      origin: 3,
      msgtype: "text",
      text: { content: "公积金怎么提取" },
      ...item,
    };
    this.#kfItems.push(whole);
    if (whole.origin === 3) this.#kfLeft.set(`${whole.open_kfid}:${whole.external_userid}`, 5);
  }

  #syncKf({ open_kfid, cursor, token }: Record<string, unknown>): object {
    if (token === "old") return { errcode: 95007, errmsg: "invalid msgtoken" };
    const since = this.#now().getTime() - 3 * DAY_MS;
    const items = this.#kfItems.filter(
      (item) => item.open_kfid === open_kfid && item.send_time * 1000 >= since,
    );
    const start = cursor === undefined ? 0 : Number(/^c(\d+)$/.exec(String(cursor))?.[1]);
    if (start === this.emptyPageAt) {
      this.emptyPageAt = null;
      return { msg_list: [], next_cursor: `c0${start}`, has_more: 1 };
    }
    const end = start + this.pageSize;
    return {
      msg_list: items.slice(start, end),
      next_cursor: `c${Math.min(end, items.length)}`,
      has_more: end < items.length ? 1 : 0,
    };
  }

  #sendKf({ touser, open_kfid, msgid, msgtype, ...kinds }: Record<string, unknown>): object {
    const name = `${open_kfid}:${touser}`;
    if (!/^[\w-]{1,32}$/.test(String(msgid))) return { errcode: 40058 };
    if (this.#kfIds.has(String(msgid))) return { errcode: 95999, errmsg: "duplicated msgid" };
    const left = this.#kfLeft.get(name) ?? 0;
    if (left === 0) return { errcode: 95001, errmsg: "send msg count limit" };
    this.#kfLeft.set(name, left - 1);
    this.#kfIds.add(String(msgid));
    const { text, msgmenu } = kinds as {
      text?: { content: string };
      msgmenu?: { head_content: string; list: { click: { content: string } }[] };
    };
    const menu = msgmenu
      ? [msgmenu.head_content, ...msgmenu.list.map(({ click }) => click.content)].join("\n")
      : "";
    this.shown.push({
      to: String(touser),
      text: msgtype === "text" ? (text?.content ?? "") : menu,
      id: String(msgid),
    });
    return { msgid };
  }
}
