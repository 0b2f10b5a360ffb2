import { subjectWords } from "../question/leaning.ts";
import { type Contrast, isSetAgainst, readDeciding, withoutAsking } from "./read-contrast.ts";

/** A question that sets things against each other and leaves it to the turns before to say which. */
export interface SpokenContrast extends Omit<Contrast, "sides"> {
  /** How many they are; null where it does not say. */
  count: number | null;
}

const COUNTS: readonly [RegExp, number][] = [
  [/三|3/, 3],
  [/[两俩二2]|前者/, 2],
];
/** Stands for the things themselves; 两个月, 两个人 do not. */
const POINTING =
  /前者(?:和|跟|与)后者|(?:这|那)?(?:俩|[两二三23](?:个(?!月|工作|小时|星期|人|孩)|[者种项样件家边类]))(?:证|事项?|业务|登记)?(?:之间)?|它们|他们|(?:这|那)些/;
const OPENING = /^(?:那么?|请问|还有|另外|所以|想问一?下?|[,，\s])+/;
/** Asks for one of the places of a matter, and for no matter. */
const WHICH_PLACE = /哪一?[个家](?:窗口|部门|单位|机构|地[方点])/;
const EMPTY = /[都各要有的是得]|分别|咨询|联系|哪一?[个种样边家]|谁|办(?:起来)?|更|[?？。!！,，]/g;

/** Reads a folded question for a contrast of what was spoken of before (两个收费一样吗, 哪个快); null for any other. */
export function readSpokenContrast(folded: string): SpokenContrast | null {
  const text = folded.trim().replace(OPENING, "");
  const pointing = POINTING.exec(text)?.[0] ?? "";
  const { keys, isOfDifference } = readDeciding(text);
  if ((!isOfDifference && pointing === "") || WHICH_PLACE.test(text)) return null;
  const rest = withoutAsking(text.replace(POINTING, " "));
  if (isSetAgainst(rest)) return null;
  const words = subjectWords({ text: rest.replace(EMPTY, " "), known: [] }, null);
  if (words.length > 0) return null;
  const count = COUNTS.find(([says]) => says.test(pointing))?.[1] ?? null;
  return { keys, isOfDifference, count };
}
