import { readHeadingMark } from "../splitting/heading-marks.ts";
import type { GuideLine } from "./guide-line.ts";
import { bareLabel, type GuideLabel, LONGEST_LABEL, readCompoundLabel, readLabel } from "./read-label.ts";

/** A line that may be a label: by its form, whatever its words. */
export interface Heading {
  /** Equal for labels written in the same way: `h2`, `bracket`, `mark10`, `line`, `item`. */
  style: string;
  /** The smaller, the higher it stands; numberings by their rank. */
  depth: number;
  name: string;
  /** The fields that the schema knows by this name; empty for another name. */
  labels: GuideLabel[];
  /** Words behind the label on its line, and where they begin in the stored text. */
  rest: { text: string; start: number } | null;
  hasColon: boolean;
  /** Whether a colon, a bracket, a style or a number sets the label off, or it is a long one. */
  isMarked: boolean;
}

/** Depths beside the ranks of numberings (10 to 50), above and below them. */
const BRACKET_DEPTH = 25;
const LINE_DEPTH = 60;
const ITEM_DEPTH = 70;
/** Shorter labels are everyday words: alone on a line they need a colon. */
const SURE_LABEL = 4;

const BRACKETED = /^[★☆●◆■▶►※*\s]*[【[〖]([^【】[\]〖〗]{1,40})[】\]〗][\s:：]*/;
/** A line of a table of contents. */
const CONTENTS = /[.…·．]{3,}\s?\d{1,4}$/;
const COLON = /[:：]/;
const GAP = /[ \t\u3000]+/;
const SENTENCE = /[。！？；;，,]/;

/** Whether a line is one of a table of contents: 「一、受理条件……2」. */
export function isOfContents({ row, text }: GuideLine): boolean {
  return row === null && CONTENTS.test(text);
}

/** The label that a line may be; null for a row, an item, or a sentence. */
export function readHeading(line: GuideLine): Heading | null {
  if (line.row !== null || isOfContents(line)) return null;
  if (line.isItem) return readItem(line);
  if (line.level !== null)
    return { ...readName(line, 0), style: `h${line.level}`, depth: line.level, isMarked: true };
  const bracket = BRACKETED.exec(line.text);
  if (bracket !== null) {
    const name = bracket[1] ?? "";
    const rest = restAt(line, bracket[0].length);
    return {
      style: "bracket",
      depth: BRACKET_DEPTH,
      name,
      labels: labelsOf(name),
      rest,
      hasColon: false,
      isMarked: true,
    };
  }
  const mark = readHeadingMark(line.text);
  const read = readName(line, mark?.length ?? 0);
  if (read.name === "" || SENTENCE.test(read.name)) return null;
  if (mark !== null) return { ...read, style: `mark${mark.rank}`, depth: mark.rank, isMarked: true };
  const isMarked = COLON.test(line.text.slice(0, read.name.length + 2)) || read.name.length >= SURE_LABEL;
  return { ...read, style: "line", depth: LINE_DEPTH, isMarked };
}

/** 「- 咨询电话：…」 under 联系方式; a list item without a known label is a value. */
function readItem(line: GuideLine): Heading | null {
  const mark = /^[-*+•][ \t]+/.exec(line.text)?.[0].length ?? 0;
  const read = readName(line, mark);
  if (!read.hasColon || read.rest === null || read.labels.length === 0 || read.name.length < SURE_LABEL)
    return null;
  return { ...read, style: "item", depth: ITEM_DEPTH, isMarked: true };
}

type Named = Pick<Heading, "name" | "labels" | "rest" | "hasColon">;

/** The words before a colon, or the whole line; or before a gap where they are a label that is known. */
function readName(line: GuideLine, from: number): Named {
  const head = line.text.slice(from, from + LONGEST_LABEL * 2);
  const colon = head.search(COLON);
  if (colon > 0 && colon <= LONGEST_LABEL) {
    const name = bareLabel(head.slice(0, colon));
    return { name, labels: labelsOf(name), rest: restAt(line, from + colon + 1), hasColon: true };
  }
  const whole = line.text.slice(from).trim();
  const labels = labelsOf(whole);
  if (labels.length > 0 || whole.length <= LONGEST_LABEL / 2) {
    const gap = labels.length > 0 ? null : beforeGap(line, from);
    return gap ?? { name: bareLabel(whole), labels, rest: null, hasColon: false };
  }
  return (
    beforeGap(line, from) ?? {
      name: whole.length <= LONGEST_LABEL ? bareLabel(whole) : "",
      labels,
      rest: null,
      hasColon: false,
    }
  );
}

/** 「办理地点  示例路1号」: two columns that came out as a line. */
function beforeGap(line: GuideLine, from: number): Named | null {
  const gap = GAP.exec(line.text.slice(from, from + LONGEST_LABEL));
  if (gap === null || gap.index < SURE_LABEL) return null;
  const name = bareLabel(line.text.slice(from, from + gap.index));
  const label = readLabel(name);
  if (label === null) return null;
  return { name, labels: [label], rest: restAt(line, from + gap.index + gap[0].length), hasColon: false };
}

function labelsOf(name: string): GuideLabel[] {
  const label = readLabel(name);
  return label === null ? readCompoundLabel(name) : [label];
}

function restAt(line: GuideLine, from: number): Heading["rest"] {
  const raw = line.text.slice(from);
  const text = raw.trim();
  return text === "" ? null : { text, start: line.start + from + raw.length - raw.trimStart().length };
}
