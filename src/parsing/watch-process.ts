import { isMainThread, Worker, workerData } from "node:worker_threads";

/** Resident memory from which a parser process ends itself: 512 MB less what may come between two looks. */
const MOST_RESIDENT_BYTES = 464 << 20;
const LOOK_EVERY_MS = 20;

/**
 * Starts a thread that ends this process, even while a parser holds the main thread, when it takes too much
 * memory or when the process that started it is gone.
 * @param parent id of the process that started this one, in its own words: it may be gone by now
 */
export function startWatch(parent = Number(process.argv[2])): void {
  new Worker(new URL(import.meta.url), { workerData: parent, stdout: true, stderr: true }).unref();
}

function watch(parent: number): void {
  setInterval(() => {
    const isOrphan = process.ppid !== parent;
    if (isOrphan || process.memoryUsage.rss() > MOST_RESIDENT_BYTES) process.kill(process.pid, "SIGKILL");
  }, LOOK_EVERY_MS);
}

if (!isMainThread) watch(workerData);
