import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { createWidgetFiles, type WidgetFiles } from "./http/widget-files.ts";
import { PACKAGE_ROOT } from "./node-runtime.ts";

/** Where the widget is built to: `npm run build:widget`. */
export const WIDGET_DIRECTORY = join(PACKAGE_ROOT, "dist", "widget");

/** The built files by their path below the directory; none where it is missing. */
export async function readWidgetTexts(): Promise<Record<string, string>> {
  const entries = await readdir(WIDGET_DIRECTORY, { recursive: true, withFileTypes: true }).catch(() => []);
  const scripts = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".js"));
  const texts = scripts.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(WIDGET_DIRECTORY, path).split(sep).join("/"), await readFile(path, "utf8")];
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** The built widget, compressed once. */
export async function openWidgetFiles(): Promise<WidgetFiles> {
  return createWidgetFiles(await readWidgetTexts(), (text) => Uint8Array.from(gzipSync(text, { level: 9 })));
}
