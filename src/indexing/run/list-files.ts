import type { Dirent, Stats } from "node:fs";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { WenbanError } from "../../errors.ts";
import type { Problem } from "../document-store.ts";

/** A file that is there to be read. */
export interface ListedFile {
  /** What to open; bytes, as names need not be UTF-8. */
  handle: Buffer;
  /** Absolute path, `/` as separator: the file's identity from run to run. */
  path: string;
  /** Path as the operator gave and knows it. */
  shown: string;
  /** Path relative to the folder given (a file given alone: its name), `/` as separator. */
  relative: string;
  /** Size in bytes. */
  size: number;
}

export interface Listing {
  /** Sorted by path within each PATH given, in the order of the PATHs. */
  files: ListedFile[];
  /** Absolute paths of the PATHs given. */
  roots: string[];
  /** Entries that can't be read: links out of the folder, pipes, folders without permission. */
  problems: Problem[];
  /** Entries left out without loss. */
  warnings: Problem[];
  /** Absolute paths of what is there and could not be looked into; nothing below may be taken as gone. */
  unseen: string[];
}

/** One entry of a folder being walked. */
interface Entry {
  handle: Buffer;
  path: string;
  shown: string;
  relative: string;
}

interface Walk {
  listing: Listing;
  /** Real path of the PATH given. */
  root: string;
  /** Real path of the folder that is left out. */
  excepted: string | null;
  /** Real paths of folders and files seen, so that no link is followed in circles or to what is listed. */
  seen: Set<string>;
  folders: Entry[];
  links: Entry[];
  files: ListedFile[];
}

/**
 * Lists the files of the PATHs given, folders with all that is in them but hidden entries. Links to inside
 * the folder are followed unless they lead to what is listed anyway; links out of it never.
 * @param except a folder that is left out wherever it lies, such as the data directory itself
 * @throws WenbanError `index.path_not_found` that names every PATH that does not exist
 */
export async function listFiles(paths: readonly string[], except?: string): Promise<Listing> {
  const listing: Listing = { files: [], roots: [], problems: [], warnings: [], unseen: [] };
  const missing: string[] = [];
  const excepted = except === undefined ? null : await realpath(except).catch(() => null);
  for (const path of new Set(paths)) {
    const stats = await stat(path).catch((error) => (isMissing(error) ? null : undefined));
    if (stats === null || path === "") missing.push(path);
    else await listPath(path, stats, listing, excepted);
  }
  if (missing.length > 0) throw pathNotFound(missing);
  // What was read from within it by name, such as imports, is not gone; it may lie below a hidden folder.
  if (excepted !== null && !listing.roots.some((root) => isBelow(root, excepted)))
    listing.unseen.push(excepted.replaceAll("\\", "/"));
  return { ...listing, files: withoutRepeats(listing.files) };
}

/** `stats` is undefined when the PATH is there and may not be looked at. */
async function listPath(
  given: string,
  stats: Stats | undefined,
  listing: Listing,
  excepted: string | null,
): Promise<void> {
  const real = await realpath(given).catch(() => resolve(given));
  const path = real.replaceAll("\\", "/");
  const handle = Buffer.from(real);
  listing.roots.push(path);
  if (!stats) {
    listing.unseen.push(path);
    listing.problems.push(problem(given, "ingest.unreadable", "无法读取。It can't be read."));
  } else if (stats.isDirectory()) {
    const shown = given.replace(/(?<=.)\/$/, "");
    await walk({ handle, path, shown, relative: "" }, listing, excepted);
  } else if (stats.isFile()) {
    listing.files.push({ handle, path, shown: given, relative: basename(resolve(given)), size: stats.size });
  } else {
    listing.problems.push(notAFile(given));
  }
}

/** Real folders first, then the links found in them: what a link leads to may be listed by then. */
async function walk(root: Entry, listing: Listing, excepted: string | null): Promise<void> {
  const real = root.handle.toString();
  const state: Walk = {
    listing,
    root: real,
    excepted,
    seen: new Set([real]),
    folders: [root],
    links: [],
    files: [],
  };
  for (;;) {
    const folder = state.folders.pop();
    const link = folder ? undefined : state.links.shift();
    if (folder) await readFolder(folder, state);
    else if (link) await followLink(link, state);
    else break;
  }
  state.files.sort((a, b) => (a.relative < b.relative ? -1 : 1));
  for (const file of state.files) listing.files.push(file);
}

async function readFolder(folder: Entry, state: Walk): Promise<void> {
  const entries = await readdir(folder.handle, { withFileTypes: true, encoding: "buffer" }).catch((error) => {
    state.listing.unseen.push(folder.path);
    state.listing.problems.push(unreadable(folder.shown, error));
    return [];
  });
  for (const entry of entries.sort((a, b) => Buffer.compare(a.name, b.name))) {
    if (entry.name[0] !== DOT) await addEntry(entry, below(folder, entry.name), state);
  }
}

const DOT = ".".charCodeAt(0);

async function addEntry(entry: Dirent<Buffer>, item: Entry, state: Walk): Promise<void> {
  if (entry.isSymbolicLink()) {
    state.links.push(item);
  } else if (entry.isDirectory()) {
    state.seen.add(item.handle.toString());
    if (item.handle.toString() !== state.excepted) state.folders.push(item);
  } else if (entry.isFile()) {
    const stats = await lstat(item.handle).catch(() => null); // gone by now: reading it will say so
    state.seen.add(item.handle.toString());
    state.files.push({ ...item, size: stats?.size ?? 0 });
  } else {
    state.listing.problems.push(notAFile(item.shown));
  }
}

async function followLink(link: Entry, state: Walk): Promise<void> {
  const { problems, warnings } = state.listing;
  const target = await realpath(link.handle, "buffer").catch(() => null);
  const stats = target && (await stat(target).catch(() => null));
  if (!target || !stats) {
    const reason = "链接指向的文件不存在或无法读取。The link leads nowhere.";
    problems.push(problem(link.shown, "index.link_broken", reason));
  } else if (!isBelow(target.toString(), state.root)) {
    const reason = "链接指向文件夹之外，没有读取。The link leads out of the folder and is not followed.";
    problems.push(problem(link.shown, "index.link_outside", reason));
  } else if (state.seen.has(target.toString())) {
    const reason = "链接指向的内容已经收录。The link leads to what is listed anyway.";
    warnings.push(problem(link.shown, "index.link_repeats", reason));
  } else {
    state.seen.add(target.toString());
    addTarget({ ...link, handle: target }, stats, state);
  }
}

function addTarget(item: Entry, stats: Stats, state: Walk): void {
  if (item.handle.toString() === state.excepted) return;
  if (stats.isDirectory()) state.folders.push(item);
  else if (stats.isFile()) state.files.push({ ...item, size: stats.size });
  else state.listing.problems.push(notAFile(item.shown));
}

function below(folder: Entry, name: Buffer): Entry {
  const text = decodeName(name);
  return {
    handle: Buffer.concat([folder.handle, Buffer.from("/"), name]),
    path: `${folder.path}/${text}`,
    shown: join(folder.shown, text),
    relative: folder.relative === "" ? text : `${folder.relative}/${text}`,
  };
}

/** Names are bytes: UTF-8 nearly always, GB 18030 on disks that came from older Windows. */
function decodeName(name: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(name);
  } catch {
    return new TextDecoder("gb18030").decode(name);
  }
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`);
}

/** PATHs may overlap; the first one that leads to a file counts. */
function withoutRepeats(files: readonly ListedFile[]): ListedFile[] {
  const seen = new Set<string>();
  return files.filter(({ path }) => !seen.has(path) && seen.add(path));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code));
}

function pathNotFound(paths: readonly string[]): WenbanError {
  return new WenbanError(
    "bad_input",
    "index.path_not_found",
    `找不到：${paths.map((path) => path || "（空）").join("、")}。No such file or folder.`,
    { hint: "检查路径是否写对。Check the path." },
  );
}

function problem(path: string, code: string, reason: string): Problem {
  return { path, code, reason };
}

function unreadable(path: string, error: unknown): Problem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "?";
  return problem(path, "ingest.unreadable", `无法读取（${code}）。It can't be read.`);
}

function notAFile(path: string): Problem {
  return problem(
    path,
    "ingest.not_a_file",
    "不是普通文件（管道、套接字或设备），已跳过。Not a regular file.",
  );
}
