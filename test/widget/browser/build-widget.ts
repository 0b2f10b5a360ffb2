import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Builds the widget as it is now, before it is looked at. */
export function setup(): void {
  const script = join(import.meta.dirname, "../../../scripts/build-widget.ts");
  execFileSync(process.execPath, [script], { stdio: ["ignore", "ignore", "inherit"] });
}
