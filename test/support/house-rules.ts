import { reachableFrom, type SourceFile } from "./import-graph.ts";

/** Files at the root of `src/` that may be imported from everywhere. */
const SHARED = new Set(["domain.ts", "records.ts", "errors.ts", "logger.ts", "runtime.ts", "digest.ts"]);
/** The area that may be imported from everywhere and itself imports nothing but the shared files. */
const LANGUAGE = "language";

/**
 * Which areas an area may import, beside itself, the shared files and `language`. The built-in embedder and
 * the lexical index share one analysis of text, so `llm` and `retrieval` know each other.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  language: [],
  adapters: [],
  retrieval: ["llm"],
  llm: ["retrieval"],
  parsing: [],
  indexing: ["parsing", "retrieval", "llm"],
  answer: ["retrieval", "llm"],
  conversation: ["adapters", "answer", "control"],
  evaluation: ["answer"],
  gaps: ["answer", "conversation", "evaluation"],
  control: [],
  pages: ["answer"],
  http: ["answer", "control", "conversation", "pages", "retrieval"],
  widget: [],
};

/** The wiring: what knows everything. Nothing of the areas above may import it. */
const WIRING = /^(?:app|services|config|public-face|node|cli|worker|node-[a-z]+)\.ts$|^cli\//;

const ENTRY_POINTS = new Set(["node.ts", "worker.ts", "cli.ts"]);
const LONGEST_FILE = 300;
const VAGUE_NAME = /(?:^|[-/])(?:utils?|helpers?|managers?|handlers?|common|misc)(?=[-./]|$)/;
const KEBAB_CASE = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.generated)?\.ts$/;
/** Packages that need Node, or are too large for a Worker. */
const NODE_ONLY = /^(?:node:|hnswlib-node|@langchain\/|@hono\/node-server|commander)/;

function areaOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : path;
}

/** Imports against the direction adapters, conversation → answer → retrieval → ports. */
export function findWrongDirections(sources: readonly SourceFile[]): string[] {
  return sources
    .filter(({ path }) => !WIRING.test(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target, isOwn }) => isOwn && !mayImport(path, target))
        .map(({ target }) => `${path} imports ${target}`),
    );
}

function mayImport(path: string, target: string): boolean {
  const [from, to] = [areaOf(path), areaOf(target)];
  if (SHARED.has(target)) return true;
  if (SHARED.has(path)) return false;
  return from === to || to === LANGUAGE || (MAY_IMPORT[from] ?? []).includes(to);
}

/** What the widget, which is browser code, imports beyond itself: only types, and of the glossary alone. */
export function findWidgetOutsiders(sources: readonly SourceFile[]): string[] {
  return sources
    .filter(({ path }) => areaOf(path) === "widget")
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => areaOf(target) !== "widget" && !target.endsWith(".css"))
        .filter(({ target, isTypeOnly }) => target !== "domain.ts" || !isTypeOnly)
        .map(({ target }) => `${path} imports ${target}`),
    );
}

/** Files of no area: every folder has its rules. */
export function findUnknownAreas(sources: readonly SourceFile[]): string[] {
  return sources
    .map(({ path }) => path)
    .filter((path) => !WIRING.test(path) && !SHARED.has(path) && !(areaOf(path) in MAY_IMPORT));
}

/** What the Worker loads and can't: Node's modules, native add-ons, LangChain. */
export function findNodeInWorker(sources: readonly SourceFile[]): string[] {
  const { packages } = reachableFrom(sources, "worker.ts");
  return [...packages]
    .filter(([name]) => NODE_ONLY.test(name))
    .map(([name, path]) => `${path} loads ${name}`);
}

/** LangChain runs in files named `langchain.ts` only; its types are free. */
export function findLooseLangChain(sources: readonly SourceFile[]): string[] {
  return sources
    .filter(({ path }) => !/(?:^|\/)langchain\.ts$/.test(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target, isTypeOnly }) => target.startsWith("@langchain/") && !isTypeOnly)
        .map(({ target }) => `${path} loads ${target}`),
    );
}

/** The environment is read by entry points alone. */
export function findEnvironmentReads(sources: readonly SourceFile[]): string[] {
  return pathsWith(sources, /\bprocess\s*(?:\.\s*env\b|\[\s*["']env["'])/, ENTRY_POINTS);
}

export function findDefaultExports(sources: readonly SourceFile[]): string[] {
  return pathsWith(sources, /^export\s+(?:default\b|\{[^}]*\bas\s+default\b)/m, new Set(["worker.ts"]));
}

export function findLongFiles(sources: readonly SourceFile[]): string[] {
  return sources
    .filter(({ path }) => !path.endsWith(".generated.ts"))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > LONGEST_FILE)
    .map(({ path, lines }) => `${path} has ${lines} lines`);
}

export function findBadNames(sources: readonly SourceFile[]): string[] {
  return sources.map(({ path }) => path).filter((path) => !KEBAB_CASE.test(path) || VAGUE_NAME.test(path));
}

/** Implementations in a registry's folder that the registry does not list; `declares` tells one by its text. */
export function findUnregistered(
  sources: readonly SourceFile[],
  registry: string,
  declares: RegExp,
): string[] {
  const folder = registry.slice(0, registry.lastIndexOf("/") + 1);
  const listed = new Set(sources.find(({ path }) => path === registry)?.imports.map(({ target }) => target));
  return implementationsIn(sources, folder, declares).filter((path) => !listed.has(path));
}

/** Implementations that import a sibling implementation. */
export function findSiblingImports(
  sources: readonly SourceFile[],
  folder: string,
  declares: RegExp,
): string[] {
  const implementations = new Set(implementationsIn(sources, folder, declares));
  return sources
    .filter(({ path }) => implementations.has(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => implementations.has(target))
        .map(({ target }) => `${path} imports ${target}`),
    );
}

export function implementationsIn(
  sources: readonly SourceFile[],
  folder: string,
  declares: RegExp,
): string[] {
  return sources
    .filter(({ path, text }) => path.startsWith(folder) && declares.test(text))
    .map(({ path }) => path);
}

function pathsWith(sources: readonly SourceFile[], pattern: RegExp, except: ReadonlySet<string>): string[] {
  return sources.filter(({ path, text }) => !except.has(path) && pattern.test(text)).map(({ path }) => path);
}

/** Files that import each other, types included: none of them can be read or changed alone. */
export function findCircles(sources: readonly SourceFile[]): string[] {
  const targets = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ isOwn }) => isOwn).map(({ target }) => target),
    ]),
  );
  return sources.map(({ path }) => path).filter((path) => comesBack(path, targets));
}

/** Whether following imports from a file leads back to it. */
function comesBack(start: string, targets: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const pending = [...(targets.get(start) ?? [])];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (path === start) return true;
    if (seen.has(path)) continue;
    seen.add(path);
    pending.push(...(targets.get(path) ?? []));
  }
  return false;
}
