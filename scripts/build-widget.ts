/**
 * Builds the web widget into dist/widget, or the folder given: `v1.js` (the loader), `panel/*.js`, `locales/*.js`. Files that the
 * loader fetches carry a hash in their name. `npm ci` runs it through `prepare`; without the development
 * dependencies it says so and builds nothing.
 */
import { hash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { BuildOptions, Plugin } from "esbuild";
import { WIDGET_DIRECTORY } from "../src/node-widget.ts";

const SOURCE = join(import.meta.dirname, "..", "src", "widget");
const directory = process.argv[2] ?? WIDGET_DIRECTORY;
/** The oldest browsers served: those in WeChat, and Safari before constructed sheets. */
const TARGET = ["chrome80", "safari14.1", "firefox78"];
const HASH_LENGTH = 8;

const esbuild = await import("esbuild").catch(() => null);
if (esbuild) await buildWidget(esbuild.build, esbuild.transform);
else process.stderr.write("widget: not built, as esbuild is not installed (npm ci without --omit=dev)\n");

async function buildWidget(
  build: typeof import("esbuild").build,
  transform: typeof import("esbuild").transform,
): Promise<void> {
  const written = new Map<string, string>();
  const bundle = async (entry: string, options: BuildOptions): Promise<string> => {
    const { outputFiles } = await build({
      entryPoints: [join(SOURCE, entry)],
      bundle: true,
      write: false,
      minify: true,
      charset: "utf8",
      legalComments: "none",
      target: TARGET,
      plugins: [minifiedStyles(transform)],
      ...options,
    });
    return outputFiles?.[0]?.text ?? "";
  };
  const bundleHashed = async (entry: string, name: string, define: Record<string, string> = {}) => {
    const text = await bundle(entry, { format: "esm", define });
    const mark = hash("sha256", text).slice(0, HASH_LENGTH).toUpperCase();
    written.set(`${name}-${mark}.js`, text);
    return `${name}-${mark}.js`;
  };

  const locales = {
    "zh-TW": await bundleHashed("locales/zh-tw.ts", "locales/zh-TW"),
    en: await bundleHashed("locales/en.ts", "locales/en"),
  };
  const WENBAN_LOCALES = JSON.stringify(locales);
  const panel = await bundleHashed("panel.ts", "panel/panel", { WENBAN_LOCALES });
  const frame = await bundleHashed("frame.ts", "panel/frame");
  const define = { WENBAN_PANEL: JSON.stringify(panel), WENBAN_FRAME: JSON.stringify(frame) };
  written.set("v1.js", await bundle("loader.ts", { format: "iife", define }));

  await rm(directory, { recursive: true, force: true });
  for (const [name, text] of written) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    process.stderr.write(`widget: ${name} ${gzipSync(text, { level: 9 }).length} B gzipped\n`);
  }
}

/** Styles are imported as minified texts. */
function minifiedStyles(transform: typeof import("esbuild").transform): Plugin {
  return {
    name: "minified-styles",
    setup(build) {
      build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const { code } = await transform(await readFile(path, "utf8"), {
          loader: "css",
          minify: true,
          target: TARGET,
        });
        return { contents: code.trim(), loader: "text" };
      });
    },
  };
}
