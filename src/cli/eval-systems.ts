import type { Environment } from "../config.ts";
import type { Examinee } from "../evaluation/evaluate.ts";
import { SEARCHED, type SearchFor } from "../evaluation/judging/judge-search.ts";
import { interpretPlain } from "../evaluation/plain/interpret-plain.ts";
import { judgePlain } from "../evaluation/plain/judge-plain.ts";
import { openChatTarget, readTargetUrl } from "../evaluation/target/chat-target.ts";
import type { Workplace } from "../node-services.ts";
import type { Corpus } from "../retrieval/corpus.ts";
import { searchPassages } from "../retrieval/search-passages.ts";
import { createAnswering } from "../services.ts";
import type { EvalOptions } from "./eval-options.ts";

/** One that is to be evaluated. */
export interface System {
  name: string;
  examinee: Examinee;
  /** Questions at a time. */
  concurrency: number;
}

const DEFAULT_AT_ONCE = 4;
const PLAIN = { judge: judgePlain, interpret: interpretPlain };

/** The system to evaluate, and the one to set beside it. */
export function openSystems(options: EvalOptions, workplace: Workplace): [System, ...System[]] {
  const own = openOwn(workplace);
  if (options.target === undefined) return [own];
  const target = openTarget(options.target, options, workplace, own.examinee);
  if (!options.beside) return [target];
  const { search: _unasked, ...examinee } = own.examinee;
  return [target, { ...own, examinee: { ...examinee, ...PLAIN } }];
}

function openOwn(workplace: Workplace): System {
  const corpus = workplace.index.current();
  const { answerQuestion } = createAnswering({ ...workplace, corpus: () => corpus });
  const readDocument = (id: string) => corpus.document(id, "staff");
  const { chatModel } = workplace.config.model;
  return {
    name: `问办 ${corpus.generation}${chatModel === null ? "" : ` ${chatModel}`}`,
    examinee: { answerQuestion, readDocument, search: searchIn(workplace, corpus) },
    concurrency: 1,
  };
}

function searchIn({ regions }: Workplace, corpus: Corpus): SearchFor {
  return async (query, { audience, askerRegion: region, at }) => {
    const found = await searchPassages(corpus, regions, { query, limit: SEARCHED, audience, region, at });
    return found.map(({ document, passage: { start, end } }) => ({ documentId: document.id, start, end }));
  };
}

function openTarget(address: string, options: EvalOptions, workplace: Workplace, own: Examinee): System {
  const url = readTargetUrl(address);
  const { targetModel: model, concurrency = DEFAULT_AT_ONCE } = options;
  const target = openChatTarget(
    { url, model, apiKey: keyFor(url, workplace.env) },
    { fetch: workplace.runtime.fetch },
  );
  const { host, pathname } = new URL(url);
  return {
    name: `${host}${pathname.replace(/\/$/, "")} ${model}`,
    examinee: { ...target, ...PLAIN, readDocument: own.readDocument },
    concurrency,
  };
}

/** The target's own key; the model's key only where it is not meant for another host. */
function keyFor(url: string, env: Environment): string | null {
  const { WENBAN_TARGET_KEY: own, OPENAI_API_KEY: shared, OPENAI_BASE_URL: home } = env;
  if (own) return own;
  const isElsewhere = home && URL.canParse(home) && new URL(home).origin !== new URL(url).origin;
  return shared && !isElsewhere ? shared : null;
}
