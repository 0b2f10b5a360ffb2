import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { corruptPdf, encryptedPdf } from "./pdf-errors.ts";

/** pdf.js with the file opened; `close` frees what it holds. */
export interface OpenPdf {
  document: PDFDocumentProxy;
  /** Numbers of pdf.js's drawing operators. */
  ops: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** Pictures are of no use here: none is decoded, whatever its size. */
const LARGEST_IMAGE = 1;
/** Errors of pdf.js that mean the file, not the reader. */
const PASSWORD = "PasswordException";

/**
 * Opens a PDF in this thread, without scripts, fonts of the system or anything fetched. The maps of the
 * Chinese encodings come from the package: without them text in GBK fonts vanishes silently.
 * @throws WenbanError `ingest.encrypted`, `ingest.corrupt_pdf`
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  standInForTheBrowser();
  // Found by pdf.js under this name, it takes the place of a worker thread.
  const worker = await import("pdfjs-dist/legacy/build/pdf.worker.min.mjs");
  Object.assign(globalThis, { pdfjsWorker: worker });
  const { getDocument, OPS } = await import("pdfjs-dist/legacy/build/pdf.min.mjs");
  const home = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
  const folder = (name: string) => `${join(home, name)}/`;
  const task = getDocument({
    // pdf.js takes the buffer over; the caller keeps its own.
    data: new Uint8Array(bytes),
    cMapUrl: folder("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: folder("standard_fonts"),
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    maxImageSize: LARGEST_IMAGE,
    enableXfa: false,
    verbosity: 0,
  });
  try {
    return { document: await task.promise, ops: OPS, close: () => task.destroy() };
  } catch (cause) {
    await task.destroy();
    throw cause instanceof Error && cause.name === PASSWORD ? encryptedPdf() : corruptPdf(cause);
  }
}

/** pdf.js looks for a browser's drawing classes when it is loaded, and complains; nothing is drawn here. */
function standInForTheBrowser(): void {
  const drawing = ["DOMMatrix", "Path2D", "ImageData"].filter((name) => !(name in globalThis));
  for (const name of drawing) Object.assign(globalThis, { [name]: class {} });
}
