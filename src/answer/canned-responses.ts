import { type Outcome, PRODUCT_NAME } from "../domain.ts";
import type { AnswerSettings } from "./settings.ts";

/** Why a question is not answered from documents; each has one fixed, reviewed text. */
export type CannedReason =
  | "greeting"
  | "thanks"
  | "about_bot"
  | "personal_account"
  | "complaint"
  | "report_official"
  | "emergency"
  | "crisis"
  | "violence"
  | "off_topic"
  | "opinion"
  | "attack"
  | "unsafe"
  | "private_person"
  | "office_holder"
  | "still_in_force"
  | "legal_case"
  | "no_source"
  | "weak_source"
  | "other_place"
  | "other_year"
  | "only_counted"
  | "not_in_guide"
  | "not_in_list"
  | "not_listed"
  | "one_edition"
  | "list_not_loaded"
  | "service_failure";

export interface CannedResponse {
  outcome: Outcome;
  text: string;
}

type Text = [Outcome, string];

const NO_GUESS = "为避免误导，这里不作推测。";

/** The fixed texts, in the words of the wording table; `about` is what was looked for. */
export function cannedResponse(reason: CannedReason, settings: AnswerSettings, about = ""): CannedResponse {
  const texts: Record<CannedReason, Text> = {
    ...talk(settings),
    ...handOffs(settings),
    ...unanswered(settings, about),
    ...unlisted(settings, about),
  };
  const [outcome, text] = texts[reason];
  return { outcome, text };
}

/** What is said without any document, and what is declined. */
function talk({ hotline, siteName, region }: AnswerSettings) {
  // The product has no policies; a site that nobody has named answers for its place.
  const whose = siteName === PRODUCT_NAME ? (region?.name ?? "本地") : siteName;
  return {
    greeting: [
      "small_talk",
      `您好，我是${siteName}智能问答助手（AI）。我只根据已公开的政策文件和办事指南回答，并标出原文出处。请不要填写身份证号、银行卡号等个人信息。`,
    ],
    thanks: ["small_talk", "不客气。如果还有政策或办事问题，请直接告诉我。"],
    about_bot: [
      "small_talk",
      `我是${siteName}智能问答助手（AI），根据已收录的政策文件和办事指南回答，每条回答都标出原文。我不能代替经办单位作决定，也查不到个人信息。需要人工请拨打 ${hotline}。`,
    ],
    personal_account: [
      "out_of_scope",
      `我查不到个人的办理进度、余额或资格结果，请不要在这里填写证件号码。请登录当地政务服务网查询，或拨打 ${hotline}。`,
    ],
    off_topic: ["out_of_scope", `这个问题不在本服务范围内。我可以回答${whose}的政策和办事问题。`],
    opinion: ["out_of_scope", "这类看法和评价我不便回答。我可以回答政策和办事问题，并给出原文出处。"],
    attack: ["blocked_input", `这个问题我无法回答。如有政策或办事问题，请直接提问，或拨打 ${hotline}。`],
    unsafe: ["blocked_input", `这个问题我无法回答。如需帮助，请拨打 ${hotline}。`],
    private_person: [
      "out_of_scope",
      `我没有任何个人的信息，也不能帮您查找他人。如需帮助，请拨打 ${hotline}。`,
    ],
  } satisfies Partial<Record<CannedReason, Text>>;
}

/** Where people have to help. */
function handOffs({ hotline }: AnswerSettings) {
  return {
    complaint: [
      "handoff",
      `您反映的情况需要工作人员处理。请拨打 ${hotline}，说明时间、地点、经过和您的诉求，接线员会登记并告诉您编号。`,
    ],
    report_official: [
      "handoff",
      "涉及公职人员的举报，请不要写在这里。您可以拨打纪检监察举报电话 12388，或登录中央纪委国家监委举报网站反映。",
    ],
    emergency: [
      "handoff",
      `如果您或身边的人正处于危险中，请立即拨打 110（报警）、119（火警）或 120（急救）。其他求助请拨打 ${hotline}。`,
    ],
    crisis: [
      "handoff",
      "您现在可能很难受，请先和身边可以信任的人在一起。您可以随时拨打心理援助热线 12356；如有危险，请立即拨打 110 或 120。",
    ],
    violence: [
      "handoff",
      `如果您正受到伤害，请立即拨打 110；受伤请拨打 120。妇女儿童维权可拨打 12338，其他求助请拨打 ${hotline}。`,
    ],
    legal_case: [
      "handoff",
      "这要由法院或仲裁机构根据具体情况认定，我不能判断结果。您可以拨打公共法律服务热线 12348 咨询，或申请法律援助。",
    ],
  } satisfies Partial<Record<CannedReason, Text>>;
}

/** What no document answers. */
function unanswered({ hotline }: AnswerSettings, about: string) {
  const elsewhere = `您可以补充地区或事项再问一次，或拨打 ${hotline}。`;
  return {
    office_holder: [
      "no_source",
      `已收录的文件不能说明现在由谁任职。${NO_GUESS}请以当地政府网站“领导之窗”公布的为准，或拨打 ${hotline}。`,
    ],
    still_in_force: [
      "no_source",
      `已收录的文件没有写明它现在是否有效。${NO_GUESS}请向发文机关核实，或拨打 ${hotline}。`,
    ],
    no_source: ["no_source", `没有在已公开的文件中找到能直接回答${about}的内容。${NO_GUESS}${elsewhere}`],
    weak_source: [
      "weak_source",
      `找到的文件与${about || "您的问题"}只是相近，没有直接写明答案。${NO_GUESS}${elsewhere}`,
    ],
    other_place: ["no_source", `没有找到适用于${about}的文件。别处的规定不一定适用，${NO_GUESS}${elsewhere}`],
    other_year: ["no_source", `已收录的文件没有${about || "这一年的内容"}。${NO_GUESS}${elsewhere}`],
    only_counted: [
      "no_source",
      `文件只写了数量，没有列出${about || "具体名称"}。${NO_GUESS}请向发布单位索取清单，或拨打 ${hotline}。`,
    ],
    service_failure: [
      "error_upstream",
      `暂时无法完成查询，您的问题没有丢失。请稍后再试，或拨打 ${hotline}。`,
    ],
  } satisfies Partial<Record<CannedReason, Text>>;
}

/** What a guide or a list does not tell. */
function unlisted({ hotline }: AnswerSettings, about: string) {
  return {
    not_in_guide: [
      "no_source",
      `办事指南里没有写明${about}，不同地方可能不同。请以当地公布为准，或拨打 ${hotline}。`,
    ],
    not_in_list: ["no_source", `清单没有写明${about}。${NO_GUESS}请向经办单位核实，或拨打 ${hotline}。`],
    not_listed: ["no_source", `${about}。请向经办单位核实，或拨打 ${hotline}。`],
    one_edition: ["no_source", `${about}只收录了一版，无法比较前后变化。您可以拨打 ${hotline} 核实。`],
    list_not_loaded: [
      "no_source",
      `清单本身没有收录，${about}，不能据此回答其中某一项。请向发布单位索取清单，或拨打 ${hotline}。`,
    ],
  } satisfies Partial<Record<CannedReason, Text>>;
}
