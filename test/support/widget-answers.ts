import type { AnswerQuestion } from "../../src/answer/types.ts";
import type { Answer, Citation } from "../../src/domain.ts";
import { sampleAnswer } from "./sample-answer.ts";

const [cited] = sampleAnswer().citations as [Citation];
const second: Citation = {
  ...cited,
  number: 2,
  documentId: "hekou/2019",
  title: "河口区2019年证明事项清理办法",
  validity: "repealed",
  page: 3,
  url: null,
};
const field = (key: string, label: string, values: string[]) => ({
  key,
  label,
  values,
  branch: null,
  start: 0,
  end: 9,
  source: null,
});

/** One question for each kind of answer that the widget shows. */
const ANSWERS: Record<string, Partial<Answer>> = {
  居住证怎么办: {
    outcome: "answered_procedure",
    generatedBy: "procedure",
    text: "居住证申领\n办理材料：居民身份证；近期照片[1]\n办理流程：登记；领证[1]\n网上办理：https://qa.example/apply[1]\n咨询电话：0546-5550102[1]",
    procedure: {
      documentId: "guide",
      name: "居住证申领",
      fields: [
        field("materials", "办理材料", ["居民身份证（原件1份）", "近期免冠照片1张"]),
        field("steps", "办理流程", ["到派出所登记", "凭回执领证"]),
        field("online", "网上办理", ["https://qa.example/apply"]),
        field("phone", "咨询电话", ["0546-5550102"]),
      ],
    },
  },
  取消了几个事项: {
    options: [{ label: "2019年呢？", question: "2019年取消了几个" }],
  },
  两年各取消多少: {
    generatedBy: "model:sample",
    text: "2025年取消9个[1]，2019年取消4个[2]。\n1. 先看目录[1]\n2. 再看清单[2]",
    citations: [cited, second],
    notices: [
      {
        code: "expired",
        text: "请注意：《河口区2019年证明事项清理办法》已于2024-01-01废止，以下内容可能不再适用。",
      },
      { code: "generated", text: "以下由人工智能整理。" },
    ],
    comparison: {
      columns: ["取消事项"],
      rows: [
        { label: "2025年", cells: [{ text: "9个", citations: [1] }] },
        { label: "2019年", cells: [{ text: "4个", citations: [2] }] },
      ],
    },
  },
  火星落户: {
    outcome: "no_source",
    text: "没有在已公开的文件中找到能直接回答的内容。为避免误导，这里不作推测。",
    citations: [],
    related: [{ documentId: "hekou/2025", title: "河口区2025年改革进展" }],
  },
  我要办证: {
    outcome: "clarify",
    text: "为了答得更准，请选择您要办理的事项：",
    citations: [],
    options: [
      { label: "居住证", question: "居住证怎么办" },
      { label: "不动产权证", question: "不动产权证怎么办" },
    ],
  },
  有人要打我: {
    outcome: "handoff",
    text: "您可以随时拨打心理援助热线 12356；如有危险，请立即拨打 110 或 120。",
    citations: [],
  },
};

/** A question whose answer never comes; one whose answer comes in two halves, the second when told. */
export const ENDLESS = "一直在想的问题";
/** A question whose stream the server of the tests cuts in the middle, once. */
export const CUT = "半路断线的问题";

/** Answers as above, everything else as the extract; tells sources before words, as the contract says. */
export const answerForWidget: AnswerQuestion = async (request, options = {}) => {
  const question = request.question;
  const answer: Answer = {
    ...sampleAnswer(),
    ...ANSWERS[question],
    question: { text: question, masked: false },
  };
  options.onEvent?.({ type: "status", status: "searching", found: 1 });
  for (const citation of answer.citations) options.onEvent?.({ type: "citation", citation });
  if (question === ENDLESS) {
    await new Promise((_resolve, reject) => {
      options.signal?.addEventListener("abort", () => reject(new Error("aborted")));
    });
  }
  for (const delta of answer.text.match(/.{1,4}/gsu) ?? []) options.onEvent?.({ type: "text", delta });
  options.onEvent?.({ type: "outcome", answer });
  return answer;
};
