import { WenbanError } from "../../errors.ts";

const AGAIN = "请从原处重新下载，或用办公软件打开后另存，再放入。";
const UNSAFE = "文件可能被人改动过；请用办公软件打开后另存，再放入。";

/** The archive is cut off, damaged, or has bytes that belong to no part of it. */
export function corruptArchive(cause?: unknown): WenbanError {
  return unprocessable("corrupt_archive", "文件不完整或已经损坏，打不开。", AGAIN, cause);
}

/** More parts than any office file has. */
export function tooManyEntries(count: number, limit: number): WenbanError {
  return unprocessable(
    "archive_too_many_entries",
    `文件内有 ${count} 个部件，超过上限 ${limit} 个。`,
    UNSAFE,
  );
}

/** Two parts lie on the same bytes. */
export function overlappingEntries(): WenbanError {
  return unprocessable("archive_overlap", "文件内有部件互相重叠，不能安全读取。", UNSAFE);
}

/** A part is longer or shorter than the archive says. */
export function sizeMismatch(): WenbanError {
  return unprocessable("archive_size_mismatch", "文件内部件的实际大小与登记的不符，不能安全读取。", UNSAFE);
}

/** A part's name leads out of the archive or can't be a name. */
export function badEntryName(): WenbanError {
  return unprocessable("archive_bad_name", "文件内有部件的名称不合规，不能安全读取。", UNSAFE);
}

/** A part is a link or a device. */
export function badEntry(): WenbanError {
  return unprocessable("archive_bad_entry", "文件内有部件是链接或特殊文件，不能安全读取。", UNSAFE);
}

/** Two parts bear one name, so that two programs may show two texts. */
export function duplicateEntry(): WenbanError {
  return unprocessable("archive_duplicate_entry", "文件内有同名部件，内容以哪一个为准无法确定。", UNSAFE);
}

/** The archive needs a password. */
export function encryptedArchive(): WenbanError {
  return unprocessable("encrypted", "文件有密码保护，读不出文字。", "请去掉密码后再放入。");
}

/** The archive holds far more than its size lets expect. */
export function archiveTooLarge(): WenbanError {
  return unprocessable(
    "archive_too_large",
    "文件解开后过大，不能读取。",
    "请把内容拆成几个较小的文件后再放入。",
  );
}

function unprocessable(reason: string, message: string, hint: string, cause?: unknown): WenbanError {
  const options = cause === undefined ? { hint } : { hint, cause };
  return new WenbanError("unprocessable", `ingest.${reason}`, message, options);
}
