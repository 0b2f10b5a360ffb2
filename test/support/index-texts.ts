import type { IndexEntry } from "../../src/retrieval/lexical-index.ts";
import { indexEntry } from "./index-entries.ts";

const SUBJECTS = ["公积金提取", "身份证补领", "营业执照登记", "居住证申领", "护照换发", "不动产过户"];
const STEPS = ["提交申请材料", "窗口受理审核", "缴纳工本费", "领取办理结果", "预约办理时间", "查询办理进度"];
const PLACES = ["政务服务中心", "派出所", "社区服务站", "网上办事大厅", "自助终端"];

/** `count` passages about a few subjects, every seventh internal. The same for the same count. */
export function indexTexts(count: number): IndexEntry[] {
  return Array.from({ length: count }, (_, i) => {
    const [subject, step, place] = [SUBJECTS[i % 6], STEPS[(i * 5) % 6], PLACES[(i * 3) % 5]];
    const body = `${subject}第${i}项：申请人到${place}${step}，${i % 20}个工作日内办结。${STEPS[i % 6]}后短信告知。`;
    return indexEntry(`d${Math.floor(i / 3)}#${i % 3}`, body, {
      visibility: Math.floor(i / 3) % 7 === 0 ? "internal" : "public",
      title: `${subject}指南`,
    });
  });
}
