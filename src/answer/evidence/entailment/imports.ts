import type { Import } from "./cover.ts";
import type { EvidenceClauses, Piece } from "./pieces.ts";
import { type Quantity, readQuantities } from "./quantities.ts";
import { openingLength, opensWithName } from "./words.ts";

const PLACE = /^\p{Script=Han}{1,6}?[省市区县镇乡村]/u;

/**
 * What a piece may take its subject from: the beginnings of earlier clauses of its sentence, back to one
 * that has a subject or a figure of its own, and the document's title, headings and place.
 */
export function importsFor(evidence: EvidenceClauses, piece: Piece, stated: readonly Quantity[]): Import[] {
  const { clauses, frame } = evidence;
  const imports: Import[] = [];
  const sentence = clauses[piece.first]?.sentence;
  for (let index = piece.first - 1; index >= 0 && clauses[index]?.sentence === sentence; index--) {
    const text = clauses[index]?.text ?? "";
    if (readQuantities(text).some((own) => stated.some((other) => other.unit === own.unit))) break;
    imports.push({ text, anywhere: false });
    if (openingLength(text) > 0) imports.push({ text: text.slice(openingLength(text)), anywhere: false });
    if (opensWithName(text)) return imports;
  }
  if (frame !== "" && !namesOtherPlace(evidence, piece)) imports.push({ text: frame, anywhere: true });
  return imports;
}

/** Whether the sentence, or the one before the evidence, opens with a place that is not the document's. */
function namesOtherPlace({ clauses, frame, before }: EvidenceClauses, piece: Piece): boolean {
  const sentence = clauses[piece.first]?.sentence;
  const own = clauses.filter((clause, index) => clause.sentence === sentence && index <= piece.first);
  const previous =
    before
      .split(/[。!?;\n]/)
      .filter((text) => text !== "")
      .at(-1) ?? "";
  return [...own.map((clause) => clause.text), previous].some((text) => {
    const place = PLACE.exec(text.slice(openingLength(text)))?.[0];
    return place !== undefined && !frame.includes(place);
  });
}
