import type { Lexicon } from "../../language/lexicon.ts";
import { askedName } from "./asked-name.ts";
import type { ListEntry } from "./list-edition.ts";
import type { ListQuestion } from "./list-question.ts";
import { meantEntry } from "./meant-entry.ts";
import { nameKey } from "./name-key.ts";

/** What people put between the things that they ask for together. */
const BETWEEN = /[、,，;；]|以及|还有|或者|[和与跟及或]/;
/** Names of proofs only: of other words nothing says that they name an entry. */
const PROOF = /^\p{Script=Han}{2,16}?(?:证明(?:材料|书|信)?|盖章)/u;
const ENDS_AS_PROOF = /(?:证明(?:材料|书|信)?|盖章)$/;
/** Words that ask for proofs, or describe one, without calling it by a name. */
const NO_NAME = /^(?:什么|哪些?|这些?|那些?|其他|其它|别的|相关|有关|要|需|开|交|用).{0,2}证明|[的了谁过]/;
const NAMED = "〇";

/** Names of proofs that a question lists beside those that rows have (`〇` in its masked text), as it writes them. */
function namesBeside({ masked, known }: Pick<ListQuestion, "masked" | "known">): string[] {
  const pieces = masked.split(BETWEEN).map((piece) => piece.trim());
  const names = pieces.map((piece) => (piece.includes(NAMED) ? null : nameIn(piece, known)));
  const isBeside = pieces.map((piece) => piece.includes(NAMED));
  // A name counts where nothing but names stands between it and one that a row has.
  const link = (from: number, to: number) => {
    const [left, right] = from < to ? [from, to] : [to, from];
    if (isBeside[from] && names[to] && touches(pieces[left] ?? "", pieces[right] ?? "")) isBeside[to] = true;
  };
  for (let at = 1; at < pieces.length; at++) link(at - 1, at);
  for (let at = pieces.length - 1; at > 0; at--) link(at, at - 1);
  return [...new Set(names.filter((name, at) => name !== null && isBeside[at]))].flatMap(
    (name) => name ?? [],
  );
}

/** Whether one piece ends, and the next begins, with a name. */
function touches(left: string, right: string): boolean {
  return (left.endsWith(NAMED) || ENDS_AS_PROOF.test(left)) && (right.startsWith(NAMED) || PROOF.test(right));
}

function nameIn(piece: string, known: readonly string[]): string | null {
  if (!PROOF.test(piece) && !ENDS_AS_PROOF.test(piece)) return null;
  const name = askedName(piece, known);
  return name === null || !ENDS_AS_PROOF.test(name) || name.length < 3 || NO_NAME.test(name) ? null : name;
}

/** Rows that everyday words among the names must mean, and the names that no row has. */
export function settleBeside(read: ListQuestion, lexicon: Lexicon): { rows: ListEntry[]; missing: string[] } {
  const found = namesBeside(read).map((name) => ({
    name,
    entry: meantEntry(nameKey(name), read.lists.families, lexicon),
  }));
  return {
    rows: found.flatMap(({ entry }) => entry ?? []),
    missing: found.flatMap(({ name, entry }) => (entry === null ? [name] : [])),
  };
}
