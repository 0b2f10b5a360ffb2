import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createForgetCommand, hashPerson } from "../../src/conversation/forget-command.ts";
import { openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import { createPaperAdapter, type PaperNote, writePaper } from "../support/paper-platform.ts";

let desk: TestDesk;
let notes: PaperNote[];
afterEach(() => desk.close());
afterAll(removeTestFolders);

function openPaperDesk(env: Record<string, string> = {}, userRate = 20) {
  notes = [];
  const paper = createPaperAdapter(async (note) => {
    notes.push(note);
    return { status: "sent", platformMessageId: null };
  });
  desk = openDesk({
    definitions: [paper],
    env: { WENBAN_PAPER_SECRET: "paper-secret", ...env },
    userRate,
    commands: [
      {
        name: "forget",
        matches: (text) => command().matches(text),
        run: (message) => command().run(message),
      },
    ],
  });
  return desk;
}

const command = () => createForgetCommand(desk.conversations.records, desk.controls);
const answers = () => desk.rows("answers").map(({ answer }) => JSON.parse(String(answer)));

async function write(...messages: Parameters<typeof writePaper>) {
  await desk.webhooks.handle(writePaper(...messages), "paper");
  await desk.idle();
}

describe("a pause", () => {
  it("of the platform is told to everybody who asks, and is over when it is resumed", async () => {
    openPaperDesk();
    await desk.controls.append({ type: "paused", face: "paper", reason: "系统维护" }, "test");
    await write({ id: "1" });
    expect(notes.at(-1)?.text).toBe("智能问答暂停服务：系统维护。您可以拨打 12345。");
    expect(desk.asked).toEqual([]);
    await desk.controls.append({ type: "resumed", face: "paper" }, "test");
    await desk.clock.advance(1000);
    await write({ id: "2" });
    expect(notes.at(-1)?.text).toContain("取消9个");
  });
});

describe("what is kept", () => {
  it("is told once, with how to have it deleted", async () => {
    openPaperDesk();
    await write({ id: "1" });
    await write({ id: "2" });
    await write({ id: "3", user: "u2" });
    const told = answers().map(({ notices }) => notices.map(({ code }: { code: string }) => code));
    expect(told).toEqual([["privacy"], [], ["privacy"]]);
    expect(answers()[0].notices[0].text).toContain("30 天");
  });

  it.each(["删除我的记录", "请帮我删除我的所有聊天记录。", "刪除我的記錄", "清空我的对话记录"])(
    "is deleted on %s, and only the sender's",
    async (text) => {
      openPaperDesk();
      await write({ id: "1", text: "我的低保怎么办" });
      await write({ id: "2", user: "u2", text: "居住证怎么办" });
      await write({ id: "3", text });
      expect(notes.at(-1)?.text).toContain("已删除");
      const kept = JSON.stringify([desk.rows("inbox"), desk.rows("answers")]);
      expect(kept).not.toContain("低保");
      expect(kept).toContain("居住证");
      const [{ change } = { change: null }] = await desk.controls.changes(0);
      const personHash = await hashPerson("u1");
      expect(change).toMatchObject({ type: "forgotten", personHash, channel: "paper/default" });
      expect(JSON.stringify(change)).not.toContain('"u1"');
    },
  );

  it("is deleted also for those who have asked too often", async () => {
    openPaperDesk({}, 1);
    await write({ id: "1", text: "我的低保怎么办" });
    await write({ id: "2", text: "居住证怎么办" });
    await write({ id: "3", text: "删除我的记录" });
    expect(notes.map(({ text }) => text).slice(-2)).toEqual([
      expect.stringContaining("比较频繁"),
      expect.stringContaining("已删除"),
    ]);
  });

  it.each(["怎么删除我的犯罪记录", "我的记录", "删除我的记录要多久", "我要删除户籍记录"])(
    "is not deleted on %s, which asks something",
    async (text) => {
      openPaperDesk();
      await write({ id: "1", text });
      expect(desk.asked).toHaveLength(1);
    },
  );
});

it("a bot asks for its own region and documents", async () => {
  openPaperDesk({ WENBAN_PAPER_REGION: "330106", WENBAN_PAPER_SCOPE: "xihu/, city/" });
  await write({ id: "1" });
  expect(desk.asked[0]).toMatchObject({ region: "330106", scope: ["xihu/", "city/"], audience: "public" });
});
