const NOW = /现在|目前|如今|今天|今年|眼下|当下|这会儿|这阵子|当前|最近|至今|到现在|直到/;
/** A state that may have changed since; what is required or allowed (还要, 还能) is a rule and no state. */
const CHANGED =
  /还(?![要得需能用可有是会])|仍|又|继续|恢复|保住|变了|改了|停了|撤了|关了|作废|还是.{2,12}(?:吗|么)/;
const ASKS_WHETHER = /吗|没有|有没有|是不是|是否|(?<![什怎多那这])么|没[?？]?$|不[?？]?$/;
/** Offices that one person holds, as a piece of a pattern. */
export const OFFICE =
  "(?:书记|区长|市长|县长|镇长|局长|主任|部长|省长|处长|科长|院长|校长|负责人|一把手|领导)";
const HOLDER = new RegExp(
  `${OFFICE}(?:${NOW.source})?的?(?:还|都)?(?:是|叫|为|姓)?(?:谁|哪位|哪一位|哪个人|什么名|啥名|什么|换人|换了)|谁(?:是|当|在当|来当|任).{0,10}${OFFICE}`,
);

/** Who came after: 负责人换成谁了, 谁接任. */
const SUCCESSOR =
  /换(?:成|了|过)?(?:谁|哪位|什么人|人)|(?:谁|哪位|什么人|哪个)[^,，。?？]{0,4}(?:接任|继任|接班|接替|顶替|接手当)|(?:新任|继任|接任|新上任)的?[^,，。?？]{0,8}(?:谁|哪位|叫什么|姓什么)/;

/** Whether a folded question asks who holds an office at present; no dated text can tell. */
export function asksOfficeHolder(folded: string): boolean {
  return (
    (NOW.test(folded) && HOLDER.test(folded)) || (new RegExp(OFFICE).test(folded) && SUCCESSOR.test(folded))
  );
}

/** Whether a folded question asks if something is still so, or has changed, at present. */
export function asksCurrentState(folded: string): boolean {
  return NOW.test(folded) && CHANGED.test(folded) && ASKS_WHETHER.test(folded);
}
