import { readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";

/** One import of a source file. */
export interface Import {
  /** A path relative to `src/` for our own files, otherwise the package's specifier. */
  target: string;
  isOwn: boolean;
  /** `import type` and `export type`: gone when the program runs. */
  isTypeOnly: boolean;
}

export interface SourceFile {
  /** Relative to `src/`, with `/`. */
  path: string;
  text: string;
  imports: Import[];
}

const STATIC = /^(?:import|export)\s+(type\s+)?(?:[\w$*{}\s,]+?\sfrom\s+)?["']([^"'\n]+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"'\n]+)["']\s*\)/g;

/** Every source file with its imports, read from the import statements themselves. */
export function readSources(root: string): SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return { path, text, imports: findImports(path, text) };
    });
}

/** The imports of one file's text; `path` is its own, relative to the root. */
export function findImports(path: string, text: string): Import[] {
  const found = [...text.matchAll(STATIC)].map(([, type, specifier = ""]) => ({
    specifier,
    isTypeOnly: type !== undefined,
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, specifier = ""]) => ({ specifier, isTypeOnly: false }));
  return [...found, ...dynamic].map(({ specifier, isTypeOnly }) => {
    const isOwn = specifier.startsWith(".");
    const target = isOwn ? posix.normalize(posix.join(posix.dirname(path), specifier)) : specifier;
    return { target, isOwn, isTypeOnly };
  });
}

/** What running a file loads: every own file and every package reached by imports that are not types alone. */
export function reachableFrom(
  sources: readonly SourceFile[],
  entry: string,
): { files: Set<string>; packages: Map<string, string> } {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const files = new Set<string>();
  const packages = new Map<string, string>();
  const pending = [entry];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (files.has(path)) continue;
    files.add(path);
    for (const { target, isOwn, isTypeOnly } of byPath.get(path)?.imports ?? []) {
      if (isTypeOnly) continue;
      if (isOwn) pending.push(target);
      else if (!packages.has(target)) packages.set(target, path);
    }
  }
  return { files, packages };
}
