import { CsvError, type Options, parse } from "csv-parse/sync";
import { cleanCell } from "../clean-cell.ts";
import { tableTooLarge } from "../table-errors.ts";
import { LONGEST_LINE, lineTooLong } from "./check-lines.ts";

/** Records of a text table, ragged as they are. `isRepaired` when its quotes had to be read as plain text. */
export interface Records {
  rows: string[][];
  isRepaired: boolean;
}

const MOST_ROWS = 1_000_000;
const MOST_CELLS = 5_000_000;

/**
 * Splits text into records and cells (RFC 4180), with the liberties that offices' programs take. Where quotes
 * don't close, every quote is taken as plain text, so that no line swallows those after it.
 * @throws WenbanError `ingest.line_too_long`, `ingest.table_too_large`
 */
export function readRecords(text: string, delimiter: string): Records {
  try {
    return { rows: readWith(text, { delimiter, quote: '"', relax_quotes: true }), isRepaired: false };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  try {
    return { rows: readWith(text, { delimiter, quote: false }), isRepaired: true };
  } catch (error) {
    throw error instanceof CsvError ? lineTooLong() : error;
  }
}

function readWith(text: string, options: Options): string[][] {
  let rows = 0;
  let cells = 0;
  return parse(text, {
    ...options,
    relax_column_count: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: LONGEST_LINE,
    on_record: (record: string[]) => {
      cells += record.length;
      if (++rows > MOST_ROWS) throw tableTooLarge("100 万行");
      if (cells > MOST_CELLS) throw tableTooLarge("500 万个单元格");
      return record.map(cleanCell);
    },
  }) as unknown as string[][];
}
