import type { Day, DocumentKind, Visibility } from "../../domain.ts";
import type { DeclaredMetadata, SourceDocument } from "../loader.ts";
import { classifiedDocument } from "../metadata/document-marks.ts";
import { readDay } from "../metadata/read-day.ts";

/** What a record declares of its document. Values of the wrong form are reported and left out. */
export interface DeclaredFields {
  declared: DeclaredMetadata;
  declaredFrom: SourceDocument["declaredFrom"];
  warnings: SourceDocument["warnings"];
}

type Key = keyof DeclaredMetadata;

/** Names under which a field may be declared; the first is ours. */
const NAMES: Record<Key, readonly string[]> = {
  title: ["title", "标题", "name"],
  kind: ["kind"],
  url: ["url", "link", "sourceUrl", "source_url", "链接"],
  publisher: ["publisher", "source", "来源", "发布机构", "发文机关"],
  siteName: ["siteName"],
  region: ["region", "地区", "区域"],
  publishedAt: ["publishedAt", "published_at", "date", "pubDate", "发布日期"],
  effectiveFrom: ["effectiveFrom", "effective_from", "施行日期"],
  effectiveTo: ["effectiveTo", "effective_to", "失效日期"],
  supersededBy: ["supersededBy", "superseded_by"],
  visibility: ["visibility", "可见范围", "公开范围"],
  originalTitle: ["originalTitle", "original_title"],
  sample: ["sample"],
  checkedAt: ["checkedAt", "checked_at"],
  reviewBy: ["reviewBy", "review_by"],
};
const KINDS: readonly DocumentKind[] = ["policy", "procedure", "summary", "register"];
const LONGEST_VALUE = 500;

/**
 * Reads the known fields of a front matter or a JSON record; `from` says where they were found.
 * @throws WenbanError `ingest.classified` for a record that declares a classification
 */
export function readDeclaredFields(written: Readonly<Record<string, unknown>>, from: string): DeclaredFields {
  // However a key is written, `Visibility: internal` must not be overlooked.
  const record = Object.fromEntries(
    Object.entries(written).map(([key, value]) => [key.trim().toLowerCase(), value]),
  );
  refuseClassified(record.密级 ?? record.classification);
  refuseClassified(record.visibility);
  const fields: DeclaredFields = { declared: {}, declaredFrom: {}, warnings: [] };
  for (const key of Object.keys(NAMES) as Key[]) {
    const name = NAMES[key]
      .map((candidate) => candidate.toLowerCase())
      .find((candidate) => record[candidate] != null && record[candidate] !== "");
    if (name === undefined) continue;
    const value = readValue(key, record[name]);
    if (value === undefined) fields.warnings.push(badField(name));
    else if (key === "visibility" && !isVisibility(record[name]))
      fields.warnings.push(unknownVisibility(name));
    if (value !== undefined) Object.assign(fields.declared, { [key]: value });
    fields.declaredFrom[key] = from;
  }
  return fields;
}

function refuseClassified(level: unknown): void {
  if (typeof level === "string" && /秘密|机密|绝密|秘級|機密|絕密/.test(level))
    throw classifiedDocument(level);
}

function badField(name: string): { code: string; message: string } {
  return { code: "ingest.bad_field", message: `字段 ${name} 的值不合要求，未采用。` };
}

function readValue(key: Key, value: unknown): string | boolean | undefined {
  if (key === "sample") return value === true || value === "true";
  if (key === "visibility") return readVisibility(value);
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || text.trim() === "") return undefined;
  const trimmed = text.trim().slice(0, LONGEST_VALUE);
  if (key === "kind") return KINDS.find((kind) => kind === trimmed);
  if (key === "url") return readUrl(trimmed);
  return isDayKey(key) ? readDeclaredDay(trimmed) : trimmed;
}

function unknownVisibility(name: string): { code: string; message: string } {
  const message = `字段 ${name} 的值应为 public 或 internal；认不出，按内部文件处理，不对外公开。`;
  return { code: "ingest.unknown_visibility", message };
}

const VISIBILITIES: Readonly<Record<string, Visibility>> = {
  public: "public",
  公开: "public",
  internal: "internal",
  内部: "internal",
};

function isVisibility(value: unknown): boolean {
  return typeof value === "string" && Object.hasOwn(VISIBILITIES, value.trim());
}

/** Anything but the word public keeps a document inside: a misspelt 内部 must not publish it. */
function readVisibility(value: unknown): Visibility {
  return isVisibility(value) ? (VISIBILITIES[String(value).trim()] ?? "internal") : "internal";
}

function isDayKey(key: Key): boolean {
  return key.endsWith("At") || key === "effectiveFrom" || key === "effectiveTo" || key === "reviewBy";
}

function readDeclaredDay(text: string): Day | undefined {
  return readDay(text) ?? undefined;
}

function readUrl(text: string): string | undefined {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined;
}
