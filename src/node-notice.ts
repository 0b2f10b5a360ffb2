import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { ReadSiteNotice, SiteNotice } from "./http/site-notice.ts";
import type { Logger } from "./logger.ts";

const FILE = "notice.json";

const noticeSchema = z.object({
  text: z.string().trim().min(1).max(200),
  until: z.iso.datetime({ offset: true }).nullable().default(null),
});

/** Where the notice of a data directory lies: `{ "text": "…", "until": "2026-12-01T00:00:00+08:00" }`. */
function noticePath(dataDir: string): string {
  return join(dataDir, FILE);
}

/** Reads the notice anew each time, so that it is seen at once; one that ended or can't be read is none. */
export function createNoticeReader({
  dataDir,
  now,
  logger,
}: {
  dataDir: string;
  now: () => Date;
  logger: Logger;
}): ReadSiteNotice {
  return async () => {
    const text = await readFile(noticePath(dataDir), "utf8").catch(() => null);
    if (text === null) return null;
    const notice = parseNotice(text);
    if (notice === null) logger.warn("notice.unreadable", {});
    return notice && isOver(notice, now()) ? null : notice;
  };
}

function parseNotice(text: string): SiteNotice | null {
  try {
    return noticeSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function isOver({ until }: SiteNotice, now: Date): boolean {
  return until !== null && Date.parse(until) <= now.getTime();
}
