import type { Procedure } from "../../domain.ts";
import { readDeclaredFields } from "../formats/declared-fields.ts";
import type { SourceDocument } from "../loader.ts";

/** Fields that tell a guide: a text or a table that names several of them is one. */
const TELLING: ReadonlySet<string> = new Set([
  "conditions",
  "materials",
  "steps",
  "timeLimit",
  "promisedLimit",
  "statutoryLimit",
  "fee",
  "place",
  "hours",
  "phone",
  "online",
  "result",
  "basis",
  "audience",
  "authority",
  "accepting",
  "code",
  "handling",
  "visits",
]);
const FEWEST = 3;
const LONGEST_PUBLISHER = 40;

/** Whether fields of these keys make a guide: three that tell one, and among them what to meet, bring or do. */
export function isGuide(keys: ReadonlySet<string>): boolean {
  const telling = [...keys].filter((key) => TELLING.has(key)).length;
  return telling >= FEWEST && ["conditions", "materials", "steps"].some((key) => keys.has(key));
}

/** What a guide's text and fields say of it as a document. Where the title stands is told in `titleFrom`. */
export function declareGuide(
  procedure: Procedure,
  title: { text: string; from: string; heading?: string },
): Pick<SourceDocument, "declared" | "declaredFrom" | "warnings"> {
  const first = (key: string) => procedure.fields.find((field) => field.key === key);
  const record: Record<string, unknown> = { kind: "procedure", title: title.text };
  const publisher = first("authority")?.values[0]?.replace(/[。；;]{1,9}$/, "");
  if (publisher !== undefined && publisher.length <= LONGEST_PUBLISHER) record.publisher = publisher;
  const region = first("region")?.values[0];
  if (region !== undefined) record.region = /^\d{6,12}$/.test(region) ? region.slice(0, 6) : region;
  for (const key of ["url", "checkedAt", "reviewBy"]) record[key] = first(key)?.values[0];
  const { declared, declaredFrom, warnings } = readDeclaredFields(record, "text");
  if (title.heading !== undefined && title.heading !== title.text) declared.siteName = title.heading;
  for (const key of ["publisher", "region", "url", "checkedAt", "reviewBy"] as const) {
    const field = first(key === "publisher" ? "authority" : key);
    if (declared[key] !== undefined && field !== undefined)
      declaredFrom[key] = `text:${field.start}-${field.end}`;
  }
  return { declared, declaredFrom: { ...declaredFrom, title: title.from }, warnings };
}
