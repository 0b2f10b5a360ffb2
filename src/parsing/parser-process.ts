import { disarmProcess } from "./disarm-process.ts";
import { serveParsers } from "./serve-parsers.ts";
import { startWatch } from "./watch-process.ts";

/**
 * The program of a parser process. The one who starts it gives it no environment, no files but the program's
 * own, and a limit to its heap; see `startParser`.
 */
startWatch();
disarmProcess();
serveParsers({
  docx: async () => (await import("./formats/docx.ts")).parseDocx,
  xlsx: async () => (await import("./formats/xlsx.ts")).parseXlsx,
  csv: async () => (await import("./formats/csv.ts")).parseCsv,
  pdf: async () => (await import("./formats/pdf.ts")).parsePdf,
});
