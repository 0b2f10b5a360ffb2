import { toWenbanError } from "../../errors.ts";
import type { Logger } from "../../logger.ts";
import type { Corpus } from "../../retrieval/corpus.ts";
import type { Generation } from "../document-store.ts";

/** An index that is open for reading, and follows the generations as they are published. */
export interface OpenedCorpus {
  /** The newest generation taken so far. Whoever holds it goes on reading that one. */
  current(): Corpus;
  /** Takes a newer generation if there is one; false when there is none, or it can't be opened (then logged). */
  refresh(): Promise<boolean>;
  close(): Promise<void>;
}

export interface FollowParts {
  first: Corpus;
  /** The generation published last. */
  findNewest(): Promise<Generation | null>;
  open(generation: Generation): Promise<Corpus>;
  close(): Promise<void>;
  logger: Logger;
  /** Looks this often, in milliseconds; undefined: only when `refresh` is called. */
  pollMs: number | undefined;
}

/** A generation that could not be opened is tried again at every thirtieth look. */
const RETRY_EVERY = 30;

/** Keeps the newest generation at hand. One look at a time, so that none is opened twice. */
export function followGenerations(parts: FollowParts): OpenedCorpus {
  let corpus = parts.first;
  let looking: Promise<boolean> | null = null;
  const look = createLook(parts, (next) => {
    corpus = next;
  });
  const refresh = () => {
    looking ??= look(corpus.generation).finally(() => {
      looking = null;
    });
    return looking;
  };
  const timer = parts.pollMs === undefined ? null : setInterval(refresh, parts.pollMs).unref();
  return {
    current: () => corpus,
    refresh,
    close: async () => {
      if (timer) clearInterval(timer);
      await looking;
      await parts.close();
    },
  };
}

/** One look for a newer generation than the one held; what fails is told once, not with every look. */
function createLook(parts: FollowParts, take: (corpus: Corpus) => void): (held: string) => Promise<boolean> {
  let tried = { name: "", looks: 0 };
  let told = "";
  const takeNewest = async (held: string) => {
    const newest = await parts.findNewest();
    if (!newest || newest.name === held) return false;
    if (newest.name !== tried.name) tried = { name: newest.name, looks: 0 };
    if (tried.looks++ % RETRY_EVERY !== 0) return false;
    take(await parts.open(newest));
    parts.logger.info("index.generation_taken", { generation: newest.name, documents: newest.documents });
    return true;
  };
  return async (held) => {
    try {
      const isTaken = await takeNewest(held);
      if (isTaken) told = "";
      return isTaken;
    } catch (error) {
      const { code } = toWenbanError(error);
      if (code !== told) parts.logger.error("index.refresh_failed", { code });
      told = code;
      return false;
    }
  };
}
