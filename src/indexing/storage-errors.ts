import { WenbanError } from "../errors.ts";

type Reason = "full" | "unwritable" | "damaged" | "busy" | "too_many_files" | "too_large" | "io";

const MESSAGES: Record<Reason, { message: string; hint: string }> = {
  full: {
    message: "磁盘已满，没有写完：%。已有的索引未受影响。The disk is full; the existing index is intact.",
    hint: "腾出空间后再运行一次，会接着做。Free some space and run it again; it goes on where it stopped.",
  },
  unwritable: {
    message: "数据目录不可写：%。The data directory can't be written.",
    hint: "检查目录的权限，或用 --data 换一个目录。Check its permissions, or name another with --data.",
  },
  damaged: {
    message: "数据文件已损坏：%。没有改动任何内容。The data file is damaged; nothing was changed.",
    hint: "从备份恢复，或移走它后重新运行 wenban index。Restore a backup, or move it away and index again.",
  },
  busy: {
    message: "另一个程序正在写入：%。Another process is writing.",
    hint: "等它结束后再试。Try again when it is done.",
  },
  too_many_files: {
    message: "打开的文件太多：%。Too many open files.",
    hint: "调高系统的打开文件数限制（ulimit -n）。Raise the limit of open files.",
  },
  too_large: {
    message: "文件大小超过系统限制，没有写完：%。已有的索引未受影响。The file would exceed a system limit.",
    hint: "调高文件大小限制（ulimit -f）。Raise the limit of file sizes.",
  },
  io: {
    message: "磁盘读写出错：%。The disk reported an error.",
    hint: "检查磁盘，再重新启动。Check the disk, then start again.",
  },
};

/** Result codes of SQLite ("Result and Error Codes"), the low byte. */
const SQLITE: Record<number, Reason> = {
  3: "unwritable",
  5: "busy",
  6: "busy",
  8: "unwritable",
  10: "io",
  11: "damaged",
  13: "full",
  14: "unwritable",
  26: "damaged",
};

const SYSTEM: Record<string, Reason> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EFBIG: "too_large",
  EROFS: "unwritable",
  EACCES: "unwritable",
  EPERM: "unwritable",
  ENOENT: "unwritable",
  ENOTDIR: "unwritable",
  EISDIR: "unwritable",
  EEXIST: "unwritable",
  EIO: "io",
  EMFILE: "too_many_files",
  ENFILE: "too_many_files",
};

/**
 * What the file system or SQLite threw, as a WenbanError that names the path. Errors that are neither, and
 * WenbanErrors, come back as they are.
 */
export function storageError(error: unknown, path: string): unknown {
  if (error instanceof WenbanError || !(error instanceof Error)) return error;
  const reason = reasonOf(error);
  if (!reason) return error;
  return describe(reason, path, error);
}

/** For damage that was found by looking, not by an error. */
export function damagedFile(path: string, cause: Error): WenbanError {
  return describe("damaged", path, cause);
}

function describe(reason: Reason, path: string, cause: Error): WenbanError {
  const { message, hint } = MESSAGES[reason];
  const kind = reason === "busy" ? "conflict" : "storage";
  return new WenbanError(
    kind,
    `storage.${reason}`,
    message.replace("%", () => path),
    { hint, cause },
  );
}

function reasonOf(error: Error): Reason | undefined {
  if ("errcode" in error) return SQLITE[Number(error.errcode) & 0xff];
  return "code" in error ? SYSTEM[String(error.code)] : undefined;
}
