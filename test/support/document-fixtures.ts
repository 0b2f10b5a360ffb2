import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { BuildContext } from "../../src/indexing/build-document.ts";
import type { SourceDocument } from "../../src/indexing/loader.ts";
import { fictionalRegions } from "./fictional-regions.ts";

/** Bytes of a file of `test/fixtures/documents`. */
export function fixtureBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/documents/${name}`, import.meta.url)));
}

/** Text of a file of `test/fixtures/documents`. */
export function fixtureText(name: string): string {
  return new TextDecoder().decode(fixtureBytes(name));
}

/** A source document that declares nothing. */
export function sourceOf(text: string, more: Partial<SourceDocument> = {}): SourceDocument {
  return { id: "测试", text, declared: {}, declaredFrom: {}, procedure: null, warnings: [], ...more };
}

/** Builds in the fictional country, without defaults. */
export const buildContext: BuildContext = { defaults: {}, regions: fictionalRegions, today: "2026-01-01" };

const seedFolder = new URL("../../../shared/seeds/", import.meta.url);

/** Real pages that may lie beside the project: file name → text; empty when they are not there. */
export const seedTexts: ReadonlyMap<string, string> = new Map(
  existsSync(seedFolder)
    ? readdirSync(seedFolder)
        .filter((name) => name.endsWith(".txt"))
        .map((name) => [name, readFileSync(new URL(name, seedFolder), "utf8")] as const)
    : [],
);
