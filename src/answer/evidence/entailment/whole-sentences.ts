import { plainForm } from "./clauses.ts";
import type { EvidenceText } from "./pieces.ts";

const ATTRIBUTION = /(?:根据|按照|依据|据)?《([^》]{1,80})》(?:的?规定|显示|明确)?[,，:：]?/g;

/** A statement without 「根据《…》规定」 where that names the document itself. */
export function withoutTitle(statement: string, frames: readonly string[]): string {
  return statement.replace(ATTRIBUTION, (lead, title: string) =>
    frames.some((frame) => frame.includes(`《${plainForm(title)}》`)) ? "" : lead,
  );
}

/** Whether whole sentences of a text are the statement, word for word; what introduces it may be left aside. */
export function holdsWhole({ text, frame = "" }: EvidenceText, statement: string): boolean {
  const plain = sameForm(text);
  const framed = plainForm(frame);
  const told = plainForm(statement);
  const forms = [told, withoutTitle(told, [framed]), withoutLabel(told, framed)];
  return forms.some((form) => holdsSentences(plain, trimmed(sameForm(form))));
}

/** Without the name of the document's place that stands before: 「浙江省杭州市余杭区：…」. */
function withoutLabel(plain: string, frame: string): string {
  const label = /^(全国|[^,。:;]{2,30}[省市区县镇乡盟旗州]):/.exec(plain);
  return label?.[1] && frame.includes(label[1]) ? plain.slice(label[0].length) : plain;
}

/** A form in which lists joined by 、 or 和, and days written in two ways, are the same. */
function sameForm(text: string): string {
  return plainForm(text)
    .replace(/以及|[和及与]/g, "、")
    .replace(/(\d{4})年(\d{1,2})月(\d{1,2})日/g, (_, year: string, month: string, day: string) =>
      [year, month.padStart(2, "0"), day.padStart(2, "0")].join("-"),
    );
}

const ENDS_SENTENCE = "。!?;\n";
const OUTER = `${ENDS_SENTENCE}…,:"' `;

function holdsSentences(plain: string, wanted: string): boolean {
  if (wanted === "") return false;
  for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + wanted.length)) {
    if (endsAt(plain, at - 1, -1) && endsAt(plain, at + wanted.length, 1)) return true;
  }
  return false;
}

/** Whether a sentence ends at a position, quotation marks passed over in a direction. */
function endsAt(plain: string, from: number, step: 1 | -1): boolean {
  let at = from;
  while (`"'`.includes(plain.charAt(at) || " ")) at += step;
  return at < 0 || at >= plain.length || ENDS_SENTENCE.includes(plain.charAt(at));
}

function trimmed(plain: string): string {
  let [start, end] = [0, plain.length];
  while (start < end && OUTER.includes(plain.charAt(start))) start++;
  while (end > start && OUTER.includes(plain.charAt(end - 1))) end--;
  return plain.slice(start, end);
}
