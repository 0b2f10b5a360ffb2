import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { z } from "zod";
import { oldestKept } from "../conversation/answer-log.ts";
import type { AskedQuestion } from "../conversation/asked-log.ts";
import { createMemoryAskedLog } from "../conversation/stores/memory-asked-log.ts";
import { openSqliteAskedLog } from "../conversation/stores/sqlite-asked-log.ts";
import { type Answer, type Audience, OUTCOMES } from "../domain.ts";
import type { Workplace } from "../node-services.ts";
import type { GapSourceOptions } from "./gap-options.ts";
import { badArgument, type Terminal } from "./terminal.ts";

/** What is read of an answer that `ask --batch` wrote; the rest is as it was written. */
const lineSchema = z.object({
  answer: z.looseObject({
    messageId: z.string().default(""),
    question: z.looseObject({ text: z.string().min(1) }),
    outcome: z.enum(OUTCOMES),
    text: z.string(),
    citations: z.array(z.looseObject({ documentId: z.string(), title: z.string() })),
    notices: z.array(z.looseObject({ code: z.string(), text: z.string() })),
  }),
});

/** Everything that was asked and is still kept, or what a file of answers holds. */
export async function readAsked(
  { from, audience }: GapSourceOptions,
  { config, runtime }: Pick<Workplace, "config" | "runtime">,
  terminal: Terminal,
): Promise<AskedQuestion[]> {
  const log =
    from === undefined
      ? openSqliteAskedLog(config.dataDir)
      : createMemoryAskedLog(await readAnswers(from, audience, terminal));
  try {
    // A service that stands still forgets nothing by itself; what should be forgotten is not looked at.
    const since = from === undefined ? oldestKept(runtime.now().toISOString(), config.retentionDays) : "";
    return await log.list({ since, audience });
  } finally {
    await log.close();
  }
}

async function readAnswers(path: string, audience: Audience, terminal: Terminal): Promise<AskedQuestion[]> {
  const found = path === "-" ? null : await stat(path).catch(() => null);
  if (path !== "-" && !found?.isFile()) throw badArgument(`文件不存在：${path}。No such file.`);
  const input = found ? createReadStream(path, "utf8") : terminal.stdin;
  const askedAt = (found?.mtime ?? new Date()).toISOString();
  const asked: AskedQuestion[] = [];
  let [number, bad] = [0, 0];
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === "") continue;
    const answer = parseLine(line);
    if (answer === null) bad++;
    else asked.push({ answer, audience, conversation: `line ${number}`, askedAt, rating: null });
  }
  if (asked.length === 0) {
    throw badArgument(`${path} 里没有回答。No answers in it.`, "给出 wenban ask --batch 写出的文件。");
  }
  if (bad > 0)
    terminal.stderr.write(`提示：有 ${bad} 行不是回答，已跳过。Lines without an answer are skipped.\n`);
  return asked;
}

function parseLine(line: string): Answer | null {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line.replace(/^\uFEFF/, "")));
    return parsed.success ? (parsed.data.answer as unknown as Answer) : null;
  } catch {
    return null;
  }
}
