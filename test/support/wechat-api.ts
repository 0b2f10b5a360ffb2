/** The platform's API as a 公众号 or 小程序 that may send 客服消息 meets it, by the rules of its documentation. */

const TOKEN_MS = 7_200_000;
/** So long before its end the endpoint gives a new token unasked. */
const RENEWED_BEFORE_MS = 300_000;
const WINDOW_MS = 48 * 60 * 60 * 1000;
const MOST_MESSAGES = 5;
const LONGEST_TEXT = 2048;

/** What a user received. */
export interface SentMessage {
  openid: string;
  msgtype: string;
  /** A text's words; of a 菜单消息 its head, choices and tail, a line each. */
  text: string;
  at: Date;
}

type Failure = number | Response | Error;

interface Body {
  touser?: string;
  msgtype?: string;
  force_refresh?: boolean;
  secret?: string;
  command?: string;
  text?: { content: string };
  msgmenu?: { head_content: string; list: { content: string }[]; tail_content: string };
}

export class FakeWechatApi {
  readonly sent: SentMessage[] = [];
  readonly typing: string[] = [];
  /** Paths that were called, in order. */
  readonly calls: string[] = [];
  /** Called when a message has reached its user. */
  onSent: (message: SentMessage) => void = () => {};
  tokensIssued = 0;
  tokensForced = 0;
  readonly #now: () => Date;
  readonly #users = new Map<string, { wroteAt: number; received: number }>();
  readonly #failures = new Map<string, Failure[]>();
  #token = { value: "", until: 0 };

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The user wrote: five messages may follow within 48 hours. */
  userWrote(openid: string): void {
    this.#users.set(openid, { wroteAt: this.#now().getTime(), received: 0 });
  }

  /** What the next calls of a path come to: an errcode, a response, or a broken connection. */
  failNext(path: "stable_token" | "message/custom/send", ...failures: Failure[]): void {
    this.#failures.set(path, failures);
  }

  /** Makes the token worthless before its time, as when somebody resets it. */
  expireToken(): void {
    this.#token.until = 0;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.origin !== "https://api.weixin.qq.com" || request.method !== "POST")
      throw new TypeError("no such host");
    const path = url.pathname.replace("/cgi-bin/", "");
    this.calls.push(path);
    const failure = this.#failures.get(path)?.shift();
    if (failure instanceof Error) throw failure;
    if (failure instanceof Response) return failure;
    const raw = await request.text();
    const errcode = failure ?? this.#refuse(path, url, raw);
    if (errcode !== 0) return Response.json({ errcode, errmsg: "failed" });
    return Response.json(this.#do(path, JSON.parse(raw)));
  };

  #refuse(path: string, url: URL, raw: string): number {
    if (path === "stable_token") return 0;
    if (url.searchParams.get("access_token") !== this.#token.value) return 40001;
    if (this.#token.until <= this.#now().getTime()) return 42001;
    if (/\\u[0-9a-f]{4}/i.test(raw)) return 40033;
    return path === "message/custom/send" ? this.#refuseMessage(JSON.parse(raw)) : 0;
  }

  #refuseMessage({ touser = "", text }: Body): number {
    const user = this.#users.get(touser);
    if (!user || this.#now().getTime() - user.wroteAt > WINDOW_MS) return 45015;
    if (user.received >= MOST_MESSAGES) return 45047;
    return Buffer.byteLength(text?.content ?? "") > LONGEST_TEXT ? 45002 : 0;
  }

  #do(path: string, body: Body): object {
    if (path === "stable_token") return this.#issue(body);
    const openid = body.touser ?? "";
    if (path === "message/custom/typing") this.typing.push(openid);
    if (path === "message/custom/send") this.#deliver(openid, body);
    return { errcode: 0, errmsg: "ok" };
  }

  #issue({ force_refresh = false }: Body): object {
    const time = this.#now().getTime();
    if (force_refresh) this.tokensForced++;
    if (force_refresh || this.#token.until - time < RENEWED_BEFORE_MS) {
      this.#token = { value: `token-${++this.tokensIssued}`, until: time + TOKEN_MS };
    }
    return { access_token: this.#token.value, expires_in: (this.#token.until - time) / 1000 };
  }

  #deliver(openid: string, { msgtype = "", text, msgmenu }: Body): void {
    const user = this.#users.get(openid);
    if (user) user.received++;
    const menu = msgmenu && [
      msgmenu.head_content,
      ...msgmenu.list.map(({ content }) => content),
      msgmenu.tail_content,
    ];
    const message = { openid, msgtype, text: text?.content ?? menu?.join("\n") ?? "", at: this.#now() };
    this.sent.push(message);
    this.onSent(message);
  }
}

/** The texts of the messages among the calls, in order. */
export async function readSentTexts(calls: readonly Request[]): Promise<string[]> {
  const sent = calls.filter(({ url }) => url.includes("/message/custom/send"));
  const bodies: Body[] = await Promise.all(sent.map((call) => call.clone().json()));
  return bodies.map(({ text }) => text?.content ?? "");
}
