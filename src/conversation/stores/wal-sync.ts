import { close, fsync, openSync } from "node:fs";
import { promisify } from "node:util";

/** Makes what was committed durable, for many commits at once. */
export interface WalSync {
  /** Resolves when everything written before the call is on the disk. @throws when the disk says no, ever after */
  synced(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Syncs the write-ahead log of a database beside the event loop. A commit that comes while a sync is under way
 * waits for the next one, which then serves all that came meanwhile: under load a sync costs a message a fraction.
 * So do those of one turn of the event loop, such as the end of a send and the beginning of the next.
 * @param path the log, `<database>-wal`
 */
export function createWalSync(path: string): WalSync {
  const file = openSync(path, "r+");
  const syncFile = promisify((done: (error: Error | null) => void) => fsync(file, done));
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return {
    synced() {
      // After a failed sync the system may have dropped the pages: a second try would report a success that is none.
      next ??= running.then(endOfTurn).then(() => {
        next = null;
        return syncFile();
      });
      running = next;
      return next;
    },
    async close() {
      await running.catch(() => {});
      await promisify(close)(file);
    },
  };
}

/** Resolves when everything that could be done at once has been done. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
