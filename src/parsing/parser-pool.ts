import { WenbanError } from "../errors.ts";
import { PARSE_LIMITS, type ParseLimits } from "./parse-limits.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { createParserChild, type ParserChild } from "./parser-child.ts";
import type { ParseOrder } from "./parser-messages.ts";
import { parserProgram } from "./start-parser.ts";

/** Parser processes that are started when needed and used again. */
export interface ParserPool {
  /** Waits for a free process, in order. @throws WenbanError `ingest.*` about this file alone */
  parse(order: ParseOrder): Promise<ParsedFile>;
  /** Ends the processes, those at work when their file is done; a later file starts new ones. */
  close(): Promise<void>;
}

/** Processes at work at once: one may read ahead while the other's file is taken in. */
const MOST_CHILDREN = 2;

/** @param options the program of the processes and the limits of a file, for tests */
export function createParserPool(options: { program?: string; limits?: ParseLimits } = {}): ParserPool {
  const { program = parserProgram(), limits = PARSE_LIMITS } = options;
  const idle: ParserChild[] = [];
  const atWork = new Set<ParserChild>();
  const waiting: (() => void)[] = [];
  let places = MOST_CHILDREN;

  /** An idle process may have died. */
  function takeIdle(): ParserChild | undefined {
    const child = idle.pop();
    return child === undefined || child.isFit() ? child : takeIdle();
  }

  /** Who is not at work any more was told to close. */
  async function giveBack(child: ParserChild): Promise<void> {
    if (atWork.delete(child) && child.isFit()) idle.push(child);
    else await child.close();
  }

  async function parse(order: ParseOrder, used = takeIdle()): Promise<ParsedFile> {
    const child = used ?? createParserChild(program, limits);
    atWork.add(child);
    const isFresh = child.files === 0;
    try {
      return await child.parse(order);
    } catch (error) {
      if (isFresh || !mayBeOfOthers(error)) throw error;
    } finally {
      await giveBack(child);
    }
    return parse(order, createParserChild(program, limits));
  }

  return {
    async parse(order) {
      // A place that someone waits for is handed over without becoming free in between.
      if (places > 0) places--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return parse(order).finally(() => {
        const next = waiting.shift();
        if (next === undefined) places++;
        else next();
      });
    },
    async close() {
      atWork.clear();
      await Promise.all(idle.splice(0).map((child) => child.close()));
    },
  };
}

/** What a process died of may be what earlier files left behind: then the file is read in a fresh one. */
function mayBeOfOthers(error: unknown): boolean {
  const codes = ["ingest.too_much_memory", "ingest.parser_failed"];
  return error instanceof WenbanError && codes.includes(error.code);
}
