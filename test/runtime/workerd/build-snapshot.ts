import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Makes the widget and the snapshot that the Worker bundles, as `wrangler` does before it builds. */
export function setup(): void {
  for (const name of ["build-widget", "build-worker-snapshot"]) {
    const script = join(import.meta.dirname, `../../../scripts/${name}.ts`);
    execFileSync(process.execPath, [script], { stdio: ["ignore", "ignore", "inherit"] });
  }
}
