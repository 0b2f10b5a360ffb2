/** Words that lists are called by. */
const LIST_WORD = /清单|目录|名录|名单|一览表|汇总表|登记表|明细表|台账|台帐|花名册|表$/;
const TITLE_NOISE = /^(?:附件|附表|附录)\s?[:：]?\s?[\d一二三四五六七八九十]{0,3}\s?[:：、.．]?\s?|^[#\s]+/;
const LABELLED_LINE =
  /^(?:填报|制表|编制|发布|公布|审核|更新|单位|部门|日期|时间|备注|注|说明|联系|是否)[^：:]{0,8}[:：]/;
const LONGEST_TITLE = 80;
const SHORTEST_TITLE = 4;

/** Whether a text names a list. */
export function isListTitle(text: string): boolean {
  const line = text.trim();
  return (
    line.length <= LONGEST_TITLE &&
    LIST_WORD.test(bareTitle(line)) &&
    bareTitle(line).length >= SHORTEST_TITLE &&
    !/[。；;\t]/.test(line) &&
    !LABELLED_LINE.test(line)
  );
}

/** The title of a list among the lines that stand above its header: the last that names a list, else the first plain one. */
export function chooseTitle(lines: readonly string[]): string | null {
  const clean = lines.map((line) => line.replace(TITLE_NOISE, "").trim()).filter((line) => line !== "");
  const named = clean.filter(isListTitle);
  const plain = clean.find(
    (line) =>
      line.length <= LONGEST_TITLE &&
      !LABELLED_LINE.test(line) &&
      !/[。；;：:\t]/.test(line) &&
      /\p{Script=Han}{4}/u.test(line),
  );
  return named.at(-1) ?? plain ?? null;
}

/** A name out of a file's name or a sheet's; null for one that says nothing, such as Sheet1. */
export function titleOfFileName(name: string): string | null {
  const bare = name
    .replace(/^.*[/\\]/, "")
    .replace(/\.[A-Za-z]{2,5}$/, "")
    .replace(TITLE_NOISE, "")
    .trim();
  return /^(?:sheet|工作表|表)\s?\d{0,3}$/i.test(bare) || !/\p{Script=Han}{2}/u.test(bare) ? null : bare;
}

function bareTitle(title: string): string {
  return title.replace(/[（(〔[][^（()）〔〕[\]]{0,30}[）)〕\]]/g, "").trim();
}

const EDITION_WORDS = [
  /[（(](?=[^（()）]{0,30}(?:\d{4}|版|批|修订|调整|试行|截至|完整|全量|全部|部分|节选|摘录|示例|征求意见|第[一二三四五六七八九十\d]))[^（()）]{0,30}[）)]/g,
  /(?<![〔[\d])(?:19|20)\d{2}(?![〕\]\d])\s?年?度?(?:第?[一二三四五六七八九十\d]{1,3}[批期])?(?:修订|调整|更新)?(?:版|本(?![级市区县省部]))?/g,
  /第[一二三四五六七八九十\d]{1,3}[批期版]/g,
  /(?:完整|修订|最新|正式|全量|试行)版/g,
];
/** A place at the beginning: 浙江省杭州市余杭区, but no 小区, 城市 or 市级. */
const PLACE =
  /^(?:[\p{Script=Han}]{2,7}?(?:省|自治区|自治州|州|盟|(?<![城都超上门])市|(?<![小社园地城校库林矿灾辖景])区|县|旗|镇|乡|街道)(?![级直属内外域划民管]))+(?:人民政府|政府)?/u;

/**
 * The list's name as all its editions share it: 「示范市青湖区取消证明事项清单（2025年版）」 is 取消证明事项清单.
 * The title itself where nothing would be left.
 */
export function nameOfList(title: string): string {
  const inner = /《([^《》]{2,60})》/.exec(title)?.[1] ?? aboutWhat(title);
  let name = inner.replace(TITLE_NOISE, "");
  for (const words of EDITION_WORDS) name = name.replace(words, "");
  name = name.replace(/^[\s_\-—–·、:：]+/, "").replace(/[\s_\-—–·、:：]{1,20}$/, "");
  const local = name.replace(PLACE, "").replace(/^(?:全|本|我)(?:省|市|区|县|镇)/, "");
  const rest = LIST_WORD.test(local) && local.length >= 4 ? local : name;
  return rest.replace(/\s/g, "") || title;
}

/** 「关于公布…清单的通知」 is about the list. */
function aboutWhat(title: string): string {
  const about = /关于(?:公布|印发|发布|调整|更新|编制)([^。]{2,60}?)的(?:通知|公告|通告|决定|通报)/.exec(
    title,
  )?.[1];
  return about ?? title;
}
