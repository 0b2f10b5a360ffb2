import type { Proof } from "../../src/gaps/proof-store.ts";

/** A proof of one question that was refused and is answered now. */
export function sampleProof(): Proof {
  return {
    gapId: "G-3f2a",
    audience: "public",
    at: "2026-11-20T08:00:00.000Z",
    by: "张三",
    index: "2-abcdef",
    standards: "0123456789ab",
    questions: [
      {
        hash: "3f2a000000000000",
        text: "河口区政务大厅有母婴室吗",
        verdict: "fixed",
        before: { outcome: "no_source", documentIds: [] },
        after: { outcome: "answered_extract", documentIds: ["大厅"] },
      },
    ],
    suites: [],
  };
}
