import type { AnswerQuestion } from "../../src/answer/types.ts";
import { createControl } from "../../src/control/control.ts";
import { createMemoryControlStore } from "../../src/control/stores/memory-control-store.ts";
import { createMemoryAnswerLog } from "../../src/conversation/stores/memory-answer-log.ts";
import type { Answer, AskRequest, Audience, Document } from "../../src/domain.ts";
import type { AppServices } from "../../src/http/app-services.ts";
import { ALWAYS_WELL } from "../../src/http/service-condition.ts";
import { createSourceLinks } from "../../src/http/source-links.ts";
import { silentLogger } from "../../src/logger.ts";
import type { Corpus, RetrievedPassage } from "../../src/retrieval/corpus.ts";
import { sampleAnswer } from "./sample-answer.ts";
import { sampleDocument, samplePassage } from "./sample-documents.ts";
import { shippedRegions } from "./shipped-regions.ts";

export const STAFF_KEY = "staff-key-for-tests";
export const IDENTIFY_SECRET = "identify-secret-for-tests";
export const INTERNAL_WORD = "ZC-INTERNAL-CANARY";

/** An id of two parts with hostile text, an internal one, one with a personal number, and a guide. */
export function sampleDocuments(): Document[] {
  return [
    sampleDocument({
      id: "hekou/2025 报告",
      title: "河口区2025年改革进展<script>alert(1)</script>",
      text: "一、简政放权\n全年取消审批事项9个，<b onclick=x>减少</b>材料116份。\n名称\t数量\n事项\t9",
      region: { code: "370503", name: "山东省东营市河口区" },
      publishedAt: "2025-03-01",
      url: "javascript:alert(1)",
    }),
    sampleDocument({
      id: "inner",
      text: `内部口径：${INTERNAL_WORD}`,
      visibility: "internal",
      title: INTERNAL_WORD,
    }),
    sampleDocument({ id: "with-number", text: "经办人手机13800138000，办公时间周一至周五。", title: "通知" }),
    ...["inner", INTERNAL_WORD, "通知", "guide"].map((supersededBy, n) =>
      sampleDocument({
        id: `replaced-${n}`,
        text: "旧规。",
        supersededBy,
        findings: [{ field: "supersededBy", value: supersededBy, from: "front_matter" }],
      }),
    ),
    sampleDocument({ id: "guide", text: "办理材料：身份证", kind: "procedure", title: "居住证办理" }),
  ];
}

/** A corpus that finds documents holding any two neighbouring characters of the query, in their order. */
function createSampleCorpus(documents: readonly Document[]): Corpus {
  const readable = (audience: Audience) =>
    documents.filter((document) => document.visibility === "public" || audience === "staff");
  const holds = (document: Document, query: string) =>
    [...query].some((_, i) => i + 2 <= query.length && document.shown.includes(query.slice(i, i + 2)));
  return {
    generation: "generation-1",
    regionCodes: async () => [],
    matchItems: async () => [],
    frequencies: async (terms) => terms.map(() => ({ passages: 0, of: documents.length })),
    async retrieve({ query, limit, audience, filter }) {
      return readable(audience)
        .filter((document) => holds(document, query))
        .filter(({ region }) => !filter?.regions || !region || filter.regions.includes(region.code))
        .slice(0, limit)
        .map(
          (document, i): RetrievedPassage => ({
            passage: samplePassage(document),
            document,
            score: 1 / (i + 1),
            lexical: 1,
            cosine: null,
          }),
        );
    },
    async document(id, audience) {
      return readable(audience).find((document) => document.id === id) ?? null;
    },
    async passages(documentId, audience) {
      return readable(audience)
        .filter(({ id }) => id === documentId)
        .map(samplePassage);
    },
    async list(audience, kind) {
      return readable(audience).filter((document) => kind === undefined || document.kind === kind);
    },
  };
}

/** Answers everything with the sample answer, told in the order of the contract; keeps what it was asked. */
export function createSampleAnswerQuestion(asked: AskRequest[] = []): AnswerQuestion {
  return async (request, options = {}) => {
    asked.push(request);
    const answer: Answer = { ...sampleAnswer(), question: { text: request.question, masked: false } };
    options.onEvent?.({ type: "status", status: "searching", found: 1 });
    for (const citation of answer.citations) options.onEvent?.({ type: "citation", citation });
    options.onEvent?.({ type: "text", delta: "取消9个。" });
    options.onEvent?.({ type: "text", delta: "[1]" });
    options.onEvent?.({ type: "outcome", answer });
    return answer;
  };
}

/** Services with sample documents; the clock stands still until a test moves it. */
export function createSampleServices(
  changes: Partial<AppServices> = {},
): AppServices & { clock: { now: Date } } {
  const clock = { now: new Date("2026-11-20T08:00:00.000Z") };
  const corpus = createSampleCorpus(sampleDocuments());
  const now = () => clock.now;
  let ids = 0;
  return {
    clock,
    site: {
      siteName: "河口问办",
      operator: "河口区人民政府",
      hotline: "12345",
      region: null,
      publicUrl: null,
      usesModel: false,
    },
    access: {
      staffKey: STAFF_KEY,
      siteKeys: ["pk_site"],
      allowedOrigins: ["https://www.example.gov.cn"],
      identifySecret: IDENTIFY_SECRET,
      rateLimit: 30,
    },
    control: createControl(createMemoryControlStore(now), now, silentLogger),
    corpus: () => corpus,
    regions: shippedRegions,
    answerQuestion: createSampleAnswerQuestion(),
    answers: createMemoryAnswerLog(),
    sourceLinks: createSourceLinks({ secret: STAFF_KEY, publicUrl: null, now }),
    receiveWebhook: null,
    condition: ALWAYS_WELL,
    widgetFiles: new Map(),
    runtime: {
      defer: (task) => void task(),
      now,
      fetch: () => Promise.reject(new Error("no network in tests")),
      readPrompt: async () => "",
      newId: () => `id-${++ids}`.padEnd(32, "0"),
    },
    logger: { info() {}, warn() {}, error() {} },
    clientAddress: () => "192.0.2.1",
    ...changes,
  };
}
