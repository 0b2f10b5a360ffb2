import { disarmProcess } from "./disarm-process.ts";
import { serveParsers } from "./serve-parsers.ts";
import { startWatch } from "./watch-process.ts";

/**
 * The program of a parser process. The one who starts it gives it no environment, no files but the program's
 * own, and a limit to its heap; see `startParser`.
 */
startWatch();
disarmProcess();
serveParsers({});
