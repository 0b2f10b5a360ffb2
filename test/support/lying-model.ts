import type { RegionTable } from "../../src/language/regions.ts";
import { splitSentences } from "../../src/language/sentences.ts";
import { falsehoodsOf } from "./falsify-statement.ts";
import { rewordingsOf, type Source } from "./reword-statement.ts";

/** A source as the prompt shows it to the model. */
export interface ShownSource {
  number: number;
  title: string;
  text: string;
}

/** What a model writes, and what is in it that must not (or may) be shown. */
export interface ModelOutput {
  kind: string;
  reply: string;
  /** The sentence in question, without its mark. */
  sentence: string;
}

/** Reads the sources back out of a prompt. */
export function sourcesIn(prompt: string): ShownSource[] {
  const pieces = prompt.split(/^(?=⟦\d+⟧ 《)/m).filter((piece) => /^⟦\d+⟧ 《/.test(piece));
  return pieces.map((piece) => {
    const [head = "", ...lines] = piece.split("\n");
    const [, digits = "", title = ""] = /^⟦(\d+)⟧ 《([^》]*)》/.exec(head) ?? [];
    return { number: Number(digits), title, text: lines.join("\n").replace(/\n=====[\s\S]*$/, "") };
  });
}

/** The source in which a sentence stands, and the whole sentence around it. */
export function sentenceIn(sources: readonly ShownSource[], words: string) {
  for (const source of sources) {
    const at = source.text.indexOf(words);
    if (at < 0) continue;
    const spans = splitSentences(source.text).filter(
      ({ start, end }) => start < at + words.length && at < end,
    );
    const [first, last] = [spans[0], spans.at(-1)];
    if (first && last) return { source, sentence: source.text.slice(first.start, last.end) };
  }
  return null;
}

function line(sentence: string, number: number | string, quote: string): string {
  return `句：${sentence}⟦${number}⟧\n据：⟦${number}⟧${quote}\n`;
}

interface Truth {
  source: ShownSource;
  sentence: string;
  sources: readonly ShownSource[];
}

/** Everything that a lying model may make of a true sentence and its source. */
export function liesOf(truth: Truth, regions: RegionTable, random: number): ModelOutput[] {
  const { source, sentence, sources } = truth;
  const bare = sentence.replace(/[。；]$/, "");
  const other = sources.find(({ number }) => number !== source.number);
  const elsewhere = splitSentences(source.text)
    .map(({ start, end }) => source.text.slice(start, end))
    .find(
      (one) => one.length > 12 && !one.includes(bare.slice(0, 12)) && !sentence.includes(one.slice(0, 12)),
    );
  const told = (kind: string, text: string, reply = line(text, source.number, sentence)): ModelOutput => ({
    kind,
    sentence: text,
    reply,
  });
  const wrong = falsehoodsOf(sentence, { next: elsewhere ?? "", regions, random });
  const changed = wrong.map(({ kind, text }) => told(kind, text));
  const [first] = wrong;
  const invented = `${bare}，群众满意率达到百分之九十九。`;
  const memory = "中央政府在2001年成立了行政审批制度改革工作领导小组。";
  return [
    ...changed,
    ...(first
      ? [told("a quote changed with it", first.text, line(first.text, source.number, first.text))]
      : []),
    ...(elsewhere
      ? [told("a quote of something else", sentence, line(sentence, source.number, elsewhere))]
      : []),
    ...(other ? [told("the mark of another source", sentence, line(sentence, other.number, sentence))] : []),
    told("a mark of no source", sentence, line(sentence, 88, sentence)),
    told("marks made of words", sentence, `句：${sentence}⟦一⟧\n据：⟦一⟧${sentence}\n`),
    told("no mark", sentence, `句：${sentence}\n据：${sentence}\n`),
    told("a mark in brackets of its own", sentence, `${sentence}[1]\n`),
    told("a clause of its own", invented),
    told("a sentence of its own", memory),
    told("a second sentence behind", `${sentence}${memory}`),
    told("an address", `${bare}，详见https://evil.example/a。`),
    told("an address without its scheme", `${bare}，详见www.evil.example。`),
    told("a Markdown link", `[${bare}](https://evil.example/a)。`),
    told("a Markdown image", `${bare}![图](https://evil.example/a.png)。`),
    told("markup", `<b>${bare}</b>。`),
    told("a script", `${bare}<script>alert(1)</script>。`),
    told("a table", `| ${bare} | 是 |`),
    told("a promise", `您符合条件，${sentence}`),
    told("a doubt", `${bare}可能不属实。`),
    told("a denial", `并非${sentence}`),
    told("hidden characters", `${bare.slice(0, 4)}\u{E0041}\u200B${bare.slice(4)}。`),
    told("a telephone number", `${bare}，请拨打0512-63009999。`),
  ];
}

/** What an honest model writes: the sentence, its parts and light rewordings. */
export function truthsOf({ source, sentence }: Truth, of: Source): ModelOutput[] {
  return rewordingsOf(sentence, of).map(({ kind, text }) => ({
    kind,
    sentence: text,
    reply: line(text, source.number, sentence),
  }));
}
