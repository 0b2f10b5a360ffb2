/** Formats that a parser process reads; each has one file in `parsing/formats/`. */
export type ParsedFormat = "docx" | "xlsx" | "csv" | "pdf";

/** What a parser makes of an office file: its structure alone, without any judgement of what it is. */
export interface ParsedFile {
  /** In reading order. */
  blocks: ParsedBlock[];
  /**
   * Heads and feet of pages and watermarks, each once: no part of the text, but they say who may read it. Absent
   * for formats without pages.
   */
  asides?: string[];
  /** Things worth telling the operator that did not stop the reading. Codes such as `ingest.macro_ignored`. */
  warnings: { code: string; message: string }[];
}

export type ParsedBlock = ParsedParagraph | ParsedTable;

/** One line of text, without line ends; an automatic number of the file stands in it as a reader sees it. */
export interface ParsedParagraph {
  type: "paragraph";
  text: string;
  /** Heading level 1 to 6 by the file's own styles; null where they do not say. */
  level: number | null;
  /** Page as counted from 1; null for formats without pages. */
  page: number | null;
}

/** A table, rectangular: merged cells repeat their value in every cell they cover. */
export interface ParsedTable {
  type: "table";
  /** Name of the sheet or caption of the table; null where there is none. */
  name: string | null;
  /** Cells as a reader sees them, trimmed; line ends within a cell are `\n`. No row is longer than another. */
  rows: string[][];
  page: number | null;
  /** Page on which each row begins, where a table goes on over pages. */
  rowPages?: number[];
}
