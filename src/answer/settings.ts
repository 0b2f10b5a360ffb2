import type { Region } from "../domain.ts";

/** What the operator configured that answers speak of. */
export interface AnswerSettings {
  /** Site name, WENBAN_SITE_NAME. */
  siteName: string;
  /** 主办单位, WENBAN_OPERATOR. */
  operator: string | null;
  /** Hotline, WENBAN_HOTLINE; 12345 unless configured. */
  hotline: string;
  /** The asker's region when nothing else says it, WENBAN_REGION. */
  region: Region | null;
  /** The fictional district of the sample data: the asker's region where none is configured and it is indexed. */
  sampleRegion: Region | null;
  /** Makes the address of a source page; the range is in stored offsets. */
  sourceUrl(documentId: string, range: { start: number; end: number }, isInternal: boolean): Promise<string>;
}
