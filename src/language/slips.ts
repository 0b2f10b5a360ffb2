import { readingsOf } from "./readings.ts";

/** Characters that hands and eyes take for one another though they do not sound alike. */
const LOOK_ALIKE =
  "末未 己已巳 人入 土士 昏婚 贷货 拆折 券卷 廷延 侯候 兔免 籍藉 住往 拨拔 缴激 赡瞻 帐账 嬴赢 暑署 辩辨 竞竟 晴睛 孤狐".split(
    " ",
  );

/** Whether one character may have been typed for another: they share a reading, to ears that tell neither zh from z nor ing from in, or look alike. */
export function isSlip(typed: string, meant: string): boolean {
  if (typed === meant) return false;
  if (LOOK_ALIKE.some((group) => group.includes(typed) && group.includes(meant))) return true;
  const heard = readingsOf(typed).map(blurReading);
  return readingsOf(meant).some((reading) => heard.includes(blurReading(reading)));
}

/** Whether two characters share a toneless reading. */
export function soundSame(left: string, right: string): boolean {
  const readings = readingsOf(right);
  return readingsOf(left).some((reading) => readings.includes(reading));
}

/** A reading as many ears hear it: zh as z, ch as c, sh as s, ng as n. */
function blurReading(reading: string): string {
  return reading.replace(/^([zcs])h/, "$1").replace(/ng$/, "n");
}
