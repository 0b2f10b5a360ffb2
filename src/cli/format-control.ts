import { adapters } from "../adapters/index.ts";
import type { ControlChange } from "../control/control-change.ts";

const PLATFORMS = adapters.map(({ name }) => name).join("|");

/** The faces that can be paused. */
export const FACES = new RegExp(`^(?:all|web|api|(?:${PLATFORMS})(?:/\\w{1,40})?)$`);

/** A moment as people in China write it, to the minute. */
export function formatMoment(iso: string): string {
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Asia/Shanghai",
    dateStyle: "short",
    timeStyle: "short",
  }).format(new Date(iso));
}

/** A recorded change in a sentence. */
export function describeChange(change: ControlChange): string {
  switch (change.type) {
    case "paused":
      return `暂停 ${change.face}：${change.reason}`;
    case "resumed":
      return `恢复 ${change.face}`;
    case "notice_set":
      return `发布通知：${change.text}${change.until === null ? "" : `（至 ${formatMoment(change.until)}）`}`;
    case "notice_cleared":
      return "撤下通知";
    case "key_created":
      return `新建密钥 ${change.key.id}（${change.key.name}，${change.key.audience}）`;
    case "key_revoked":
      return `停用密钥 ${change.id}`;
    case "forgotten":
      return `删除个人记录 ${change.personHash.slice(0, 12)}（${change.messages} 条消息）`;
  }
}
