import { describe, expect, it } from "vitest";
import type { PassiveResponse, Received, Reply } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import type { Answer, Citation } from "../../src/domain.ts";
import { describeAdapter } from "../contracts/adapter.contract.ts";
import { CONTRACT_NOW, contractBotsContext } from "../support/adapter-kit.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import {
  type Delivery,
  deliver,
  readReply,
  signAsPlatform,
  testAccount,
  wechatEnvironment,
} from "../support/wechat-platform.ts";

const NOW_SECONDS = CONTRACT_NOW.getTime() / 1000;
const URL_BASE = "https://wenban.example/webhooks/wechat";

function createWechat() {
  const [bot] = readBots(wechatEnvironment(), adapters, contractBotsContext());
  if (!bot) throw new Error("no bot");
  return bot.adapter;
}

const send = (delivery: Partial<Delivery> = {}) => deliver({ timestamp: NOW_SECONDS, ...delivery });

/** The request with some of its query or body replaced. */
async function change(
  request: Request,
  query: Record<string, string | null>,
  body?: string,
): Promise<Request> {
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(query)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return new Request(url, { method: "POST", body: body ?? (await request.text()) });
}

const plainXml =
  "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime>" +
  "<MsgType>text</MsgType><Content>问</Content><MsgId>1</MsgId></xml>";

describeAdapter("wechat", {
  create: createWechat,
  question: ({ text, key, user, at = CONTRACT_NOW } = {}) =>
    deliver({
      timestamp: at.getTime() / 1000,
      fields: {
        ...(text !== undefined && { Content: text }),
        ...(key !== undefined && { MsgId: key }),
        ...(user !== undefined && { FromUserName: user }),
      },
    }),
  forgeries: [
    ["no query", () => new Request(URL_BASE, { method: "POST", body: plainXml })],
    ["no signature of the message", () => change(send(), { msg_signature: null })],
    [
      "the signature that covers no message",
      async () => {
        const request = send();
        return change(request, { msg_signature: new URL(request.url).searchParams.get("signature") });
      },
    ],
    ["another token", () => change(send({ account: { ...testAccount, token: "another" } }), {})],
    [
      "a signature cut short",
      async () => {
        const request = send();
        const signature = new URL(request.url).searchParams.get("msg_signature") ?? "";
        return change(request, { msg_signature: signature.slice(0, 20) });
      },
    ],
    ["another nonce", () => change(send(), { nonce: "another" })],
    [
      "another message under the same query",
      async () => change(send(), {}, await send({ fields: { Content: "伪造的问题" } }).text()),
    ],
    ["a timestamp that is no number", () => change(send(), { timestamp: "abc" })],
    ["a plain message with the plain signature", () => change(send(), {}, plainXml)],
    ["a message for another account", () => send({ receiveId: "wxOTHER" })],
    [
      "a ciphertext that can't be decrypted",
      () => {
        const encrypt = Buffer.alloc(64, 7).toString("base64");
        const timestamp = String(NOW_SECONDS);
        const query = new URLSearchParams({
          timestamp,
          nonce: "n",
          msg_signature: signAsPlatform(testAccount.token, timestamp, "n", encrypt),
        });
        return new Request(`${URL_BASE}?${query}`, {
          method: "POST",
          body: `<xml><Encrypt>${encrypt}</Encrypt></xml>`,
        });
      },
    ],
  ],
  badBodies: [
    ["neither XML nor JSON", () => change(send(), {}, "居住证怎么办理")],
    ["JSON of something else", () => change(send(), {}, '{"question":"居住证怎么办理"}')],
    ["a document type", () => change(send(), {}, `<!DOCTYPE x [<!ENTITY a "b">]>${plainXml}`)],
    ["a message that is no XML", () => send({ xml: "居住证" })],
    [
      "a message without a sender",
      () => send({ xml: "<xml><ToUserName>a</ToUserName><MsgType>text</MsgType></xml>" }),
    ],
    [
      "a message with entities of its own",
      () => send({ xml: '<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>' }),
    ],
  ],
  ignored: [
    ["an image", () => send({ fields: { MsgType: "image" } })],
    ["a place", () => send({ fields: { MsgType: "location" } })],
    ["an empty text", () => send({ fields: { Content: "  " } })],
    [
      "a message that could not be delivered",
      () => send({ fields: { Content: "【收到不支持的消息类型，暂无法显示】" } }),
    ],
    ["a new follower", () => send({ fields: { MsgType: "event", Event: "subscribe" } })],
    ["a lost follower", () => send({ fields: { MsgType: "event", Event: "unsubscribe" } })],
  ],
  freshMs: 10 * 60 * 1000,
  secrets: [testAccount.token, testAccount.encodingAesKey],
  async readText(response) {
    return (await readReply(response)).fields.Content ?? "";
  },
  link: (label, url) => `<a href="${url}">${label}</a>`,
});

describe("公众号 handshake", () => {
  const handshake = (echostr: string | null, token = testAccount.token) => {
    const timestamp = String(NOW_SECONDS);
    const query = new URLSearchParams({
      timestamp,
      nonce: "n1",
      signature: signAsPlatform(token, timestamp, "n1"),
    });
    if (echostr !== null) query.set("echostr", echostr);
    return createWechat().receive(new Request(`${URL_BASE}?${query}`));
  };

  it.each(["4375120948345356249", "<script>alert(1)</script>", "a+b/c="])(
    "echoes %s as text",
    async (echo) => {
      const { response, messages } = await handshake(echo);
      if (!(response instanceof Response)) throw new Error("not a response");
      expect(messages).toEqual([]);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(echo);
      expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    },
  );

  it("refuses a wrong signature and a missing echo", async () => {
    await expect(handshake("1", "another")).rejects.toMatchObject({ code: "webhook.bad_signature" });
    await expect(handshake(null)).rejects.toMatchObject({ code: "webhook.bad_body" });
  });
});

describe("公众号 messages", () => {
  const receive = (delivery: Partial<Delivery> = {}) => createWechat().receive(send(delivery));
  const saidAtOnce = async (fields: Record<string, string>) => {
    const { response } = await receive({ fields });
    if (!(response instanceof Response)) throw new Error("not a response");
    return readReply(response);
  };

  it("are taken in compatible mode, by their encrypted part alone", async () => {
    const adapter = createWechat();
    const request = send({ fields: { Content: "真的问题" } });
    const body = (await request.text()).replace(
      "<xml>",
      "<xml><Content>另一个问题</Content><MsgId>2</MsgId>",
    );
    const { messages } = await adapter.receive(new Request(request.url, { method: "POST", body }));
    expect(messages.map(({ text }) => text)).toEqual(["真的问题"]);
  });

  it("keep ids beyond 2^53, and have one without MsgId", async () => {
    expect((await receive({ fields: { MsgId: "4561255354251345929" } })).messages[0]?.key).toBe(
      "4561255354251345929",
    );
    const fields = { MsgId: "", FromUserName: "o1", CreateTime: "1717000000" };
    expect((await receive({ fields })).messages[0]?.key).toBe("o1:1717000000");
  });

  it("may be delivered again as they were, but their nonce not be used for another", async () => {
    const adapter = createWechat();
    const first = send({ nonce: "n1" });
    const again = first.clone();
    expect((await adapter.receive(first)).messages).toHaveLength(1);
    expect((await adapter.receive(again)).messages).toHaveLength(1);
    expect((await adapter.receive(send({ nonce: "n1" }))).messages).toHaveLength(1);
    const other = send({ nonce: "n1", fields: { Content: "另一个问题" } });
    await expect(adapter.receive(other)).rejects.toMatchObject({ code: "webhook.replay" });
  });

  it("a new follower is greeted in the name of the site", async () => {
    const { fields, isSigned } = await saidAtOnce({
      MsgType: "event",
      Event: "subscribe",
      FromUserName: "oNEW",
    });
    expect(isSigned).toBe(true);
    expect(fields).toMatchObject({ ToUserName: "oNEW", MsgType: "text" });
    expect(fields.Content).toContain("河口区政务智能问答助手（AI）");
  });

  it("what is no text is answered with what to do", async () => {
    expect((await saidAtOnce({ MsgType: "voice" })).fields.Content).toContain("请用文字输入");
  });

  it("events that need no words are acknowledged", async () => {
    const { response } = await receive({ fields: { MsgType: "event", Event: "VIEW" } });
    expect(response instanceof Response && (await response.text())).toBe("success");
  });
});

describe("公众号 replies", () => {
  const reply = async (parts: Reply["parts"]) => {
    const received = await createWechat().receive(send({ fields: { FromUserName: "oA" } }));
    return readReply(await passive(received).render({ parts, sendKey: "k" }));
  };
  const part = (changes: Partial<Answer>, earlierQuestion: string | null = null) => ({
    answer: { ...sampleAnswer(), ...changes },
    answeredAt: new Date("2026-11-20T07:59:59.000Z"),
    earlierQuestion,
  });
  const contentOf = async (...parts: Reply["parts"]) => (await reply(parts)).fields.Content ?? "";

  it("are signed, encrypted and addressed to who asked", async () => {
    const { isSigned, fields } = await reply([part({})]);
    expect(isSigned).toBe(true);
    expect(fields).toMatchObject({ ToUserName: "oA", FromUserName: "gh_0123456789ab", MsgType: "text" });
    expect(fields.CreateTime).toBe(String(Date.parse("2026-11-20T07:59:59Z") / 1000));
  });

  it("read as the short form of a chat", async () => {
    expect(await contentOf(part({}))).toBe(
      [
        "取消9个。[1]",
        "",
        "依据：",
        '[1] <a href="https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19">《河口区2025年改革进展》</a>（河口区人民政府，2025-03-01）',
        "",
        "以上为原文摘录，未经改写。",
      ].join("\n"),
    );
  });

  it.each<[string, Partial<Answer>, string]>([
    ["a model's answer", { generatedBy: "model:x", outcome: "answered" }, "AI生成，仅供参考。"],
    ["a guide", { generatedBy: "procedure", outcome: "answered_procedure" }, "以上按办事指南整理"],
  ])("label %s", async (_name, changes, label) => {
    expect(await contentOf(part(changes))).toContain(label);
  });

  it("do not label twice", async () => {
    const notices: Answer["notices"] = [{ code: "generated", text: "本回答由人工智能生成。" }];
    const text = await contentOf(part({ generatedBy: "model:x", notices }));
    expect(text).not.toContain("AI生成");
    expect(text.startsWith("本回答由人工智能生成。")).toBe(true);
  });

  it("do not call a paraphrase the original", async () => {
    const notices: Answer["notices"] = [{ code: "paraphrase", text: "据《改革进展》整理，非原文。" }];
    expect(await contentOf(part({ notices }))).not.toContain("原文摘录");
  });

  it("name a document once when it is cited several times in a row", async () => {
    const [citation] = sampleAnswer().citations;
    if (!citation) throw new Error("no citation");
    const cited = [
      citation,
      { ...citation, number: 2, sourceUrl: "/sources/hekou/2025?start=30&end=40", headings: ["办理材料"] },
      { ...citation, number: 3, headings: [] },
    ];
    const text = await contentOf(part({ text: "一。[1]二。[2]三。[3]", citations: cited }));
    expect(text.match(/^\[\d\].*$/gm)?.map((line) => line.replaceAll(/<[^>]+>/g, ""))).toEqual([
      "[1] 《河口区2025年改革进展》（河口区人民政府，2025-03-01）",
      "[2] 同上·办理材料",
      "[3] 同上",
    ]);
    expect(text).toContain(
      '<a href="https://wenban.example.gov.cn/sources/hekou/2025?start=30&end=40">同上·办理材料</a>',
    );
  });

  it("are cut after a citation mark, so that nothing is said without its source", async () => {
    const items = Array.from({ length: 12 }, (_, i) => `${i + 1}. ${"材料".repeat(20)}`).join("；");
    const {
      citations: [citation],
    } = sampleAnswer();
    if (!citation) throw new Error("no citation");
    const text = `办理材料：${"甲".repeat(60)}[1]\n办理流程：${items}[2]`;
    const kept = await contentOf(part({ text, citations: [citation, { ...citation, number: 2 }] }));
    expect(kept).toContain(`${"甲".repeat(60)}[1]…\n`);
    expect(kept).not.toContain("办理流程");
  });

  it("offer the choices of a clarification and the documents near a refusal", async () => {
    const options = [{ label: "首次", question: "首次申领居住证怎么办理？" }];
    const refused = { citations: [], generatedBy: "standard" as const };
    expect(await contentOf(part({ ...refused, outcome: "clarify", text: "请选择：", options }))).toBe(
      '请选择：\n\n· <a href="weixin://bizmsgmenu?msgmenucontent=首次申领居住证怎么办理？&msgmenuid=1">首次申领居住证怎么办理？</a>',
    );
    const related = [{ documentId: "河口/2025 报告", title: "改革进展" }];
    expect(
      await contentOf(part({ ...refused, outcome: "no_source", text: "没有找到。", related })),
    ).toContain(
      `<a href="https://wenban.example.gov.cn/sources/${encodeURIComponent("河口")}/2025%20%E6%8A%A5%E5%91%8A">《改革进展》</a>`,
    );
  });

  const citations = Array.from({ length: 6 }, (_, index): Citation => {
    const [citation] = sampleAnswer().citations;
    if (!citation) throw new Error("no citation");
    return {
      ...citation,
      number: index + 1,
      sourceUrl: `/sources/${encodeURIComponent("改革".repeat(8))}?start=${index}&end=9`,
    };
  });
  const long = citations
    .map(({ number }) => `${"第".repeat(20)}${"句".repeat(60)}${number}。[${number}]`)
    .join("");

  it("keep whole sentences and their sources when an answer is too long, and link to the whole", async () => {
    const text = await contentOf(part({ text: long, citations }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
    expect(text).toMatch(/句1。\[1\]/);
    expect(text).toMatch(/。\[\d\]…\n<a href="[^"]+">查看全文<\/a>\n\n依据：/);
    const [body = "", sources = ""] = text.split("依据：");
    const marks = Array.from(body.matchAll(/\[(\d)\]/g), ([mark]) => mark);
    const lines = sources.match(/^\[\d\] <a href="[^"]+">[^<]+<\/a>(?:（.+）)?$/gm) ?? [];
    expect(lines.map((line) => line.slice(0, 3))).toEqual(marks);
    expect(text.endsWith("以上为原文摘录，未经改写。")).toBe(true);
  });

  it("fit whatever the answer is", async () => {
    const one = "长".repeat(900);
    const notices: Answer["notices"] = [{ code: "dated", text: "注".repeat(100) }];
    for (const answer of [
      { text: one, citations, notices },
      { text: "", citations },
      { text: one.repeat(20), citations: [] },
    ]) {
      const text = await contentOf(part(answer));
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
      expect(text.match(/<a /g)?.length ?? 0).toBe(text.match(/<\/a>/g)?.length ?? 0);
    }
  });

  it("name the question of an answer that comes late, and leave room for the other", async () => {
    const text = await contentOf(
      part({ text: long, citations }, "落户要什么材料"),
      part({ text: "免费。[1]" }),
    );
    expect(text.startsWith("您先前问的“落户要什么材料”：\n")).toBe(true);
    expect(text).toContain("免费。[1]");
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
    expect(text.match(/依据：/g)).toHaveLength(2);
  });

  it("say nothing when everything has been said", async () => {
    const received = await createWechat().receive(send());
    const response = await passive(received).render({ parts: [], sendKey: "" });
    expect(await response.text()).toBe("success");
  });

  it("ask for patience when the answer is not ready", async () => {
    const received = await createWechat().receive(send());
    const { fields } = await readReply(await passive(received).render(undefined));
    expect(fields.Content).toContain("稍后回复任意文字");
  });

  it("hold no character that XML does not know", async () => {
    const text = await contentOf(part({ text: "表\t格\u0000\u0008\ud800。[1]" }));
    expect(text).toContain("表 格\ufffd。[1]");
  });
});

function passive({ response }: Received): PassiveResponse {
  if (response instanceof Response) throw new Error("not passive");
  return response;
}
