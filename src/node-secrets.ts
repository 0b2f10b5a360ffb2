import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = "link-secret";
const BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * The secret under which this data directory signs links to internal documents, made at first use. Whoever removes
 * the file ends all such links.
 */
export function readLinkSecret(dataDir: string): string {
  const path = join(dataDir, FILE);
  try {
    writeFileSync(path, randomBytes(BYTES).toString("hex"), { mode: OWNER_ONLY, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(path, "utf8").trim();
}
