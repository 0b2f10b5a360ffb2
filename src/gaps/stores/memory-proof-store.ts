import type { Proof, ProofStore } from "../proof-store.ts";

/** Keeps proofs for as long as the process lives. */
export function createMemoryProofStore(): ProofStore {
  const proofs: Proof[] = [];
  const runs = new Map<string, string>();
  return {
    async add(proof) {
      proofs.push(structuredClone(proof));
    },
    async list() {
      return structuredClone(proofs);
    },
    async keepRun(suite, record) {
      runs.set(suite, record);
    },
    async lastRun(suite) {
      return runs.get(suite) ?? null;
    },
    async close() {},
  };
}
