import { WenbanError } from "../errors.ts";
import { checkOutputSize } from "./output-limit.ts";
import type { ParsedFile, ParsedFormat } from "./parsed-file.ts";
import type { ParseOrder, ParseReply } from "./parser-messages.ts";

/** Reads the bytes of one format. Throws a WenbanError `ingest.*` for what it can't read. */
export type ParseBytes = (bytes: Uint8Array) => Promise<ParsedFile>;

/** Parsers by format, each loaded when its first file comes. */
export type Parsers = Partial<Record<ParsedFormat, () => Promise<ParseBytes>>>;

/** Resident memory from which a process collects what is left of a file. */
const TIDY_FROM_BYTES = 290 << 20;

type Outcome = ParseReply extends infer Reply ? Omit<Extract<Reply, object>, "residentBytes"> : never;

/** Answers the orders of the parent process until it is gone. */
export function serveParsers(parsers: Parsers): void {
  process.on("disconnect", () => process.exit());
  process.on("message", async (order: ParseOrder) => {
    const outcome = await parse(parsers, order);
    tidyUp();
    // The parent may be gone by now; "disconnect" sees to that.
    process.send?.({ ...outcome, residentBytes: process.memoryUsage.rss() }, undefined, {}, () => {});
  });
}

async function parse(parsers: Parsers, { format, bytes }: ParseOrder): Promise<Outcome> {
  try {
    const load = parsers[format];
    if (load === undefined) throw new Error(`no parser for ${format}`);
    const parseBytes = await load();
    const parsed = await parseBytes(bytes);
    checkOutputSize(parsed);
    return { parsed };
  } catch (error) {
    if (!(error instanceof WenbanError)) return { broke: { outOfMemory: isAllocationFailure(error) } };
    const { kind, code, message, hint } = error;
    return { refused: { kind, code, message, hint } };
  }
}

/** The engine is in no hurry to give memory back; a process that holds much of it would be replaced. */
function tidyUp(): void {
  if (process.memoryUsage.rss() > TIDY_FROM_BYTES) globalThis.gc?.();
}

/** How the engine says that a string or buffer can't be that large. */
function isAllocationFailure(error: unknown): boolean {
  return (
    error instanceof RangeError &&
    /allocation failed|invalid (?:string|array|typed array)/i.test(error.message)
  );
}
