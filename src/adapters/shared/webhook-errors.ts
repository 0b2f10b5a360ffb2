import { WenbanError } from "../../errors.ts";

/** The one answer to every forgery: what exactly is wrong is never told, so that nothing can be learnt. */
export function badSignature(): WenbanError {
  return new WenbanError("unauthorized", "webhook.bad_signature", "签名不正确。(The signature is wrong.)");
}

/** A request that was signed too long ago, or for a time to come. */
export function stale(): WenbanError {
  return new WenbanError("unauthorized", "webhook.stale", "请求的时间已过期。(The request is too old.)", {
    hint: "核对服务器时钟。Check the server's clock.",
  });
}

/** A nonce that came before with another message. */
export function replayed(): WenbanError {
  return new WenbanError("unauthorized", "webhook.replay", "请求被重复使用。(The request was used before.)");
}

/** A body that the platform would not send. `reason` names a field or a rule, never what the body says. */
export function badBody(reason: string): WenbanError {
  return new WenbanError("bad_input", "webhook.bad_body", `消息体格式不对。(${reason})`);
}

/** An address in a request under which the platform would not be reached. */
export function badReplyUrl(): WenbanError {
  return new WenbanError(
    "bad_input",
    "webhook.bad_reply_url",
    "回复地址不对。(The reply address is not allowed.)",
  );
}

/** For `send` of an adapter whose platform can't be written to by itself. */
export function cannotPush(platform: string): WenbanError {
  return new WenbanError("unprocessable", "webhook.no_push", `${platform} can't be sent messages by itself`);
}
