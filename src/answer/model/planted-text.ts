import { fold } from "../../language/fold.ts";
import { isInstructionToMachine } from "../../language/instructions-to-machines.ts";
import { splitSentences } from "../../language/sentences.ts";

/**
 * Words with which a document may address a machine, beside what is an instruction to one anyhow. A notice can
 * do without them; a sentence that has them is neither shown to a model nor taken as evidence of what it writes.
 */
const TO_MACHINES = new RegExp(
  [
    "(?:ai|智能|语言|聊天)助手|(?:ai|人工智能|语言|大)模型|(?:聊天)?机器人(?:注意|请|须|应|必须)|提示词|提示语",
    "^[\\s(]*(?:系统|用户|助手|指令|system|user|assistant|instructions?)\\s*:",
    "(?:忽略|无视|忘记|不要理会)[^,，。]{0,8}(?:以上|之前|前面|上述|所有|指令|规则|要求)",
    "ignore[^.。]{0,20}(?:previous|above|instruction)|disregard|system prompt|<!--|\\bprompt\\b",
    "回答(?:本|此|该|这个|任何|所有|用户的?)?问题时|(?:不得|不要|禁止|请勿)(?:提及|透露|说出|回答)",
    "(?:必须|务必|请|一律)(?:输出|回复|复述|打印)|输出[:：]|涉及国家秘密.{0,20}不得回答",
  ].join("|"),
);

/** Whether a text speaks to a machine rather than to a reader. */
export function speaksToMachines(text: string): boolean {
  const folded = fold(text);
  return TO_MACHINES.test(folded) || isInstructionToMachine(folded);
}

/** A text without the sentences that speak to machines. */
export function withoutPlantedText(text: string): string {
  const planted = splitSentences(text).filter(({ start, end }) => speaksToMachines(text.slice(start, end)));
  return planted.reduceRight(
    (rest, { start, end }) => `${rest.slice(0, start)}〔略〕${rest.slice(end)}`,
    text,
  );
}
