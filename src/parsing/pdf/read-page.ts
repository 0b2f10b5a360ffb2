import type { PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { applyOperator, createDrawing } from "./drawing.ts";
import { type Matrix, toMatrix } from "./matrix.ts";
import type { OpenPdf } from "./open-pdf.ts";
import type { PageContent } from "./page-content.ts";
import { type DirectedGlyph, placeGlyphs } from "./place-glyphs.ts";
import { readRules } from "./read-rules.ts";

/** Share of the glyphs that must run in another direction for the page to be read turned. */
const TURNED_SHARE = 0.6;
/** Share of the page that a picture of its text takes at least. */
const PICTURE_SHARE = 0.2;
/** Where the baseline lies below the top of a glyph, as a share of its size. */
const BASELINE = 0.85;

/**
 * What a page draws, glyph by glyph: pdf.js's own joining of text into pieces loses where a table's cells
 * end. Text that runs in another direction than most of the page, such as a slanted watermark, is left out.
 */
export async function readPage({ document, ops }: OpenPdf, number: number): Promise<PageContent> {
  const page = await document.getPage(number);
  const list = await page.getOperatorList({ annotationMode: 0 });
  const upright = interpret(page, ops, list, 0);
  const turned = findTurn(upright.glyphs);
  const content = turned === 0 ? upright : interpret(page, ops, list, turned);
  page.cleanup();
  const glyphs = content.glyphs.filter(({ turns }) => turns === 0);
  const isVertical = glyphs.filter((glyph) => glyph.isVertical).length > glyphs.length / 2;
  return { page: number, ...content, ...(isVertical ? layDown(glyphs, content.width) : { glyphs }) };
}

/** Vertical writing as lines from left to right: the columns, read from the right, follow each other downwards. */
function layDown(glyphs: readonly DirectedGlyph[], width: number): Pick<PageContent, "glyphs" | "rules"> {
  const laid = glyphs.map((glyph) => ({
    ...glyph,
    x: glyph.y - glyph.size * BASELINE,
    y: width - glyph.x + glyph.size * (BASELINE - 0.5),
  }));
  return { glyphs: laid, rules: [] };
}

type OperatorList = Awaited<ReturnType<PDFPageProxy["getOperatorList"]>>;

function interpret(page: PDFPageProxy, ops: OpenPdf["ops"], list: OperatorList, turns: number) {
  const rotation = (page.rotate + (4 - turns) * 90) % 360;
  const { transform, width, height } = page.getViewport({ scale: 1, rotation });
  const glyphs: DirectedGlyph[] = [];
  const rules: PageContent["rules"] = [];
  let isPainted = false;
  const drawing = createDrawing(toMatrix(transform), (id) =>
    page.commonObjs.has(id) ? page.commonObjs.get(id) : null,
  );
  const names = new Map(Object.entries(ops).map(([name, code]) => [code, name]));
  for (const [i, code] of list.fnArray.entries()) {
    const name = names.get(code) ?? "";
    const args: unknown[] = list.argsArray[i] ?? [];
    if (name === "showText")
      for (const glyph of placeGlyphs(drawing, args[0] as unknown[])) glyphs.push(glyph);
    else if (name === "constructPath")
      for (const rule of readRules(args, drawing.state.matrix, ops)) rules.push(rule);
    else applyOperator(drawing, name, args);
    if (name === "transform") isPainted ||= areaOf(drawing.state.matrix) > width * height * PICTURE_SHARE;
  }
  return { glyphs, rules, isPainted, width, height };
}

/** A picture is drawn into the unit square: how much of the page that takes, in square points. */
function areaOf([a, b, c, d]: Matrix): number {
  return Math.abs(a * d - b * c);
}

/** How often the page must be turned for most of its text to run from left to right. */
function findTurn(glyphs: readonly DirectedGlyph[]): number {
  const counts = [0, 0, 0, 0];
  for (const { turns } of glyphs) if (turns !== null) counts[turns] = (counts[turns] ?? 0) + 1;
  const most = counts.indexOf(Math.max(...counts));
  return (counts[most] ?? 0) > glyphs.length * TURNED_SHARE ? most : 0;
}
