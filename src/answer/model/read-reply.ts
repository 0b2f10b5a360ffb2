/** A sentence of the model with what it says to rest on. Nothing in it is to be trusted. */
export interface ReplySentence {
  text: string;
  quotes: { number: number; text: string }[];
}

/** Bounds on what is read of a reply: beyond them the model talks without end. */
const MOST_CHARACTERS = 12_000;
const MOST_SENTENCES = 16;
const MOST_REPEATS = 2;
const LONGEST_LINE = 2_000;

const TOKEN = /[⟦[【［]\s*(\d{1,2})\s*[⟧\]】］]/g;
const SENTENCE_LINE = /^[\s>*\-•]*(?:\*\*)?句\s*[:：]\s*(?:\*\*)?/;
const QUOTE_LINE = /^[\s>*\-•]*(?:\*\*)?据\s*[:：]\s*(?:\*\*)?/;
const DECLINES = /^\s*NO_ANSWER[\s。.]*$/;
const OUTER_QUOTES = /^[\s"“”'‘’「」]+|[\s"“”'‘’「」]+$/g;

/**
 * Reads a streamed reply sentence by sentence; a sentence is given once all its sources are quoted, at the
 * latest when the next one begins. Ends early where the model declines or goes on without end. Lines of any other form are passed over, and a
 * stream that breaks loses its unfinished last line.
 */
export async function* readReply(pieces: AsyncIterable<string>): AsyncGenerator<ReplySentence> {
  const seen = new Map<string, number>();
  let current: ReplySentence | null = null;
  let given = 0;
  for await (const line of readLines(pieces)) {
    if (line.length > LONGEST_LINE) continue;
    if (DECLINES.test(line)) return;
    if (current && QUOTE_LINE.test(line)) {
      current.quotes.push(...readQuotes(line, current.text));
      if (!isQuoted(current)) continue;
      yield withoutTokens(current);
      current = null;
    }
    if (!SENTENCE_LINE.test(line)) continue;
    if (current) yield withoutTokens(current);
    current = { text: line.replace(SENTENCE_LINE, "").trim(), quotes: [] };
    const repeats = (seen.get(current.text) ?? 0) + 1;
    seen.set(current.text, repeats);
    if (repeats > MOST_REPEATS || ++given > MOST_SENTENCES) return;
  }
  if (current) yield withoutTokens(current);
}

/** Whether every source that a sentence names has been quoted. */
function isQuoted({ text, quotes }: ReplySentence): boolean {
  return numbersOf(text).every((number) => quotes.some((quote) => quote.number === number));
}

/** Whole lines; the last one counts only when the stream ends well. */
async function* readLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let [rest, length] = ["", 0];
  for await (const piece of pieces) {
    length += piece.length;
    rest += piece.slice(0, MOST_CHARACTERS);
    const lines = rest.split(/\r?\n/);
    rest = lines.pop() ?? "";
    yield* lines;
    if (length > MOST_CHARACTERS) return;
  }
  yield rest;
}

/** A quote with its token, or without one where its sentence names just one source. */
function readQuotes(line: string, sentence: string): ReplySentence["quotes"] {
  const body = line.replace(QUOTE_LINE, "");
  const own = numbersOf(body);
  const named = own.length > 0 ? own : numbersOf(sentence);
  const text = body.replace(TOKEN, "").replace(OUTER_QUOTES, "");
  const [number] = named;
  return number === undefined || named.length > 1 || text === "" ? [] : [{ number, text }];
}

function numbersOf(text: string): number[] {
  return [...new Set(Array.from(text.matchAll(TOKEN), ([, digits]) => Number(digits)))];
}

/** The sentence without tokens, and of its quotes those whose source the sentence names. */
function withoutTokens({ text, quotes }: ReplySentence): ReplySentence {
  const named = numbersOf(text);
  return {
    text: text.replace(TOKEN, "").trim(),
    quotes: quotes.filter(({ number }) => named.includes(number)),
  };
}
