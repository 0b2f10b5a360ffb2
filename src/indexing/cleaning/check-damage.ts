import { WenbanError } from "../../errors.ts";

/** What remains of UTF-8 text that went through a wrong decoding twice, or of characters without a code. */
const LOST = /\ufffd|锟斤拷|烫烫烫|屯屯屯/g;
/** Characters that stand close together only in UTF-8 text read as GBK. */
const GARBLED = /[鐨勬槸涓浜嗗湪鏈夊拰鍜銆锛鍏鍒鏂绠鐞鎵璇佷绛鈥]/g;
const LEAST_LOST = 6;
const LOST_SHARE = 0.005;
const GARBLED_SHARE = 0.08;

/**
 * Refuses a text whose words are lost: nobody may quote it.
 * @throws WenbanError `ingest.damaged_text`
 */
export function refuseDamaged(shown: string): void {
  const lost = shown.match(LOST)?.length ?? 0;
  const garbled = shown.match(GARBLED)?.length ?? 0;
  const isLost = lost >= LEAST_LOST && lost > shown.length * LOST_SHARE;
  const isGarbled = garbled >= LEAST_LOST && garbled > shown.length * GARBLED_SHARE;
  if (!isLost && !isGarbled) return;
  const what = isLost ? `有 ${lost} 处文字已经丢失（如「锟斤拷」或 �）` : "文字的编码已经损坏，无法还原";
  throw new WenbanError("unprocessable", "ingest.damaged_text", `${what}，没有收录。`, {
    hint: "请从原网站重新下载，或另找完整的版本。",
  });
}
