import { fold } from "../../language/fold.ts";
import type { CitedSentence } from "./cited-sentences.ts";

/** Words of an aim, an estimate or a plan; 三年计划 alone is a name. */
const GOAL =
  /力争|争取(?=[在实完于年今明早尽])|预计|预期|有望|目标(?!任务?完成|完成|实现)|计划(?=[于在到完新投建将年今明安]|\d)|拟(?=[于在新建到])/;
/** A goal that is said to be reached is none. */
const REACHED = /(?:完成|实现|达到|超额|提前)[^,，。]{0,8}目标/;
const GOAL_HEADING = /目标|(?:工作|年度|行动)计划|打算|下一步|展望|规划|思路/;
const REPORT_HEADING = /完成|进展|情况|成效|总结|回顾/;
const UNTIL = /到(20\d\d)年/g;

const TRIAL = /试点|试运行|先行先试/;
const TRIAL_TITLE = /试点|试行/;
const PLAN_TITLE = /(?:工作|改革|年度|行动|建设|实施)计划|规划(?!局|和自然|院)|工作要点/;
const DRAFT_TITLE = /征求意见|草案|公开征集/;

/** How far what a sentence says holds: a goal, part of a plan, a trial, a draft, or simply so. */
export type Standing = "goal" | "plan" | "trial" | "draft" | null;

/** What a cited sentence is: a goal where its words, those before them or its heading set one. */
export function standingOf({ citation, document, before }: CitedSentence): Standing {
  const words = fold(citation.shown);
  if (DRAFT_TITLE.test(document.title)) return "draft";
  if (setsGoal(words) || setsGoal(fold(before)) || isAhead(words, citation.publishedAt)) return "goal";
  if (citation.headings.some((heading) => GOAL_HEADING.test(heading) && !REPORT_HEADING.test(heading)))
    return "goal";
  if (PLAN_TITLE.test(document.title)) return "plan";
  return TRIAL.test(words) || TRIAL_TITLE.test(document.title) ? "trial" : null;
}

/** Whether a text itself is worded as a goal. */
export function setsGoal(folded: string): boolean {
  return GOAL.test(folded) && !REACHED.test(folded);
}

/** Whether a text names a year that was still to come when it was published. */
function isAhead(folded: string, publishedAt: string | null): boolean {
  if (publishedAt === null) return false;
  return Array.from(folded.matchAll(UNTIL), ([, year]) => Number(year)).some(
    (year) => year > Number(publishedAt.slice(0, 4)),
  );
}
