import { hash } from "node:crypto";
import { WenbanError } from "../errors.ts";

/** A file of a generation, as it was written. */
export interface FileRecord {
  name: string;
  bytes: number;
  /** Hex. */
  sha256: string;
}

/** The vectors of one visibility. */
export interface VectorManifest {
  model: string;
  dimensions: number;
  metric: "cosine";
  count: number;
  /** Share of the vector leg in the fused score, 0 to 1, as measured for this embedder. */
  weight: number;
  /** Search breadth of the graph; null when there is no graph. */
  breadth: number | null;
}

export interface SetManifest {
  passages: number;
  /** Null when the generation was built without vectors, or of too few passages. */
  vectors: VectorManifest | null;
}

/** What a generation's folder holds. Written last; a folder without it is not a generation. */
export interface IndexManifest {
  format: 1;
  generation: string;
  public: SetManifest;
  internal: SetManifest;
  files: FileRecord[];
}

const FORMAT = 1;

/** The error for index files that are not what was written. */
export function damagedIndex(what: string, cause?: unknown): WenbanError {
  return new WenbanError("storage", "index.damaged", `索引文件已损坏：${what}。Index file damaged.`, {
    hint: "重新建立索引：wenban index。Build the index again.",
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The manifest as text, with a checksum of its own, so that no changed digit goes unnoticed. */
export function writeManifest(manifest: IndexManifest): string {
  const body = JSON.stringify(manifest);
  return `${JSON.stringify({ sha256: hash("sha256", body), manifest }, null, 1)}\n`;
}

/** Reads what `writeManifest` wrote. Throws `index.damaged`. */
export function readManifest(text: string): IndexManifest {
  let manifest: IndexManifest | undefined;
  try {
    manifest = JSON.parse(text)?.manifest;
  } catch (cause) {
    throw damagedIndex("manifest.json", cause);
  }
  if (!manifest || text !== writeManifest(manifest)) throw damagedIndex("manifest.json");
  if (manifest.format === FORMAT) return manifest;
  throw new WenbanError("storage", "index.other_version", "索引由另一个版本的问办建立。", {
    hint: "重新建立索引：wenban index。Build the index again.",
  });
}
