/** What a case of a guide is about: who acts, what for, for whom, by which way. */
export type BranchTrait =
  | "self"
  | "agent"
  | "minor"
  | "first"
  | "renew"
  | "replace"
  | "organisation"
  | "person"
  | "online"
  | "window";

/** Traits of one group exclude one another: who asks for one does not want the others. */
export const TRAIT_GROUPS: readonly (readonly BranchTrait[])[] = [
  ["self", "agent", "minor"],
  ["first", "renew", "replace"],
  ["organisation", "person"],
  ["online", "window"],
];

/** The names of cases with the words that guides use for them. */
const CASES: readonly { name: string; words: string }[] = [
  { name: "本人", words: "本人|申请人本人|自己|本人亲自|本人到场|本人现场|本人前来" },
  {
    name: "代办",
    words:
      "代办|委托|委托代办|委托他人|委托他人代办|他人代办|由他人代办|代理|代理人|委托代理|委托代理人|受托人|被委托人|代为|委托他人代为|代领|代办人|亲属代办|近亲属代办|家属代办",
  },
  { name: "监护人代办", words: "监护人|监护人代办|由监护人代办|监护人代为|父母代办|法定代理人" },
  {
    name: "未成年人",
    words:
      "未成年人|未成年|未成年子女|未成年儿童|儿童|婴幼儿|未满16周岁|未满16周岁未成年人|未满16周岁的未成年人|未满16周岁公民|未满十六周岁|未满18周岁|未满18周岁的未成年人|不满16周岁|不满16周岁未成年人",
  },
  { name: "新办", words: "新办|首次|首次申领|首次申请|初次|初次申领|初次申请|新申领|首领|新领|首次登记" },
  { name: "换领", words: "换领|换证|换发|到期换领|到期换证|期满换领|期满换证|有效期满换领|损坏换领" },
  { name: "补领", words: "补领|补办|补证|补发|遗失补办|遗失补领|丢失补领|丢失补办|挂失补办|挂失补领" },
  { name: "单位", words: "单位|用人单位|单位经办" },
  { name: "企业", words: "企业|法人|企业法人|公司" },
  { name: "个人", words: "个人|自然人|灵活就业人员" },
  { name: "线上", words: "线上|网上|在线|网络|互联网|掌上|手机|线上渠道|网上渠道" },
  { name: "窗口", words: "窗口|线下|现场|柜台|大厅|实体大厅|线下窗口|现场窗口|线下渠道" },
];

const names = new Map(CASES.flatMap(({ name, words }) => words.split("|").map((word) => [word, name])));

const LONGEST_CASE = 30;
const LEAD = /^(?:如为|如果是|如是|属于|若为|由)/;
const TAIL = /(?:的|时|情形|情况|人员|办理|申办|申请|申领|提交|提供|适用|渠道|方式|类)$/;

/** The case that a text names and nothing else (委托他人代办 → 代办); null for any other text. */
export function readBranch(text: string): string | null {
  let rest = text.replace(/\s/g, "");
  if (rest.length > LONGEST_CASE) return null;
  for (;;) {
    const name = names.get(rest);
    if (name !== undefined) return name;
    const shorter = TAIL.test(rest) ? rest.replace(TAIL, "") : rest.replace(LEAD, "");
    if (shorter === rest || shorter === "") return null;
    rest = shorter;
  }
}

/** Words that tell what a case, however it is worded, is about. */
const TRAITS: readonly [BranchTrait, RegExp][] = [
  ["self", /本人|亲自|自己/],
  ["agent", /代办|委托|受托|代理|他人|代为|代领|监护人/],
  [
    "minor",
    /未成年|未满\s?(?:1[0-8]|十[六八]?)\s?周?岁|不满\s?(?:1[0-8]|十[六八]?)\s?周?岁|儿童|婴|监护人|子女/,
  ],
  ["first", /首次|初次|新办|新领|新申/],
  ["renew", /换领|换证|换发|到期|期满|延续/],
  ["replace", /补领|补办|补证|补发|遗失|丢失|挂失/],
  ["organisation", /单位|企业|法人|公司|机构/],
  ["person", /个人|自然人|灵活就业/],
  ["online", /线上|网上|在线|网络|互联网|掌上|手机|app|小程序/i],
  ["window", /窗口|线下|现场|柜台|大厅/],
];

/** What the name of a case is about; empty for one of another kind. */
export function branchTraits(branch: string): BranchTrait[] {
  const text = branch.replace(/非本人|法定代理人/g, (word) => (word === "非本人" ? "他人" : "监护人"));
  return TRAITS.filter(([, pattern]) => pattern.test(text)).map(([trait]) => trait);
}
