import type { CannedReason } from "../canned-responses.ts";

/** What no guide can tell, though the question names its item; tried in order. */
const BEYOND: readonly { reason: CannedReason; pattern: RegExp; unless?: RegExp }[] = [
  {
    // One's own record, reckoned or looked up: only the office that keeps it can.
    reason: "personal_account",
    pattern:
      /(?:帮我|给我|替我|麻烦)(?:看|查|算)一?下?[^,，?？]{0,6}(?:我|俺|咱)的?|我的?[^,，。?？]{0,8}(?:还差|还剩|还有)(?:几|多少)|(?:审|办|批|走)[^,，。?？]{0,3}到(?:哪|什么)/,
    unless: /(?:怎么|如何|在哪|哪里|去哪)[^,，?？]{0,4}(?:查|看|算)/,
  },
  {
    // What is free today: known to the booking system alone.
    reason: "personal_account",
    pattern:
      /(?:哪天|今天|明天|后天|这周|下周|周[一二三四五六日末]|几点|现在|最近)[^,，。?？]{0,6}(?:有(?:没有)?(?:空|位|号|名额)|约得上|能约上|排得上)|还有(?:号|名额|空位|位置)(?:吗|没|么)/,
  },
];

/** Why a folded question is beyond any guide; null for one that a guide may answer. */
export function beyondGuides(folded: string): CannedReason | null {
  const rule = BEYOND.find(({ pattern, unless }) => pattern.test(folded) && !unless?.test(folded));
  return rule?.reason ?? null;
}

/** What a court or an arbitrator decides in one's own case. */
const CASE =
  /判给(?:我|俺|谁|他|她)|(?:能|会)(?:不会|不能)?(?:打)?赢(?:官司|吗|不|么)|官司[^,，。?？]{0,4}(?:赢|输)|胜诉/;

/** Whether a folded question wants to know how a case will be decided; declined where no text answers it. */
export function asksForVerdict(folded: string): boolean {
  return CASE.test(folded);
}
