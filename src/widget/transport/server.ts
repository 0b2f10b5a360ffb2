import type { Answer } from "../../domain.ts";
import type { Identity, WidgetOptions } from "../contract.ts";
import { readParts, type StreamPart } from "./message-stream.ts";
import { checkResponse } from "./server-error.ts";

/** What the server says of the site; see `/widget/config`. */
export interface SiteConfig {
  siteName: string;
  operator: string | null;
  hotline: string;
  usesModel: boolean;
  longestQuestion: number;
  suggestions: string[];
  notice: { text: string; until: string | null } | null;
}

/** A question on its way. `key` is the answer's message id, chosen here, so that asking again is safe. */
export interface Asked {
  key: string;
  question: string;
  conversationId: string | null;
  locale: string;
}

/** The server's routes, as the widget calls them. All reject with `ServerError` or what `fetch` throws. */
export interface Server {
  config(): Promise<SiteConfig>;
  /** Asks, telling parts as they come; ends when the stream does, with or without an outcome. */
  ask(asked: Asked, tell: (part: StreamPart) => void, signal: AbortSignal): Promise<void>;
  /** An answer asked for before; null while it is being made. Rejects with 404 where there is none. */
  message(key: string, signal: AbortSignal): Promise<Answer | null>;
  stop(key: string): Promise<void>;
  rate(messageId: string, rating: "up" | "down", reason?: string): Promise<void>;
  identify(user: Identity): void;
  /** An address of the server as a whole one. */
  resolve(address: string): string;
}

export function createServer(options: WidgetOptions): Server {
  const { base } = options;
  const root = new URL("..", base);
  let identity: Identity | null = null;

  const send = async (path: string, init: RequestInit = {}, extra: Record<string, string> = {}) => {
    const headers: Record<string, string> = { ...extra };
    if (init.body) headers["content-type"] = "application/json";
    if (options.site) headers["x-wenban-site"] = options.site;
    if (identity) {
      headers["x-wenban-user"] = encodeURIComponent(identity.id);
      headers["x-wenban-user-hash"] = identity.hash;
    }
    const address = new URL(path, root);
    return checkResponse(await fetch(address, { ...init, headers, credentials: "omit", cache: "no-store" }));
  };
  const post = (path: string, body?: unknown) =>
    send(path, { method: "POST", ...(body !== undefined && { body: JSON.stringify(body) }) });

  return {
    async config() {
      return (await checkResponse(await fetch(new URL("config", base), { credentials: "omit" }))).json();
    },
    async ask({ key, question, conversationId, locale }, tell, signal) {
      const { region } = options;
      const body = { question, locale, ...(conversationId && { conversationId }), ...(region && { region }) };
      const response = await send(
        "api/ask",
        { method: "POST", body: JSON.stringify(body), signal },
        { accept: "text/event-stream", "idempotency-key": key },
      );
      await readParts(response, tell);
    },
    async message(key, signal) {
      const response = await send(`api/messages/${key}`, { signal });
      return response.status === 202 ? null : response.json();
    },
    async stop(key) {
      await post(`api/messages/${key}/stop`);
    },
    async rate(messageId, rating, reason) {
      await post("api/feedback", { messageId, rating, ...(reason && { reason }) });
    },
    identify(user) {
      identity = user;
    },
    resolve: (address) => new URL(address.replace(/^\//, ""), root).href,
  };
}
