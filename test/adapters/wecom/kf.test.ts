import { describe, expect, it } from "vitest";
import { LONG_ANSWER, onlyMessage, openWecom, replyWith, type WecomStage } from "../../support/wecom-bot.ts";
import { deliverEvent } from "../../support/wecom-platform.ts";

const callback = ({ clock }: WecomStage, fields: Record<string, string> = {}) =>
  deliverEvent(
    { at: clock.now },
    { FromUserName: "sys", Event: "kf_msg_or_event", OpenKfId: "wk1", Token: "t1", ...fields },
  );

/** The platform calls back, and what it had is stored. */
async function receive(stage: WecomStage, fields: Record<string, string> = {}) {
  const received = await stage.adapter.receive(callback(stage, fields));
  await received.stored?.();
  return received;
}

const syncs = ({ calls }: WecomStage) =>
  calls.bodies.flatMap(({ path, body }) => (path === "kf/sync_msg" ? [body] : []));

describe("微信客服 reading", () => {
  it("fetches what customers wrote and acknowledges with nothing", async () => {
    const stage = openWecom();
    stage.calls.addKf({ msgid: "1" });
    const received = await receive(stage);
    expect(received.messages).toEqual([
      {
        key: "1",
        conversation: {
          id: "wk1:wm1",
          kind: "direct",
          handle: { route: "kf", user: "wm1", openKfId: "wk1" },
        },
        sender: "wm1",
        text: "公积金怎么提取",
        pushAfterMs: 0,
      },
    ]);
    expect(received.response instanceof Response && (await received.response.text())).toBe("");
    expect(syncs(stage)).toEqual([{ token: "t1", limit: 1000, open_kfid: "wk1" }]);
  });

  it("goes on where it stopped, once that is stored", async () => {
    const stage = openWecom();
    stage.calls.addKf({ msgid: "1" });
    const unstored = await stage.adapter.receive(callback(stage));
    expect(unstored.messages).toHaveLength(1);
    const again = await receive(stage);
    expect(again.messages.map(({ key }) => key)).toEqual(["1"]);
    stage.calls.addKf({ msgid: "2" });
    expect((await receive(stage)).messages.map(({ key }) => key)).toEqual(["2"]);
    expect(syncs(stage).at(-1)).toMatchObject({ cursor: "c1" });
  });

  it("reads on while there is more, also behind an empty page", async () => {
    const stage = openWecom();
    stage.calls.pageSize = 2;
    for (let i = 1; i <= 7; i++) stage.calls.addKf({ msgid: String(i) });
    stage.calls.emptyPageAt = 2;
    expect((await receive(stage)).messages.map(({ key }) => key)).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "7",
    ]);
  });

  it("keeps accounts apart", async () => {
    const stage = openWecom();
    stage.calls.addKf({ msgid: "1" });
    stage.calls.addKf({ msgid: "2", open_kfid: "wk2" });
    await receive(stage);
    const other = await receive(stage, { OpenKfId: "wk2" });
    expect(other.messages).toMatchObject([{ key: "2", conversation: { id: "wk2:wm1" } }]);
    expect(syncs(stage).at(-1)).not.toHaveProperty("cursor");
  });

  it("takes no question from staff, from the platform, or from what it does not know", async () => {
    const stage = openWecom();
    stage.calls.addKf({ msgid: "1", origin: 5 });
    stage.calls.addKf({ msgid: "2", origin: 4, msgtype: "event", event: { event_type: "msg_send_fail" } });
    stage.calls.addKf({ msgid: "3", external_userid: "" });
    stage.calls.addKf({ msgid: "4", send_time: "today" as unknown as number });
    stage.calls.addKf({ msgid: "5", msgtype: "image", image: { media_id: "m" } });
    stage.calls.addKf({ msgid: "6", text: { content: " 谢谢 ", menu_id: "1" } });
    const { messages } = await receive(stage);
    expect(messages.map(({ key, text }) => [key, text])).toEqual([
      ["5", ""],
      ["6", "谢谢"],
    ]);
  });

  it("leaves alone what lies further back when an account is read for the first time", async () => {
    const stage = openWecom();
    const at = (minutesAgo: number) => Math.floor(stage.clock.now.getTime() / 1000) - minutesAgo * 60;
    stage.calls.addKf({ msgid: "old", send_time: at(24 * 60) });
    stage.calls.addKf({ msgid: "recent", send_time: at(9) });
    stage.calls.addKf({ msgid: "new", send_time: at(0) });
    expect((await receive(stage)).messages.map(({ key }) => key)).toEqual(["recent", "new"]);
    stage.calls.addKf({ msgid: "late", send_time: at(60) });
    expect((await receive(stage)).messages.map(({ key }) => key)).toEqual(["late"]);
  });

  it("does without a token that is too old", async () => {
    const stage = openWecom();
    stage.calls.addKf({ msgid: "1" });
    expect((await receive(stage, { Token: "old" })).messages).toHaveLength(1);
    expect(syncs(stage).at(-1)).not.toHaveProperty("token");
  });

  it.each([
    ["an error", { errcode: -1 }],
    ["a wrong secret", { errcode: 48002 }],
    ["HTTP 500", { status: 500 }],
    ["a connection that breaks", "lost_before"],
  ] as const)("asks to be called again after %s", async (_name, fault) => {
    const stage = openWecom();
    stage.calls.addKf({ msgid: "1" });
    stage.calls.fail("kf/sync_msg", fault);
    await expect(receive(stage)).rejects.toMatchObject({ kind: "unavailable", code: "webhook.not_fetched" });
    expect((await receive(stage)).messages).toHaveLength(1);
  });

  it("loses nothing in a burst of calls", async () => {
    const stage = openWecom();
    const burst = Array.from({ length: 20 }, (_, index) => {
      stage.calls.addKf({ msgid: String(index) });
      return receive(stage);
    });
    const keys = (await Promise.all(burst)).flatMap(({ messages }) => messages.map(({ key }) => key));
    expect(new Set(keys).size).toBe(20);
  });

  it("welcomes whoever opens the conversation, after what was stored", async () => {
    const stage = openWecom();
    const event = { event_type: "enter_session", welcome_code: "code-1" };
    stage.calls.addKf({ msgid: "1", origin: 4, msgtype: "event", event });
    const received = await stage.adapter.receive(callback(stage));
    expect(received.messages).toEqual([]);
    expect(stage.calls.welcomed).toEqual([]);
    await received.stored?.();
    expect(stage.calls.welcomed).toEqual(["code-1"]);
    expect(JSON.stringify(stage.calls.bodies.at(-1))).toContain("智能问答助手（AI）");
    expect((await receive(stage)).messages).toEqual([]);
    expect(stage.calls.welcomed).toEqual(["code-1"]);
  });
});

describe("微信客服 answers", () => {
  async function ask(stage: WecomStage) {
    stage.calls.addKf({ msgid: `q${stage.calls.calls.length}` });
    return onlyMessage(await receive(stage)).conversation;
  }

  it("go to the customer with addresses that can be tapped", async () => {
    const stage = openWecom();
    expect((await stage.adapter.send(await ask(stage), replyWith())).status).toBe("sent");
    expect(stage.calls.shown[0]).toMatchObject({ to: "wm1" });
    expect(stage.calls.shown[0]?.text).toContain(
      "《河口区2025年改革进展》 https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19 （河口区人民政府",
    );
  });

  it("leave room among the five messages that the platform allows", async () => {
    const stage = openWecom();
    const conversation = await ask(stage);
    const result = await stage.adapter.send(
      conversation,
      replyWith({ text: LONG_ANSWER.text?.repeat(5) ?? "" }),
    );
    expect(result.status).toBe("sent");
    expect(stage.calls.shown).toHaveLength(4);
    const texts = stage.calls.shown.map(({ text }) => text);
    expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(2048);
    const next = await stage.adapter.send(conversation, replyWith({}, { sendKey: "key-2" }));
    expect(next.status).toBe("sent");
  });

  it("have ids of their own, the same at another try, so that they are shown once", async () => {
    const stage = openWecom();
    const conversation = await ask(stage);
    stage.calls.fail("kf/send_msg", "lost_after");
    expect(await stage.adapter.send(conversation, replyWith(LONG_ANSWER))).toMatchObject({
      mayHaveArrived: true,
    });
    const again = await stage.adapter.send(conversation, replyWith(LONG_ANSWER));
    expect(again.status).toBe("sent");
    const ids = stage.calls.shown.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[\w-]{1,32}$/);
    const numbers = stage.calls.shown.map(({ text }) => text.slice(0, 3));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("wait for the customer's next message when no more are allowed", async () => {
    const stage = openWecom();
    const conversation = await ask(stage);
    stage.clock.now = new Date(stage.clock.now.getTime() + 1000);
    stage.calls.fail("kf/send_msg", { errcode: 95001, errmsg: "send msg count limit" });
    const result = await stage.adapter.send(conversation, replyWith());
    expect(result).toEqual({ status: "failed", reason: "window", carryLater: true });
  });

  it("end where people have taken over", async () => {
    const stage = openWecom();
    const conversation = await ask(stage);
    stage.calls.fail("kf/send_msg", { errcode: 95018, errmsg: "send msg session status invalid" });
    expect(await stage.adapter.send(conversation, replyWith())).toEqual({
      status: "failed",
      reason: "blocked",
    });
  });

  it("offer choices as a menu, or as text where they do not fit", async () => {
    const stage = openWecom();
    const conversation = await ask(stage);
    const clarify = (question: string) =>
      replyWith(
        {
          outcome: "clarify",
          text: "请选择：",
          citations: [],
          generatedBy: "standard",
          options: [{ label: "首次", question }],
        },
        { sendKey: question },
      );
    await stage.adapter.send(conversation, clarify("首次申领居住证怎么办理？"));
    expect(stage.calls.bodies.at(-1)?.body).toMatchObject({
      msgtype: "msgmenu",
      msgmenu: {
        head_content: "请选择：",
        list: [{ type: "click", click: { id: "1", content: "首次申领居住证怎么办理？" } }],
      },
    });
    await stage.adapter.send(conversation, clarify("长".repeat(50)));
    expect(stage.calls.bodies.at(-1)?.body).toMatchObject({ msgtype: "text" });
    expect(stage.calls.shown.at(-1)?.text).toContain("长".repeat(50));
  });

  it.each([
    ["zhangsan", { service_state: 3, servicer_userid: "zhangsan" }],
    ["*", { service_state: 2 }],
  ])("hand over to people where that was said (%s)", async (servicer, expected) => {
    const stage = openWecom({ WENBAN_WECOM_KF_SERVICER: servicer });
    const conversation = await ask(stage);
    const handoff = { outcome: "handoff" as const, citations: [], generatedBy: "standard" as const };
    await stage.adapter.send(conversation, replyWith({ ...handoff, text: "请拨打 12345。" }));
    expect(stage.calls.handedOver).toEqual([{ open_kfid: "wk1", external_userid: "wm1", ...expected }]);
    await stage.adapter.send(conversation, replyWith({}, { sendKey: "key-2" }));
    expect(stage.calls.handedOver).toHaveLength(1);
  });

  it("hand nobody over where nobody was named", async () => {
    const stage = openWecom();
    const handoff = { outcome: "handoff" as const, citations: [], generatedBy: "standard" as const };
    await stage.adapter.send(await ask(stage), replyWith({ ...handoff, text: "请拨打 12345。" }));
    expect(stage.calls.handedOver).toEqual([]);
  });
});
