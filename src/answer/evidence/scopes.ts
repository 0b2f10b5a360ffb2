import type { Window } from "./score-windows.ts";
import { sentencesOf } from "./window-text.ts";

/** Parts of one whole that exclude each other: what is said of one holds for none of the others. */
const SCOPES: readonly (readonly RegExp[])[] = [
  [/专职|全职/, /兼职/],
  [/公办|公立/, /民办|私立/],
  [/城镇|城市/, /农村|乡村/],
  [/国有|国企/, /民营|私营|民企/],
  [/上半年/, /下半年/, /[第前]?[一1]季度/, /第?[二2]季度/, /[第前]?[三3]季度/, /第?[四4]季度/],
  [/首月|首年|第一年|首小时/, /次月|次年|第二年|后续/],
  [/幼儿园/, /小学/, /初中/, /高中/],
  [/大专|专科/, /本科|学士/, /硕士/, /博士/],
  [/男性|男职工|男方/, /女性|女职工|女方/],
  [/常住/, /户籍/, /流动/],
];

/**
 * Whether a window speaks of another part of what a folded question asks a part of (兼职 for 专职): it names that one
 * and, with its headings, not the one asked for.
 */
export function isOfOtherScope(question: string, window: Window): boolean {
  const text = sentencesOf(window);
  const around = `${text}\n${window.view.headings}\n${window.view.title}`;
  return SCOPES.some((parts) => {
    const asked = parts.filter((part) => part.test(question));
    const isOther = parts.some((part) => !asked.includes(part) && part.test(text));
    return asked.length > 0 && isOther && !asked.some((part) => part.test(around));
  });
}
