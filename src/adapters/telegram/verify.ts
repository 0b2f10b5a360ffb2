import { equalText } from "../shared/constant-time.ts";
import { badSignature } from "../shared/webhook-errors.ts";

/**
 * Bot API `setWebhook`, `secret_token`: the header is all the proof there is. It covers neither body nor time, so that
 * what is replayed is only caught by the update's id.
 * @throws WenbanError `webhook.bad_signature`
 */
export function verifyTelegram(headers: Headers, secretToken: string): void {
  if (!equalText(headers.get("x-telegram-bot-api-secret-token") ?? "", secretToken)) throw badSignature();
}
