import { badBody } from "./webhook-errors.ts";

/** What a reviver is told beside key and value: the text that the value was written as. */
interface JsonSource {
  source?: string;
}

/**
 * Reads a JSON object as `readFlatXml` reads a document: names to texts. Numbers keep the digits they were
 * written with, because message ids go beyond 2^53. Values of any other kind are left out.
 * @throws WenbanError `webhook.bad_body`
 */
export function readFlatJson(json: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(parseObject(json))) {
    if (typeof value === "string") fields.set(name, value);
  }
  return fields;
}

function parseObject(json: string): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json, keepDigits);
  } catch {
    throw badBody("not JSON");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw badBody("not an object");
  return parsed;
}

function keepDigits(_name: string, value: unknown, context?: JsonSource): unknown {
  return typeof value === "number" ? (context?.source ?? String(value)) : value;
}
