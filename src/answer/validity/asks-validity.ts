const STATE = "(?:有效|生效|作废|废止|废除|失效|过期|到期|施行|实施|执行|管用|适用|算数)";
const ASKS = [
  new RegExp(
    `(?:还|是否|是不是|有没有|有无|仍|目前|现在|已经?|早就|开始).{0,4}${STATE}.{0,4}(?:吗|么|没|嘛|呢|不|$)`,
  ),
  new RegExp(`${STATE}(?:了)?(?:吗|没|没有|么|不|否|嘛)[?？。]?$`),
  new RegExp(`(?:什么时候|何时|啥时候|几时|哪天|哪一天|哪年|从哪).{0,6}${STATE}`),
  /有效期(?:限)?(?:是|为|到|有|至)?(?:多久|多长|几年|多少|什么时候|何时|哪)/,
  /(?:被|让)(?:什么|哪个|哪份|哪一份|啥).{0,8}(?:替代|取代|代替|废止)/,
  /(?:用|按)的?还是(?:这|那|老|旧)/,
];

/** Whether a folded question asks if or until when a rule applies. */
export function asksValidity(folded: string): boolean {
  const asked = folded.replace(/[?？!！。\s]+$/, "");
  return ASKS.some((pattern) => pattern.test(asked));
}

/** The question without what asks for validity: what is left names the document or the matter. */
export function namedMatter(folded: string): string {
  const quoted = /《([^《》]{4,80})》/.exec(folded)?.[1];
  if (quoted !== undefined) return quoted;
  return folded
    .replace(/[?？!！。,，\s]/g, "")
    .replace(/什么时候|何时|啥时候|几时|哪一?天|哪年|有效期限?|多久|多长|几年|被(?:什么|哪[个份]).*$/g, "")
    .replace(
      new RegExp(
        `(?:还|是否|是不是|有没有|仍然?|目前|现在|如今|已经?|早就|在|开始|继续){0,3}${STATE}了?(?:吗|没有?|么|不|否|嘛|呢)?`,
        "g",
      ),
      "",
    )
    .replace(/请问|想问一?下|那个|这个|这份|那份|我想知道|还|吗|呢|的规定$|是$/g, "");
}
