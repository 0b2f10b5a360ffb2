const WHOSE =
  "(?:我|本人|咱|俺)(?:们|家|妈|爸|父母|父亲|母亲|爷爷|奶奶|儿子|女儿|孩子|老婆|老公|爱人|丈夫|妻子)?";
const ABLE =
  "(?:能不能|能否|可不可以|是否可以|可以|能|算不算|够不够|够|符不符合|是否符合|符合|有没有|是否有|有)";
const OF_WHAT = "(?:条件|资格|申请|申领|享受|领取?|办理?|评|补贴|补助|津贴|低保|落户|购买|报名|入学)";
const ASKS = new RegExp(`${WHOSE}[^。?？]{0,30}?${ABLE}[^,，。?？]{0,12}?${OF_WHAT}`);
/** Questions for something else than whether. */
const OTHERWISE =
  /哪|怎么|咋|如何|多少|什么|啥|几|多久|谁|(?:网上|线上|手机上|异地|外地)[^,，]{0,4}(?:办|申请|领)|代办|邮寄/;
const WHETHER = /[吗嘛么不没]|能不能|能否|是否|可不可以|符不符合|够不够|有没有|[?？]$/;

/** Whether somebody asks if they themselves, or theirs, are entitled to something. */
export function asksEligibility(folded: string): boolean {
  return ASKS.test(folded) && WHETHER.test(folded) && !OTHERWISE.test(folded);
}
