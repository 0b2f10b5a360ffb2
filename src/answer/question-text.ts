/** Longest question, in code points. */
export const LONGEST_QUESTION = 300;

/** Characters that show something: not white space, controls, format marks or combining marks alone. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Z}\p{M}]/u;

/** What is wrong with a question before anything is understood, the same on every face; null when nothing is. */
export function findQuestionProblem(question: string): { code: string; message: string } | null {
  if (!question.isWellFormed() || question.includes("\0")) {
    return { code: "chat.bad_encoding", message: "问题含有无效的字符编码。" };
  }
  if (!VISIBLE.test(question)) return { code: "chat.empty_question", message: "请先输入问题。" };
  const text = question.trim();
  if (text.length > LONGEST_QUESTION && [...text].length > LONGEST_QUESTION) {
    return { code: "chat.question_too_long", message: `问题最多 ${LONGEST_QUESTION} 字，请精简后再发送。` };
  }
  return null;
}
