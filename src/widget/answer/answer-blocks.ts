import type { Answer, ProcedureField } from "../../domain.ts";

/** A run of text, or a mark that points to a citation. */
export type Inline = { text: string } | { mark: number };

/** A piece of an answer in the order of its text. */
export type Block =
  | { kind: "paragraph"; content: Inline[] }
  | { kind: "list"; isOrdered: boolean; items: Inline[][] }
  | { kind: "field"; field: ProcedureField; marks: number[] };

const MARK = /\[(\d{1,3})\]/;
const ORDERED = /^\d{1,2}[.、]\s*(?=\S)/;
const BULLET = /^[-·•]\s+/;

/**
 * An answer's text as blocks: lines are paragraphs, items are lists, and the lines of a guide's fields become
 * those fields. There is no markup in it: everything else is text. Marks without a citation stay text.
 */
export function readAnswerText({
  text,
  citations,
  procedure,
}: Pick<Answer, "text" | "citations" | "procedure">): Block[] {
  const numbers = new Set(citations.map(({ number }) => number));
  const fields = [...(procedure?.fields ?? [])];
  const blocks: Block[] = [];
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const field = takeField(fields, line);
    if (field) blocks.push({ kind: "field", field, marks: marksIn(line, numbers) });
    else addLine(blocks, line, numbers);
  }
  return blocks;
}

/** The text as it is heard or pasted: without marks. */
export function withoutMarks(text: string): string {
  return text.replace(/\[\d{1,3}\]/g, "");
}

function addLine(blocks: Block[], line: string, numbers: ReadonlySet<number>): void {
  const bullet = ORDERED.exec(line) ?? BULLET.exec(line);
  if (!bullet) {
    blocks.push({ kind: "paragraph", content: readInline(line, numbers) });
    return;
  }
  const isOrdered = ORDERED.test(line);
  const item = readInline(line.slice(bullet[0].length), numbers);
  const last = blocks[blocks.length - 1];
  if (last?.kind === "list" && last.isOrdered === isOrdered) last.items.push(item);
  else blocks.push({ kind: "list", isOrdered, items: [item] });
}

function readInline(line: string, numbers: ReadonlySet<number>): Inline[] {
  return line
    .split(/(\[\d{1,3}\])/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      const number = Number(MARK.exec(piece)?.[1]);
      return numbers.has(number) ? { mark: number } : { text: piece };
    });
}

function marksIn(line: string, numbers: ReadonlySet<number>): number[] {
  return readInline(line, numbers).flatMap((inline) => ("mark" in inline ? [inline.mark] : []));
}

/** The first field left whose label begins the line; taken out, so that each is shown once. */
function takeField(fields: ProcedureField[], line: string): ProcedureField | null {
  const index = fields.findIndex(({ label, branch }) =>
    line.startsWith(`${label}${branch ? `（${branch}）` : ""}：`),
  );
  return index < 0 ? null : (fields.splice(index, 1)[0] ?? null);
}
