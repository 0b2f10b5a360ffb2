import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { indexFilesPath, syncDirectory } from "../run/data-directory.ts";
import { storageError } from "../storage-errors.ts";

const BUILDING = ".building-";

/** Folder of a generation's index files. */
export function generationPath(dataDir: string, name: string): string {
  return join(indexFilesPath(dataDir), name);
}

/**
 * Builds a generation's index files under a name of their own and puts them in place when all is on disk,
 * replacing what is there under the generation's name.
 * @param build writes into the empty folder it is given, and syncs what it writes
 */
export async function buildGenerationFiles<Built>(
  dataDir: string,
  name: string,
  build: (directory: string) => Promise<Built>,
  atPoint: (point: "built" | "renamed") => void = () => {},
): Promise<Built> {
  const root = indexFilesPath(dataDir);
  const directory = join(root, `${BUILDING}${name}`);
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory);
    const built = await build(directory);
    await syncDirectory(directory);
    atPoint("built");
    await rm(generationPath(dataDir, name), { recursive: true, force: true });
    await rename(directory, generationPath(dataDir, name));
    atPoint("renamed");
    await syncDirectory(root);
    return built;
  } catch (error) {
    await rm(directory, { recursive: true, force: true }).catch(() => {}); // a full disk wants the space back
    throw storageError(error, directory);
  }
}

/** Removes the index files of every generation that is not named: leftovers and old ones. */
export async function removeOtherGenerations(dataDir: string, keep: ReadonlySet<string>): Promise<void> {
  const root = indexFilesPath(dataDir);
  if (!existsSync(root)) return;
  for (const name of await readdir(root)) {
    if (!keep.has(name)) await rm(join(root, name), { recursive: true, force: true });
  }
}
