import { describe, expect, it } from "vitest";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { contractBotsContext, contractContext } from "../support/adapter-kit.ts";
import { converse } from "../support/dingtalk-bot.ts";
import {
  dingtalkApp,
  dingtalkEnvironment,
  dingtalkError,
  FakeDingtalk,
} from "../support/dingtalk-platform.ts";

describe("钉钉 AI cards", () => {
  const card = { CARD_TEMPLATE_ID: "tpl.schema", CARD_KEY: "answer" };
  const only = (platform: FakeDingtalk) => {
    expect(platform.cards.size).toBe(1);
    const [[id, shown] = ["", undefined]] = platform.cards;
    return { id, shown };
  };

  it("say what is being done, then show the answer", async () => {
    const { platform, adapter, showProgress, send } = await converse({}, card);
    expect(adapter.capabilities.progressEveryMs).toBe(500);
    await showProgress("正在查找相关文件…");
    await showProgress("还在整理，请稍候。");
    expect(await send()).toMatchObject({ status: "sent" });
    const { shown } = only(platform);
    expect(shown).toMatchObject({ space: "dtv1.card//IM_ROBOT.manager4321", isFinal: true });
    expect(shown?.texts.slice(0, 2)).toEqual(["正在查找相关文件…", "还在整理，请稍候。"]);
    expect(shown?.texts.at(-1)).toContain("取消9个。[1]");
    expect(shown?.texts.at(-1)).toContain(
      "](https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19)",
    );
    expect(platform.messages).toEqual([]);
  });

  it("are opened with the answer where it came at once, for a group too", async () => {
    const { platform, send } = await converse({ conversationType: "2", isInAtList: true }, card);
    await send();
    const { shown } = only(platform);
    expect(shown).toMatchObject({ space: "dtv1.card//IM_GROUP.cidAbC==", isFinal: true });
    expect(shown?.texts).toHaveLength(1);
  });

  it("are one, however often the answer is sent", async () => {
    const { platform, send } = await converse({}, card);
    await send();
    expect(await send()).toMatchObject({ status: "sent" });
    expect(only(platform).shown?.texts).toHaveLength(1);
    expect(platform.messages).toEqual([]);
  });

  it.each([
    ["opened", false],
    ["filled", true],
  ])("that an instance which died had %s are not shown twice", async (_name, isFinal) => {
    const { platform, reply, send } = await converse({}, card);
    const id = `wenban-${reply().sendKey}`.slice(0, 48);
    platform.cards.set(id, { space: "dtv1.card//IM_ROBOT.manager4321", texts: ["…"], isFinal });
    expect(await send()).toMatchObject({ status: "sent" });
    expect(only(platform).shown).toMatchObject({ isFinal: true });
    expect(platform.messages).toEqual([]);
  });

  it("stop saying what is being done when the answer is there", async () => {
    const { platform, showProgress, send } = await converse({}, card);
    await send();
    await showProgress("还在整理，请稍候。");
    expect(only(platform).shown?.texts).toHaveLength(1);
  });

  it("give way to ordinary messages where the app may not open them, and are let be for a while", async () => {
    const { platform, send, showProgress } = await converse({}, card);
    platform.refuse = ({ path }) =>
      path.includes("/card/")
        ? dingtalkError(403, "Forbidden.AccessDenied.AccessTokenPermissionDenied")
        : undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    await showProgress("正在查找相关文件…");
    expect(platform.messages).toHaveLength(1);
    expect(platform.calls.filter((path) => path.includes("/card/"))).toHaveLength(1);
  });

  it("wait when the platform asks to", async () => {
    const { platform, send } = await converse({}, card);
    platform.refuse = ({ path }) =>
      path.includes("streaming") ? dingtalkError(429, "Throttling.Api") : undefined;
    expect(await send()).toMatchObject({ status: "failed", reason: "rate" });
    platform.refuse = () => undefined;
    expect(await send()).toMatchObject({ status: "sent" });
    expect(only(platform).shown).toMatchObject({ isFinal: true });
    expect(platform.messages).toEqual([]);
  });

  it("are not for people from outside the organisation", async () => {
    const { platform, send } = await converse({ senderStaffId: undefined }, card);
    expect(await send()).toMatchObject({ status: "sent" });
    expect(platform.cards.size).toBe(0);
    expect(platform.messages.map(({ to }) => to)).toEqual(["session"]);
  });
});

describe("钉钉 diagnosis", () => {
  const diagnose = async (more: Record<string, string> = {}, fetch = new FakeDingtalk().fetch) => {
    const context = contractBotsContext({ ...contractContext(), fetch });
    const [bot] = readBots(dingtalkEnvironment(more), adapters, context);
    return (await bot?.diagnose()) ?? [];
  };

  it("fetches a token and tells what the console needs", async () => {
    const found = await diagnose();
    expect(found.map(({ status }) => status)).toEqual(["ok", "todo"]);
    expect(found[1]?.text).toContain("https://wenban.example.gov.cn/webhooks/dingtalk/default");
  });

  it("asks for no address in Stream mode", async () => {
    const [, todo] = await diagnose({ CONNECTION: "stream" });
    expect(todo?.text).toContain("Stream");
    expect(todo?.text).not.toContain("https://");
  });

  it.each([
    ["a wrong secret", async () => dingtalkError(400, "invalidClientIdOrSecret"), "invalidClientIdOrSecret"],
    ["no network", async () => Promise.reject(new TypeError("offline")), "连不上"],
  ])("says what is wrong: %s", async (_name, fetch, words) => {
    const [first] = await diagnose({}, fetch);
    expect(first).toMatchObject({ status: "fail", text: expect.stringContaining(words) });
    expect(JSON.stringify(first)).not.toContain(dingtalkApp.secret);
  });
});
