import type { ControlStore } from "../control/control-store.ts";
import type { CommandContext } from "./command-context.ts";
import type { NoticeOptions, PauseOptions } from "./control-options.ts";
import { describeChange, FACES, formatMoment } from "./format-control.ts";
import { requireText, withRecord } from "./open-record.ts";
import type { CommonOptions } from "./options.ts";
import { describeKey } from "./run-key.ts";
import { badArgument } from "./terminal.ts";

/** `wenban pause`: without a face, what is paused now. */
export async function runPause(
  face: string | undefined,
  options: PauseOptions,
  context: CommandContext,
): Promise<void> {
  await withRecord(options, context, async ({ state, change }) => {
    if (face === undefined) {
      const pauses = [...state.pauses.values()];
      if (options.json) return JSON.stringify({ pauses });
      const lines = pauses.map(
        ({ face: name, reason, since }) => `${name}  ${formatMoment(since)} 起：${reason}`,
      );
      return lines.length > 0 ? lines.join("\n") : "没有暂停的入口。Nothing is paused.";
    }
    const reason = requireText(options.reason, "请用 --reason 写明原因，会告诉每位提问的人。Give a reason.");
    await change({ type: "paused", face: checkFace(face), reason: reason.replace(/[。.！!]+$/u, "") });
    if (options.json) return JSON.stringify({ face, reason, paused: true });
    return `已暂停 ${face}，运行中的服务 10 秒内生效。恢复：wenban resume ${face}`;
  });
}

/** `wenban resume`. */
export async function runResume(
  face: string,
  options: CommonOptions,
  context: CommandContext,
): Promise<void> {
  await withRecord(options, context, async ({ state, change }) => {
    if (!state.pauses.has(face)) {
      const paused = [...state.pauses.keys()].join("、") || "无";
      throw badArgument(`${face} 没有暂停。It is not paused.`, `现在暂停的：${paused}。`);
    }
    await change({ type: "resumed", face });
    return options.json ? JSON.stringify({ face, paused: false }) : `已恢复 ${face}。`;
  });
}

/** `wenban notice`: without a text, the notice of now. */
export async function runNotice(
  text: string | undefined,
  options: NoticeOptions,
  context: CommandContext,
): Promise<void> {
  await withRecord(options, context, async ({ state, change }) => {
    if (options.clear) {
      if (text !== undefined) throw badArgument("--clear 和通知内容只能用一个。Give one of them.");
      await change({ type: "notice_cleared" });
      return options.json ? JSON.stringify({ notice: null }) : "已撤下通知。";
    }
    if (text === undefined) {
      if (options.json) return JSON.stringify({ notice: state.notice });
      return state.notice ? describeNotice(state.notice) : "没有通知。There is no notice.";
    }
    const until = options.until ?? null;
    if (until !== null && Date.parse(until) <= Date.now())
      throw badArgument("--until 已经过去了。It is in the past.");
    const notice = { text: requireText(text, "通知是空的。The notice is empty."), until };
    await change({ type: "notice_set", ...notice });
    return options.json ? JSON.stringify({ notice }) : `已发布：${describeNotice(notice)}`;
  });
}

function describeNotice({ text, until }: { text: string; until: string | null }): string {
  return until === null ? text : `${text}（至 ${formatMoment(until)}）`;
}

/** `wenban audit`. */
export async function runAudit(options: CommonOptions, context: CommandContext): Promise<void> {
  await withRecord(options, context, async ({ store }) => {
    const recorded = await store.changes(0);
    if (options.json) return JSON.stringify({ changes: recorded.map(describeRecorded) });
    const lines = recorded.map(
      ({ at, actor, change }) => `${formatMoment(at)}  ${actor}  ${describeChange(change)}`,
    );
    return lines.length > 0 ? lines.join("\n") : "还没有记录。Nothing is recorded.";
  });
}

function describeRecorded({ change, ...recorded }: Awaited<ReturnType<ControlStore["changes"]>>[number]) {
  return {
    ...recorded,
    change: change.type === "key_created" ? { ...change, key: describeKey(change.key) } : change,
  };
}

function checkFace(face: string): string {
  if (FACES.test(face)) return face;
  throw badArgument(
    `没有这个入口：${face}。No such face.`,
    "可用：web、api、平台名（如 wechat）、平台/机器人（如 wechat/default）、all。",
  );
}
