import type { ChildProcess } from "node:child_process";
import { WenbanError } from "../errors.ts";
import { type ParseLimits, parserFailed, readCpuMs, tooMuchMemory, tooSlow } from "./parse-limits.ts";
import type { ParsedFile } from "./parsed-file.ts";
import type { ParseOrder, ParseReply } from "./parser-messages.ts";
import { keepAwake, letRest, startParser } from "./start-parser.ts";

/** A parser process as the pool sees it. */
export interface ParserChild {
  /** Files it was given so far. */
  readonly files: number;
  /** False once it is gone, or has to go: broken, too old or too large. */
  isFit(): boolean;
  /** One file at a time. @throws WenbanError `ingest.*`; the process may be unfit after it */
  parse(order: ParseOrder): Promise<ParsedFile>;
  /** Resolves when the process is gone. */
  close(): Promise<void>;
}

/** A process is replaced after this many files, or when it keeps this much memory. */
const MOST_FILES = 200;
const MOST_KEPT_BYTES = 300 << 20;
const LOOK_EVERY_MS = 100;

export function createParserChild(program: string, limits: ParseLimits): ParserChild {
  const child = startParser(program);
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  let files = 0;
  let isBroken = false;
  void gone.then(() => {
    isBroken = true;
  });
  return {
    get files() {
      return files;
    },
    isFit: () => !isBroken && files < MOST_FILES,
    async parse(order) {
      files++;
      const reply = await exchange(child, order, limits).catch((error: unknown) => {
        isBroken = true;
        child.kill("SIGKILL");
        throw error;
      });
      if (reply.residentBytes > MOST_KEPT_BYTES || "broke" in reply) isBroken = true;
      return takeParsed(reply);
    },
    async close() {
      isBroken = true;
      keepAwake(child);
      child.kill("SIGKILL");
      await gone;
    },
  };
}

function takeParsed(reply: ParseReply): ParsedFile {
  if ("parsed" in reply) return reply.parsed;
  if ("broke" in reply) throw reply.broke.outOfMemory ? tooMuchMemory() : parserFailed();
  const { kind, code, message, hint } = reply.refused;
  throw new WenbanError(kind, code, message, hint === undefined ? {} : { hint });
}

/** Sends one order and waits for the reply, the end of the process, or a limit. */
function exchange(child: ChildProcess, order: ParseOrder, limits: ParseLimits): Promise<ParseReply> {
  const { promise, resolve, reject } = Promise.withResolvers<ParseReply>();
  const onExit = (code: number | null, signal: string | null) => reject(explainExit(code, signal));
  const onError = () => reject(parserFailed());
  const watch = watchTime(child, limits, () => reject(tooSlow()));
  keepAwake(child);
  child.on("message", resolve).on("exit", onExit).on("error", onError);
  // A process that is gone tells so by "exit", with its reason.
  if (child.exitCode === null && child.signalCode === null) child.send(order, () => {});
  else onExit(child.exitCode, child.signalCode);
  return promise.finally(() => {
    clearInterval(watch);
    child.off("message", resolve).off("exit", onExit).off("error", onError);
    letRest(child);
  });
}

function watchTime(child: ChildProcess, limits: ParseLimits, onOver: () => void): NodeJS.Timeout {
  const cpuAtStart = readCpuMs(child.pid) ?? 0;
  // Looks are counted, not the clock: while this process is busy itself, a reply may lie there unread.
  let waitedMs = 0;
  return setInterval(() => {
    waitedMs += LOOK_EVERY_MS;
    const cpuMs = (readCpuMs(child.pid) ?? 0) - cpuAtStart;
    if (cpuMs > limits.cpuMs || waitedMs > limits.wallMs) onOver();
  }, LOOK_EVERY_MS);
}

/** The engine aborts when its heap is full; the watch within, and the system when memory runs out, kill. */
function explainExit(code: number | null, signal: string | null): WenbanError {
  const isMemory = code === 134 || ["SIGKILL", "SIGABRT", "SIGTRAP", "SIGILL"].includes(signal ?? "");
  return isMemory ? tooMuchMemory() : parserFailed();
}
