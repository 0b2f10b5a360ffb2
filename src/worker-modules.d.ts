/** Made by scripts/build-worker-snapshot.ts before the Worker is bundled. */
declare module "*/dist/worker/snapshot.txt" {
  const text: string;
  export default text;
}

declare module "cloudflare:workers" {
  /** The bindings of the Worker that runs. */
  export const env: Record<string, unknown>;
  /** Keeps the Worker running until the promise settles, after the response. */
  export function waitUntil(promise: Promise<unknown>): void;
}
