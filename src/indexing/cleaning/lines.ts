import type { Span } from "../../domain.ts";

/** A line of a text without its line feed, and its words without outer white space. */
export interface Line extends Span {
  /** The line without outer white space. */
  text: string;
  /** Range of `text`. */
  from: number;
  to: number;
  /** Number of white space characters before the text. */
  indent: number;
}

/** All lines of a text, blank ones included. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start <= text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    lines.push(readLine(text, start, end));
    start = end + 1;
  }
  return lines;
}

function readLine(text: string, start: number, end: number): Line {
  const raw = text.slice(start, end);
  const trimmed = raw.trim();
  const indent = trimmed === "" ? raw.length : raw.indexOf(trimmed.charAt(0));
  const from = start + indent;
  return { start, end, text: trimmed, from, to: from + trimmed.length, indent };
}
