import type { Reply } from "../adapter.ts";
import { type ReplyBlocks, renderReplyParts, renderReplyText } from "./reply-text.ts";
import { splitText } from "./split-text.ts";
import type { TextFormat } from "./text-format.ts";

/** By how many messages' worth a reply is shortened at a time, until it fits into as many as there may be. */
const STEP = 0.25;

/**
 * A reply as the texts of several platform messages, marked "(1/3)" where there are more than one. Each is within the
 * format's limit. Citations, links, characters and table heads are never cut; what stands behind an answer's text,
 * the list of sources before all, stays in one message where it can. Equal replies give equal texts.
 * @param most messages at most: a reply that needs more is shortened, with a link to the whole
 */
export function splitReply(reply: Reply, format: TextFormat, most: number): string[] {
  const whole = renderReplyText(reply, { ...format, limit: Number.POSITIVE_INFINITY });
  if (format.measure(whole) <= format.limit) return whole === "" ? [] : [whole];
  const room = format.limit - format.measure(pieceMark(most, most));
  for (let share = most; ; share -= STEP) {
    const parts = renderReplyParts(reply, { ...format, limit: Math.floor(room * Math.max(share, 1)) });
    const pieces = packBlocks(parts, room, format);
    // A text of one message's worth is one message, so that this ends.
    if (pieces.length <= most || share <= 1) return markPieces(pieces);
  }
}

function markPieces(pieces: string[]): string[] {
  if (pieces.length < 2) return pieces;
  return pieces.map((piece, index) => `${pieceMark(index + 1, pieces.length)}${piece}`);
}

function pieceMark(number: number, all: number): string {
  return `(${number}/${all})\n`;
}

/** Fills messages one after the other: an answer's text runs on into the next, what follows it moves there whole. */
function packBlocks(parts: readonly ReplyBlocks[], room: number, { measure }: TextFormat): string[] {
  const pieces: string[] = [];
  let open = "";
  const append = (text: string, isWhole: boolean): void => {
    const joined = open === "" ? text : `${open}\n\n${text}`;
    if (measure(joined) <= room) {
      open = joined;
      return;
    }
    const startsAnew = isWhole && open !== "";
    if (startsAnew) pieces.push(open);
    const cut = splitText(startsAnew ? text : joined, room, measure);
    open = cut.pop() ?? "";
    pieces.push(...cut);
  };
  for (const [text = "", ...rest] of parts) {
    append(text, false);
    const behind = rest.join("\n\n");
    for (const block of measure(behind) <= room ? [behind] : rest) if (block !== "") append(block, true);
  }
  return open === "" ? pieces : [...pieces, open];
}
