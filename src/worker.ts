import { waitUntil } from "cloudflare:workers";
import snapshotText from "../dist/worker/snapshot.txt";
import { createExplainedCorpusCache } from "./answer/standard/explained-corpus.ts";
import { readStandardAnswers } from "./answer/standard/read-standard-answers.ts";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { createControl } from "./control/control.ts";
import { createMemoryControlStore } from "./control/stores/memory-control-store.ts";
import { createMemoryAnswerLog } from "./conversation/stores/memory-answer-log.ts";
import type { App } from "./http/route.ts";
import { ALWAYS_WELL } from "./http/service-condition.ts";
import { createWidgetFiles } from "./http/widget-files.ts";
import { createSnapshotCorpus, parseSnapshot, type Snapshot } from "./indexing/snapshot.ts";
import { createLexicon } from "./language/lexicon.ts";
import { createRegionTable } from "./language/regions.ts";
import { createLogger } from "./logger.ts";
import type { Runtime } from "./runtime.ts";
import { createServices } from "./services.ts";

/** Bindings of the Worker: variables and secrets are strings. */
type Bindings = Record<string, unknown>;

/** One application per set of bindings, made at its first request: start-up stays within its limit. */
const applications = new WeakMap<Bindings, Promise<App>>();

export default {
  async fetch(request: Request, bindings: Bindings): Promise<Response> {
    const known = applications.get(bindings);
    const application = known ?? createApplication(bindings);
    if (!known) applications.set(bindings, application);
    return (await application).fetch(request, bindings);
  },
};

/** The same application as on Node, over the snapshot; answers are kept in memory, per isolate. */
async function createApplication(bindings: Bindings): Promise<App> {
  const config = readConfig(stringsOf(bindings));
  const logger = createLogger((line) => console.log(line));
  const now = () => new Date();
  const snapshot = parseSnapshot(snapshotText);
  const lexicon = createLexicon(snapshot.lexicon);
  const regions = createRegionTable(snapshot.regions);
  const standards = readStandardAnswers(snapshot.standards, regions);
  const corpus = createExplainedCorpusCache()(await createSnapshotCorpus(snapshot, lexicon), standards);
  return createApp(
    createServices({
      config,
      lexicon,
      regions,
      runtime: createWorkerRuntime(snapshot),
      corpus: () => corpus,
      standards: () => standards,
      answers: createMemoryAnswerLog(config.retentionDays),
      control: createControl(createMemoryControlStore(now), now, logger),
      logger,
      receiveWebhook: null,
      condition: ALWAYS_WELL,
      /* Cloudflare's edge compresses scripts. */
      widgetFiles: await createWidgetFiles(snapshot.widget),
      /* Set by Cloudflare's edge, which replaces whatever a client sent. */
      clientAddress: (request) => request.headers.get("cf-connecting-ip") ?? "unknown",
    }),
  );
}

function createWorkerRuntime({ prompts }: Snapshot): Runtime {
  return {
    defer: (task) => waitUntil(task()),
    now: () => new Date(),
    fetch: (...request) => globalThis.fetch(...request),
    readPrompt: async (name) => prompts[name] ?? "",
    newId: () => crypto.randomUUID().replaceAll("-", ""),
  };
}

function stringsOf(bindings: Bindings): Record<string, string> {
  const strings = Object.entries(bindings).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value]] : [],
  );
  return Object.fromEntries(strings);
}
