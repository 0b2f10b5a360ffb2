/**
 * How a system that gives plain text says that it has no answer, will not answer, or needs to know more. The
 * rules are the same for every system; they are listed for users in `knowledge/evaluation/README.md`.
 */

/** Says no: it lacks the knowledge, may not, or can't. */
const DECLINING = [
  /(?:没有?|未(?:能|曾)?|并未|无法|不能)(?:[^。！？\n]{0,12}?)(?:找到|查到|查询到|检索到|搜索到|看到|收录|提及|提到|说明|写明|载明|公布|给出|涉及|规定|记载|明确|列出|列明|公开)(?!的)/,
  /(?:没有|暂无|缺少|查无)[^。！？\n，]{0,14}(?:的|相关|任何|有关|具体)(?:内容|资料|信息|数据|说明|介绍|名单|依据|答案)/,
  /(?:无法|不能|不便|不会|没办法|难以)(?:为您|给您|向您|直接|准确|具体)*(?:回答|答复|解答|提供|确认|确定|核实|判断|协助|帮助|满足|完成|执行|透露|处理|给出|告知|查询|查找|讨论|评论|推测|帮您|帮你)/,
  /(?:不太?清楚|不知道|不了解|不掌握|不确定|暂无|没有相关|没有这方面|查不到|找不到|答不了|帮不了|(?:不[作做]|无从)推测)/,
  /(?:超出|不在|不属于|超过)[^。！？\n]{0,16}(?:范围|职责|能力|权限|服务|业务)/,
  /(?:抱歉|对不起|很遗憾|不好意思)/,
  /\b(?:sorry|cannot|can't|can’t|unable to|not able to|don't (?:have|know)|do not (?:have|know)|no information|couldn't find|could not find)\b/i,
];

/** Asks back: a question to the asker rather than an answer. */
const ASKING =
  /(?:请(?:问您?|告诉我|说明|补充|选择|提供|确认一?下)|您(?:是要|是想|指的是|说的是|想(?:办|问|了解)|要办)|哪(?:一?个|一?种|一?项|类|座|里|地)|还是)/;
const QUESTION_MARK = /[？?]/;

/** Sentences in which a refusal stands; what comes after them is courtesy or another subject. */
const FIRST_SENTENCES = 2;

/** Whether the text begins by saying no. */
export function declines(text: string): boolean {
  const beginning = sentencesOf(text).slice(0, FIRST_SENTENCES).join("");
  return DECLINING.some((pattern) => pattern.test(beginning));
}

/** Whether the text asks what is meant: it begins or ends with such a question. */
export function asksBack(text: string): boolean {
  const sentences = sentencesOf(text);
  const [first = ""] = sentences;
  const last = sentences.at(-1) ?? "";
  const asks = (sentence: string) => ASKING.test(sentence) && QUESTION_MARK.test(sentence);
  return asks(first) || asks(last) || /^(?:为了[^。]{0,20}，)?请(?:先)?选择/.test(text.trim());
}

function sentencesOf(text: string): string[] {
  return (text.trim().match(/[^。！!？?\n]+[。！!？?\n]*/g) ?? []).filter(
    (sentence) => sentence.trim() !== "",
  );
}
