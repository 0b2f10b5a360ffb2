import { constants } from "node:fs";
import { access, mkdir, open, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { WenbanError } from "../../errors.ts";
import { storageError } from "../storage-errors.ts";

/** The file that holds documents, passages and generations. */
export function storePath(dataDir: string): string {
  return join(dataDir, "documents.sqlite");
}

/** The folder that holds one folder of index files for each generation. */
export function indexFilesPath(dataDir: string): string {
  return join(dataDir, "index");
}

/**
 * Makes sure that the data directory is there and can be written, before any work is done.
 * @throws WenbanError `storage.not_a_directory`, `storage.unwritable`, `storage.full`
 */
export async function prepareDataDirectory(dataDir: string): Promise<void> {
  const found = await stat(dataDir).catch(() => null);
  if (found && !found.isDirectory()) {
    throw new WenbanError(
      "storage",
      "storage.not_a_directory",
      `数据目录不是文件夹：${dataDir}。Not a folder.`,
      {
        hint: "用 --data 指定一个文件夹。Name a folder with --data.",
      },
    );
  }
  try {
    if (!found) await makeDirectory(resolve(dataDir));
    await access(dataDir, constants.W_OK | constants.X_OK);
    await probeWriting(dataDir);
  } catch (error) {
    throw storageError(error, dataDir);
  }
}

/**
 * Makes a directory with its parents, open to nobody else, as internal documents lie in it. Node's own
 * `recursive` never ends where a file system answers ENOENT below a directory that is there, as /proc does.
 */
async function makeDirectory(path: string): Promise<void> {
  const parent = dirname(path);
  if (!(await stat(parent).catch(() => null)) && parent !== path) await makeDirectory(parent);
  await mkdir(path, { mode: 0o700 }).catch(async (error) => {
    if (!(await stat(path).catch(() => null))?.isDirectory()) throw error;
  });
}

/** `access` knows nothing of full disks and quotas. */
async function probeWriting(dataDir: string): Promise<void> {
  const probe = join(dataDir, ".probe");
  try {
    await writeFile(probe, "x");
  } finally {
    await rm(probe, { force: true });
  }
}

/** Makes the entries of a directory durable: a renamed file is only there for good after this. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  } finally {
    await handle.close();
  }
}

/** Windows and some network file systems can't sync a directory. */
function isUnsupported(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["EPERM", "EINVAL", "EISDIR"].includes(String(error.code))
  );
}
