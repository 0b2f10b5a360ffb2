import { type Answer, isAnswered } from "../../domain.ts";
import { acceptedOutcomes, expectationOf } from "../expectation.ts";
import { type Fault, fault } from "../fault.ts";
import type { SuiteItem } from "../suite.ts";
import { normalise, someWording } from "./answer-text.ts";
import type { ReadDocument } from "./known-document.ts";

/** Most choices of a clarification that a phone shows and a person reads. */
const MOST_OPTIONS = 4;
/** A telephone number or an office: somewhere to go. */
const SIGNPOST =
  /\d{3,}|热线|窗口|大厅|柜台|网站|政务服务|部门|单位|机关|公安|派出所|法院|检察院|仲裁|信访|医院|社区|街道|[\p{sc=Han}]{2}[局委办厅]/u;

/** The outcome is one of those accepted; a refusal that should point somewhere does. */
export function judgeOutcome(item: SuiteItem, answer: Answer): Fault[] {
  const { outcome, text } = answer;
  if (!acceptedOutcomes(item).includes(outcome)) return [nameFault(item, answer)];
  const needsSignpost = item.route === "refuse_with_signpost";
  return needsSignpost && !isSignposted(text) ? [fault("not_signposted")] : [];
}

/** Whether the text says where to go. */
export function isSignposted(text: string): boolean {
  return SIGNPOST.test(text);
}

function nameFault(item: SuiteItem, { outcome }: Answer): Fault {
  const expectation = expectationOf(item);
  if (expectation === "clarify") return fault("not_asked", outcome);
  if (expectation === "answer" && !isAnswered(outcome)) return fault("not_answered", outcome);
  if (expectation === "decline" && isAnswered(outcome)) return fault("not_declined", outcome);
  return fault("outcome", `${outcome}，应为 ${acceptedOutcomes(item).join(" | ")}`);
}

/** The choices of a clarification are few and hold what was meant. */
export async function judgeOptions(
  item: SuiteItem,
  { outcome, options = [] }: Answer,
  readDocument: ReadDocument,
): Promise<Fault[]> {
  if (outcome !== "clarify") return [];
  const faults = options.length > MOST_OPTIONS ? [fault("options_many", String(options.length))] : [];
  const offered = options.flatMap(({ label, question }) => [label, question]).map(normalise);
  for (const wanted of item.clarify ?? []) {
    const title = (await readDocument(wanted))?.title;
    const wordings = title === undefined ? wanted : title;
    const isOffered = someWording(wordings, (wording) =>
      offered.some((choice) => choice.includes(normalise(wording))),
    );
    if (!isOffered) faults.push(fault("option_missing", wanted));
  }
  return faults;
}

/** Every notice expected stands before the answer. */
export function judgeNotices(item: SuiteItem, answer: Answer): Fault[] {
  const given = new Set(answer.notices.map(({ code }) => code));
  return item.notices.filter((code) => !given.has(code)).map((code) => fault("notice_missing", code));
}

/** The guide that the answer was taken from, or null where it was taken from none. */
export function matchedGuide({ procedure, citations }: Answer): string | null {
  return procedure?.documentId ?? citations[0]?.documentId ?? null;
}

/** The guide matched is one of those expected. */
export function judgeGuide({ procedure }: SuiteItem, answer: Answer): Fault[] {
  if (procedure.length === 0) return [];
  const matched = matchedGuide(answer);
  return matched !== null && procedure.includes(matched) ? [] : [fault("guide_other", matched ?? "无")];
}
