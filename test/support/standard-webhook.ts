import { createHmac } from "node:crypto";

/** A sender of Standard Webhooks, written with node:crypto and nothing of ours. */

export const WEBHOOK_SECRET = `whsec_${Buffer.from("generic-webhook-secret-for-tests").toString("base64")}`;

export interface WebhookOptions {
  id?: string;
  at: Date;
  body?: string;
  secret?: string;
  url?: string;
}

export function signWebhook(secret: string, content: string): string {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

export function questionBody(text: string, data: Record<string, unknown> = {}): string {
  return JSON.stringify({ type: "question.asked", data: { text, ...data } });
}

export function sendWebhook({
  id = "msg_1",
  at,
  secret = WEBHOOK_SECRET,
  ...options
}: WebhookOptions): Request {
  const body = options.body ?? questionBody("身份证丢了怎么补办");
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return new Request(options.url ?? "https://wenban.example/webhooks/generic", {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": signWebhook(secret, `${id}.${timestamp}.${body}`),
    },
  });
}
