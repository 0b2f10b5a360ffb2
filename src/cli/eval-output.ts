import { constants } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { isRight, type Judged } from "../evaluation/judged.ts";
import { badArgument, type Terminal } from "./terminal.ts";

const CLEAR_LINE = "\r\u001b[2K";
const LINE_EVERY = 50;

/** Tells on standard error how far it is: on a terminal one line that changes, else a line now and then. */
export function createEvalProgress({ stderr }: Terminal, total: number) {
  const rewrites = stderr.isTTY === true;
  let [done, right] = [0, 0];
  return {
    onJudged(judged: Judged) {
      done += 1;
      right += Number(isRight(judged));
      const line = `${done} / ${total}，答对 ${right}`;
      if (rewrites) stderr.write(`${CLEAR_LINE}${line}`);
      else if (done % LINE_EVERY === 0) stderr.write(`${line}\n`);
    },
    /** Clears the line that changes. */
    done: () => void (rewrites && stderr.write(CLEAR_LINE)),
  };
}

/** Files are written when all is done: where that can't be, it is said before the work. */
export async function checkWritable(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  await access(dirname(path), constants.W_OK).catch(() => {
    throw badArgument(`写不了文件：${path}。The file can't be written.`);
  });
}

export async function writeOutput(path: string | undefined, render: () => string): Promise<void> {
  if (path === undefined) return;
  await writeFile(path, render()).catch(() => {
    throw badArgument(`写不了文件：${path}。The file can't be written.`);
  });
}
