import { flushWhenFull, type IndexRun, write } from "./index-run.ts";
import type { Listing } from "./list-files.ts";

/**
 * Takes out what earlier runs read from the PATHs given and what is no longer there. What lies outside of
 * them stays, and so does what could not be looked at: a folder without permission is not an empty one.
 */
export async function pruneVanished(run: IndexRun, listing: Listing): Promise<void> {
  const listed = new Set(listing.files.map(({ path }) => path));
  for (const root of listing.roots) {
    for (const path of await run.store.sources.list(run.generation.number, root)) {
      if (listed.has(path) || listing.unseen.some((folder) => isWithin(path, folder))) continue;
      await forget(run, path);
    }
  }
}

async function forget(run: IndexRun, path: string): Promise<void> {
  for await (const { id } of run.store.documents.list(run.generation.number, { origin: path })) {
    if (!run.given.has(id)) write(run, { write: "delete", id });
  }
  write(run, { write: "delete_source", path });
  await flushWhenFull(run);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
