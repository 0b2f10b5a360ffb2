import type { Comparison } from "../../domain.ts";
import type { Measure } from "./text-atoms.ts";

/** How a platform shows text. */
export interface TextFormat {
  limit: number;
  measure: Measure;
  /** Text from documents, people and models, so that the platform shows it and does nothing else with it. */
  escape(text: string): string;
  /** A link that people can follow. Both label and address have been checked. */
  link(label: string, url: string): string;
  /** A choice that sends its words when tapped, where the platform has such; escaped already. */
  choice?(question: string): string;
  /** A table, where the platform shows tables; an answer's text says the same in words. */
  table?(comparison: Comparison): string;
  publicUrl: string | null;
}

/** A link, or its label alone when there is no web address to link to. */
export function linkTo(label: string, url: string, format: TextFormat): string {
  const address = webAddress(url, format.publicUrl);
  return address === null ? format.escape(label) : format.link(format.escape(label), address);
}

/** An absolute http(s) address, percent-encoded; a path is one of this service. Null for anything else. */
function webAddress(url: string, publicUrl: string | null): string | null {
  const isPath = url.startsWith("/") && !url.startsWith("//");
  const absolute = isPath ? `${publicUrl ?? ""}${url}` : url;
  if (!URL.canParse(absolute)) return null;
  const address = new URL(absolute);
  return address.protocol === "http:" || address.protocol === "https:" ? address.href : null;
}

/** A text on one line, cut to `limit` characters. */
export function shorten(text: string, limit: number): string {
  const all = [...text.replaceAll(/\s+/g, " ").trim()];
  return all.length <= limit ? all.join("") : `${all.slice(0, limit - 1).join("")}…`;
}
