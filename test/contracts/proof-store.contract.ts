import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Proof, ProofStore } from "../../src/gaps/proof-store.ts";
import { sampleProof } from "../support/sample-proof.ts";

/** What every ProofStore does. */
export function describeProofStore(name: string, create: () => ProofStore): void {
  describe(`ProofStore contract: ${name}`, () => {
    let store: ProofStore;
    beforeEach(() => {
      store = create();
    });
    afterEach(() => store.close());

    it("keeps every proof, oldest first, as it was made", async () => {
      const proofs: Proof[] = [sampleProof(), { ...sampleProof(), by: "李四" }, sampleProof()];
      for (const proof of proofs) await store.add(proof);
      expect(await store.list()).toEqual(proofs);
    });

    it("is not changed by what happens to a proof afterwards", async () => {
      const proof = sampleProof();
      await store.add(proof);
      proof.questions[0] = { ...sampleProof().questions[0], text: "改过" } as Proof["questions"][number];
      (await store.list())[0]?.questions.pop();
      expect(await store.list()).toEqual([sampleProof()]);
    });

    it("keeps the last figures of each suite", async () => {
      expect(await store.lastRun("a")).toBeNull();
      await store.keepRun("a", "1");
      await store.keepRun("b", "2");
      await store.keepRun("a", "3");
      expect([await store.lastRun("a"), await store.lastRun("b")]).toEqual(["3", "2"]);
      expect(await store.list()).toEqual([]);
    });
  });
}
