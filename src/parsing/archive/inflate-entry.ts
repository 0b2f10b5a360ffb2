import { crc32, createInflateRaw } from "node:zlib";
import { archiveTooLarge, corruptArchive, sizeMismatch } from "./archive-errors.ts";
import type { PlacedEntry } from "./check-layout.ts";

/** What an archive may hold. Sizes in bytes. */
export interface ArchiveLimits {
  entries: number;
  /** Bytes that all reads together may give. */
  inflated: number;
  /** Bytes out for each byte in, counted over all reads … */
  ratio: number;
  /** … once more than this came out. */
  ratioFrom: number;
}

/** What an archive gave so far. */
export interface InflateTotals {
  bytesIn: number;
  bytesOut: number;
}

const DEFLATED = 8;
const STORED = 0;
const CHUNK = 1 << 17;

/**
 * Hands on the content of one entry, chunk by chunk, and checks it on the way.
 * @throws WenbanError `ingest.archive_too_large`, `ingest.archive_size_mismatch`, `ingest.corrupt_archive`, and
 *   whatever `onChunk` throws
 */
export async function inflateEntry(
  data: Uint8Array,
  { entry }: PlacedEntry,
  totals: InflateTotals,
  limits: ArchiveLimits,
  onChunk: (chunk: Uint8Array) => void,
): Promise<void> {
  if (totals.bytesOut + entry.uncompressedSize > limits.inflated) throw archiveTooLarge();
  const before = { ...totals };
  let sum = 0;
  for await (const { chunk, bytesIn } of chunksOf(data, entry.compressionMethod)) {
    totals.bytesIn = before.bytesIn + bytesIn;
    totals.bytesOut += chunk.length;
    if (totals.bytesOut - before.bytesOut > entry.uncompressedSize) throw sizeMismatch();
    if (isTooMuch(totals, limits)) throw archiveTooLarge();
    sum = crc32(chunk, sum);
    onChunk(chunk);
  }
  if (totals.bytesOut - before.bytesOut !== entry.uncompressedSize) throw sizeMismatch();
  if (sum !== entry.crc32) throw corruptArchive();
}

function isTooMuch({ bytesIn, bytesOut }: InflateTotals, limits: ArchiveLimits): boolean {
  return bytesOut > limits.inflated || (bytesOut > limits.ratioFrom && bytesOut > bytesIn * limits.ratio);
}

async function* chunksOf(
  data: Uint8Array,
  method: number,
): AsyncGenerator<{ chunk: Uint8Array; bytesIn: number }> {
  if (method === STORED) return yield* slicesOf(data);
  if (method !== DEFLATED) throw corruptArchive();
  const inflate = createInflateRaw({ chunkSize: CHUNK });
  const chunks = inflate[Symbol.asyncIterator]();
  inflate.end(data);
  try {
    for (;;) {
      const step = await chunks.next().catch(failInflating);
      if (step.done) break;
      yield { chunk: step.value, bytesIn: inflate.bytesWritten };
    }
    if (inflate.bytesWritten !== data.length) throw corruptArchive();
  } finally {
    inflate.destroy();
  }
}

function failInflating(cause: unknown): never {
  throw corruptArchive(cause);
}

function* slicesOf(data: Uint8Array): Generator<{ chunk: Uint8Array; bytesIn: number }> {
  for (let at = 0; at < data.length; at += CHUNK) {
    const chunk = data.subarray(at, at + CHUNK);
    yield { chunk, bytesIn: at + chunk.length };
  }
}
