import { fold } from "../../language/fold.ts";

/** Longer cells are no labels; it also bounds the work on hostile ones. */
const LONGEST_LABEL = 60;

const FORM_NOTE = /[（(](?:必填|选填|必选|必录|非必填|可不填|可选)[^（()）]{0,10}[）)]/g;
const BRACKETS = /[（(【[][^（()）【】[\]]{0,40}[）)】\]]/g;

/** A column's label as it is kept: on one line, without spacing between characters and without marks of a form. */
export function cleanLabel(cell: string): string {
  return cell
    .slice(0, LONGEST_LABEL * 2)
    .split(/\s/)
    .filter((part) => part !== "")
    .join(" ")
    .replace(/(?<=[\p{Script=Han}（）()、/]) | (?=[\p{Script=Han}（）()、/])/gu, "")
    .replace(FORM_NOTE, "")
    .replace(/[*＊★※]/g, "")
    .trim();
}

/** A label for comparison: folded, without white space, marks and notes in brackets. */
export function matchLabel(label: string): string {
  const flat = fold(cleanLabel(label)).replace(/\s/g, "");
  const bare = flat.replace(BRACKETS, "").replace(/[:：]$/, "");
  return bare === "" ? flat : bare;
}

/** Whether a cell is empty but for white space. */
export function isBlank(cell: string): boolean {
  return cell.trim() === "";
}

const NUMBER_LIKE = /^[\d\s.,%+\-/:：年月日()（）#]+$/;
const SENTENCE = /[。；;！!？?，,]/;

/** Whether a cell could be a column's label: short words without a sentence, a number or a value. */
export function isLabelLike(cell: string): boolean {
  const label = matchLabel(cell);
  if (label === "" || label.length > 20 || cell.length > LONGEST_LABEL) return false;
  if (!/\p{L}/u.test(label) || NUMBER_LIKE.test(label)) return false;
  if (/\d{3}/.test(label) || /[:：]./.test(label)) return false;
  return !SENTENCE.test(label);
}

const KNOWN_ENDS =
  /(?:序号|名称|姓名|事项|项目|编号|编码|代码|单位|部门|主体|机构|机关|层级|级别|区域|范围|地区|镇街|乡镇|街道|区县|依据|条款|方式|意见|情况|状态|结果|类型|类别|分类|性质|时间|日期|期限|时限|地址|地点|电话|联系人|负责人|材料|条件|流程|程序|对象|标准|备注|说明|用途|内容|职权|权力|责任|代办点|服务点|网点|别名|简称|俗称|又称|曾用名|决定|措施|数量|份数|链接|网址|次数|收费|费用|渠道|来源|生效|截止|起始|^序|^name|^status|^code)$/;

/** Whether a cell reads like the label of a column of a list or a table of guides. */
export function isHeaderWord(cell: string): boolean {
  return isLabelLike(cell) && KNOWN_ENDS.test(matchLabel(cell));
}
