import type { Finding, Procedure } from "../../domain.ts";
import { blotPersonalData, findWithheldData } from "../../language/personal-data.ts";
import type { MetadataFacts } from "./read-metadata.ts";

/** What is told of a document beside its text. */
export interface ToldMetadata {
  facts: MetadataFacts;
  findings: Finding[];
  procedure: Procedure | null;
}

export interface BlottedMetadata extends ToldMetadata {
  /** Never holds a value. */
  reports: { code: string; message: string }[];
}

const TEXTUAL = ["title", "publisher", "supersededBy", "originalTitle"] as const;

/**
 * The metadata without personal numbers: blotted out of texts and findings; an address that holds one is left
 * out, as it would lead nowhere. So is a guide's field that rests on one in `text`: its quote would tell it.
 */
export function blotMetadata(
  { facts: read, findings: found, procedure: guide }: ToldMetadata,
  text: string,
): BlottedMetadata {
  const facts = { ...read };
  for (const key of TEXTUAL) Object.assign(facts, { [key]: blot(facts[key]) });
  if (facts.url !== null && holdsNumber(facts.url)) facts.url = null;
  const findings = found
    .filter(({ field, value }) => field !== "url" || !holdsNumber(value))
    .map((finding) => ({ ...finding, value: blotPersonalData(finding.value) }));
  const procedure = guide && blotProcedure(guide, text);
  const isSame = JSON.stringify([facts, findings, procedure]) === JSON.stringify([read, found, guide]);
  return { facts, findings, procedure, reports: isSame ? [] : [BLOTTED] };
}

const BLOTTED = {
  code: "ingest.personal_data",
  message: "标题、发布机构、网址等信息里有个人号码，已遮盖或未采用。",
};

function blotProcedure(procedure: Procedure, text: string): Procedure {
  const holds = findWithheldData(text);
  const fields = procedure.fields.filter(
    ({ start, end }) => !holds.some((number) => number.start < end && start < number.end),
  );
  return {
    ...procedure,
    name: blotPersonalData(procedure.name),
    aliases: procedure.aliases.map((alias) => blotPersonalData(alias)),
    audience: procedure.audience.map((group) => blotPersonalData(group)),
    fields,
  };
}

function blot(value: string | null): string | null {
  return value === null ? null : blotPersonalData(value);
}

/** Whether an address holds a number, written plainly or in percent signs. */
function holdsNumber(url: string): boolean {
  const plain = url.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    const bytes = escaped.slice(1).split("%");
    return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)));
  });
  return [url, plain].some((text) => findWithheldData(text).length > 0);
}
