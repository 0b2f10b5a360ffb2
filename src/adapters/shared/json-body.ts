import { badBody } from "./webhook-errors.ts";

/**
 * The JSON of a verified body.
 * @throws WenbanError `webhook.bad_body`
 */
export function parseJsonBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw badBody("not JSON in UTF-8");
  }
}

/** The same of a body that nobody has verified yet: null for what is no JSON, since only its sender would be told. */
export function parseUnverified(body: Uint8Array): unknown {
  try {
    return parseJsonBody(body);
  } catch {
    return null;
  }
}
