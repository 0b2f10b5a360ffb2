/** What callbacks of the WeChat family carry in their query; empty where it is missing. */
export interface WechatQuery {
  timestamp: string;
  nonce: string;
  /** Covers token, timestamp and nonce, and no body. */
  signature: string;
  /** Covers the ciphertext too. */
  messageSignature: string;
  /** What a handshake wants to have back; null in any other request. */
  echo: string | null;
}

/** Reads the query of a callback. A `+` stays one: some proxies decode the `%2B` of Base64, and nothing here has spaces. */
export function readWechatQuery(url: string): WechatQuery {
  const query = new URLSearchParams(new URL(url).search.replaceAll("+", "%2B"));
  const get = (name: string) => query.get(name) ?? "";
  return {
    timestamp: get("timestamp"),
    nonce: get("nonce"),
    signature: get("signature"),
    messageSignature: get("msg_signature"),
    echo: query.get("echostr"),
  };
}
