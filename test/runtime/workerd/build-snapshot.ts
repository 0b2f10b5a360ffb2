import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Makes the snapshot that the Worker bundles, as `wrangler` does before it builds. */
export function setup(): void {
  const script = join(import.meta.dirname, "../../../scripts/build-worker-snapshot.ts");
  execFileSync(process.execPath, [script], { stdio: ["ignore", "ignore", "inherit"] });
}
