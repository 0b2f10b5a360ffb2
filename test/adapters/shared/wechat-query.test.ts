import { describe, expect, it } from "vitest";
import { readWechatQuery } from "../../../src/adapters/shared/wechat-query.ts";

const BASE64 = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";

describe("the query of a callback", () => {
  it.each([
    ["encoded", encodeURIComponent(BASE64)],
    ["with its plus signs decoded on the way", encodeURIComponent(BASE64).replaceAll("%2B", "+")],
    ["not encoded at all", BASE64],
  ])("keeps an echo %s", (_name, echo) => {
    expect(readWechatQuery(`https://w.example/webhooks/wecom?echostr=${echo}`).echo).toBe(BASE64);
  });

  it("has empty texts for what is missing, and no echo", () => {
    expect(readWechatQuery("https://w.example/webhooks/wechat")).toEqual({
      timestamp: "",
      nonce: "",
      signature: "",
      messageSignature: "",
      echo: null,
    });
  });

  it("tells the two signatures apart", () => {
    const query = readWechatQuery("https://w.example/?signature=a&msg_signature=b&timestamp=1&nonce=n");
    expect(query).toMatchObject({ signature: "a", messageSignature: "b", timestamp: "1", nonce: "n" });
  });
});
