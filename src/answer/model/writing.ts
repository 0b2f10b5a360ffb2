import type { RegionTable } from "../../language/regions.ts";
import type { Draft } from "../draft.ts";
import { addNotices } from "../steps/add-notices.ts";
import type { AskOptions } from "../types.ts";
import { answersAll, answersPart, isOnSubject } from "./answers-question.ts";
import { createGeneratedText } from "./generated-text.ts";
import { longestText } from "./prepare-task.ts";
import type { VerifiedSentence } from "./verify-sentence.ts";

/** The label that people see on generated text (人工智能生成合成内容标识办法). */
const LABEL = "本回答由人工智能生成，仅供参考，请以原文和经办单位答复为准。";
const UNFINISHED = "回答没有写完，请看原文。";

/** Where a text comes from. */
export interface Origin {
  model: string;
  promptVersion: string;
  /** Whether the model ended by itself. */
  isWhole: boolean;
}

/** An answer being written from verified sentences. */
export interface Writing {
  add(sentence: VerifiedSentence): Promise<void>;
  /** Puts what was written in the place of the extract; leaves the draft alone where nothing answers. */
  settle(origin: Origin): Promise<boolean>;
}

/**
 * Begins to write. With one part asked, a sentence is told as soon as one that answers has come; with several,
 * all of them must be answered first. What does not answer is never told before what does.
 */
export function beginWriting(draft: Draft, regions: RegionTable, options: AskOptions): Writing {
  const generated = createGeneratedText(draft, regions, longestText(draft));
  const parts = draft.understood?.parts ?? [];
  const answers = (sentence: VerifiedSentence) => parts.some((part) => answersPart(sentence, part, draft));
  const isSingle = parts.length === 1 && new Set(draft.citations.map((c) => c.documentId)).size === 1;
  const held: VerifiedSentence[] = [];

  const write = async (sentence: VerifiedSentence) => {
    if (!(await generated.add(sentence))) return false;
    tell(draft, generated, options);
    return true;
  };
  const writeHeld = async () => {
    const first = held.findIndex(answers);
    const sentences = first < 0 ? [] : held.slice(first);
    if (!answersAll(sentences, draft)) return;
    for (const sentence of sentences) await write(sentence);
  };

  return {
    async add(sentence) {
      if (!isOnSubject(sentence, parts)) return;
      if (!isSingle) held.push(sentence);
      else if (generated.text !== "" || answers(sentence)) await write(sentence);
    },
    async settle({ model, promptVersion, isWhole }) {
      if (!isSingle) await writeHeld();
      if (generated.text === "") return false;
      draft.outcome = "answered";
      draft.text = generated.text;
      draft.citations = [...generated.citations];
      draft.generatedBy = `model:${model}`;
      draft.versions = { ...draft.versions, model, prompt: promptVersion };
      draft.notices = draft.notices.filter(({ code }) => code === "other_region");
      addNotices(draft, generated.documents);
      if (!isWhole) draft.notices.push({ code: "partial", text: UNFINISHED });
      draft.notices.push({ code: "generated", text: LABEL });
      return true;
    },
  };
}

/** Tells what is new: citations before the words that rest on them. */
function tell(draft: Draft, generated: ReturnType<typeof createGeneratedText>, options: AskOptions): void {
  for (const citation of generated.citations.slice(draft.told.citations)) {
    options.onEvent?.({ type: "citation", citation });
  }
  options.onEvent?.({ type: "text", delta: generated.text.slice(draft.told.text.length) });
  draft.told = { citations: generated.citations.length, text: generated.text };
}
