import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { WenbanError } from "../../errors.ts";

const STEP = 1 << 20;

/**
 * The bytes of a regular file. Never blocks on a pipe or device, never follows a link that took the file's
 * place since it was listed, and stops at the limit even while the file grows.
 * @throws WenbanError `ingest.vanished`, `ingest.unreadable`, `ingest.not_a_file`, `ingest.file_too_large`
 */
export async function readSourceFile(path: string | Buffer, maxBytes: number): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const { size } = await assertReadable(handle, maxBytes);
    return await readAll(handle, size, maxBytes);
  } catch (error) {
    throw readingError(error);
  } finally {
    await handle?.close();
  }
}

async function assertReadable(handle: FileHandle, maxBytes: number): Promise<{ size: number }> {
  const stats = await handle.stat();
  if (!stats.isFile()) throw notAFile();
  if (stats.size > maxBytes) throw tooLarge(stats.size, maxBytes);
  return stats;
}

async function readAll(handle: FileHandle, expected: number, maxBytes: number): Promise<Uint8Array> {
  let bytes = Buffer.allocUnsafe(expected + 1); // one more, to see the end without another round
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
    length += bytesRead;
    if (bytesRead === 0) return bytes.subarray(0, length);
    if (length > maxBytes) throw tooLarge(length, maxBytes);
    if (length === bytes.length) bytes = Buffer.concat([bytes], length + STEP);
  }
}

function readingError(error: unknown): unknown {
  if (error instanceof WenbanError || !(error instanceof Error) || !("code" in error)) return error;
  const code = String(error.code);
  if (code === "ENOENT") {
    return new WenbanError("bad_input", "ingest.vanished", "读取时文件已不存在。The file is gone.", {
      cause: error,
    });
  }
  if (code === "ELOOP") return notAFile();
  return new WenbanError(
    "bad_input",
    "ingest.unreadable",
    `文件无法读取（${code}）。The file can't be read.`,
    {
      hint: "检查文件的权限。Check the file's permissions.",
      cause: error,
    },
  );
}

function notAFile(): WenbanError {
  return new WenbanError("bad_input", "ingest.not_a_file", "不是普通文件，已跳过。Not a regular file.");
}

function tooLarge(size: number, limit: number): WenbanError {
  return new WenbanError(
    "too_large",
    "ingest.file_too_large",
    `文件 ${megabytes(size)}，超过上限 ${megabytes(limit)}。The file is larger than the limit.`,
    { hint: "把文件拆小，或调高 WENBAN_MAX_FILE_MB。Split the file, or raise WENBAN_MAX_FILE_MB." },
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
