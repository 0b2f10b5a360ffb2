import { DatabaseSync } from "node:sqlite";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

/** How often what was written is moved from the log into the database. */
const EVERY_MS = 500;
/** Pages of the log after which it is begun anew, for which writers wait a moment: 64 MB of 4 KB each. */
const MOST_PAGES = 16_384;
/** Milliseconds to wait for a writer. */
const BUSY_MS = 1000;
const ROLE = "wal-checkpoints";

/** Moves the log of a database into the database beside the event loop. */
export interface WalCheckpoints {
  /** Says that something was written. */
  wrote(): void;
  close(): Promise<void>;
}

/**
 * Moves the write-ahead log of a database into it, in a thread: SQLite would do so within a commit, which then
 * waits for the disk to take some megabytes, and with it everything else that the process does.
 * @param onLost called when the thread has ended before it was told to
 */
export function startWalCheckpoints(
  path: string,
  onLost: () => void,
  { everyMs = EVERY_MS, mostPages = MOST_PAGES } = {},
): WalCheckpoints {
  const workerData = { role: ROLE, path, mostPages };
  const thread = new Worker(new URL(import.meta.url), { name: ROLE, workerData });
  let hasWritten = false;
  const timer = setInterval(() => {
    if (hasWritten) thread.postMessage("checkpoint");
    hasWritten = false;
  }, everyMs);
  timer.unref();
  thread.unref();
  // An error is followed by the exit, which says all there is to know.
  thread.on("error", () => {});
  thread.on("exit", () => {
    clearInterval(timer);
    onLost();
  });
  return {
    wrote() {
      hasWritten = true;
    },
    async close() {
      thread.removeAllListeners("exit");
      clearInterval(timer);
      await thread.terminate();
    },
  };
}

/** The thread's side. */
function checkpointWhenTold(port: NonNullable<typeof parentPort>, path: string, mostPages: number): void {
  const connection = new DatabaseSync(path, { timeout: BUSY_MS });
  connection.exec("PRAGMA synchronous = NORMAL");
  port.on("message", () => {
    // Writers go on meanwhile, so that there is always something left.
    const { log } = connection.prepare("PRAGMA wal_checkpoint(PASSIVE)").get() ?? {};
    if (Number(log) > mostPages) connection.exec("PRAGMA wal_checkpoint(RESTART)");
  });
}

if (!isMainThread && parentPort && workerData?.role === ROLE) {
  checkpointWhenTold(parentPort, String(workerData.path), Number(workerData.mostPages));
}
