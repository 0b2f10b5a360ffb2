import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { evaluate } from "../evaluation/evaluate.ts";
import type { Judged } from "../evaluation/judged.ts";
import { SEARCHED, type SearchFor } from "../evaluation/judging/judge-search.ts";
import { measure } from "../evaluation/metrics.ts";
import { renderHtmlReport } from "../evaluation/report/html-report.ts";
import { renderTextReport } from "../evaluation/report/text-report.ts";
import { joinSuites, parseSuite, type SuiteItem } from "../evaluation/suite.ts";
import type { Workplace } from "../node-services.ts";
import type { Corpus } from "../retrieval/corpus.ts";
import { searchPassages } from "../retrieval/search-passages.ts";
import { createAnswering } from "../services.ts";
import type { CommandContext } from "./command-context.ts";
import type { EvalOptions } from "./options.ts";
import { prepareWorkplace } from "./prepare.ts";
import { badArgument, writeLine } from "./terminal.ts";

const BELOW_THRESHOLD = 10;
const INTERRUPTED = 130;

/** `wenban eval SUITE…`; gives the exit code. */
export async function runEval(
  suites: readonly string[],
  options: EvalOptions,
  { env, terminal }: CommandContext,
): Promise<number> {
  const items = joinSuites(await Promise.all(suites.map(readSuite)));
  if (items.length === 0) throw badArgument("评测集里没有题目。The suites hold no questions.");
  const workplace = await prepareWorkplace(env, options, terminal);
  try {
    const corpus = workplace.index.current();
    const { answerQuestion } = createAnswering({ ...workplace, corpus: () => corpus });
    const readDocument = (id: string) => corpus.document(id, "staff");
    let done = 0;
    const { judged, stoppedBy } = await evaluate(
      items,
      { answerQuestion, readDocument, search: searchIn(workplace, corpus) },
      {
        signal: terminal.signal,
        onJudged: () => {
          done += 1;
          if (done % 50 === 0) terminal.stderr.write(`${done} / ${items.length}\n`);
        },
      },
    );
    if (stoppedBy === "signal") return INTERRUPTED;
    const figures = measure(judged);
    if (options.report !== undefined) {
      const title = `评测报告 ${suites.map((path) => basename(path)).join(" ")}`;
      await writeFile(options.report, renderHtmlReport(figures, judged, title));
    }
    await writeLine(
      terminal.stdout,
      options.json
        ? JSON.stringify({ ...figures, failures: failuresOf(judged) })
        : renderTextReport(figures, judged),
    );
    return figures.all.share < (options.min ?? 0) ? BELOW_THRESHOLD : 0;
  } finally {
    await workplace.close();
  }
}

function searchIn({ regions }: Workplace, corpus: Corpus): SearchFor {
  return async (query, { audience, askerRegion: region, at }) => {
    const found = await searchPassages(corpus, regions, { query, limit: SEARCHED, audience, region, at });
    return found.map(({ document, passage: { start, end } }) => ({ documentId: document.id, start, end }));
  };
}

function failuresOf(judged: readonly Judged[]) {
  return judged
    .filter(({ faults }) => faults.length > 0)
    .map(({ item, answer, faults }) => ({
      id: item.id,
      kind: item.kind,
      outcome: answer?.outcome ?? null,
      faults,
    }));
}

async function readSuite(path: string): Promise<SuiteItem[]> {
  const text = await readFile(path, "utf8").catch(() => {
    throw badArgument(`读不了评测集：${path}。The suite can't be read.`);
  });
  return parseSuite(basename(path), text);
}
