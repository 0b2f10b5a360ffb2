import { cleanAsides } from "../asides.ts";
import type { ParsedFile } from "../parsed-file.ts";
import { checkPdf, MOST_PAGES, type PdfFacts } from "../pdf/check-pdf.ts";
import { cleanGlyphs, commonSize, isGarbled } from "../pdf/clean-glyphs.ts";
import { composeBlocks } from "../pdf/compose-blocks.ts";
import { openPdf } from "../pdf/open-pdf.ts";
import { corruptPdf, imageTooLarge, noPdfText, tooManyPages } from "../pdf/pdf-errors.ts";
import { type PageLayout, readLayout } from "../pdf/read-layout.ts";
import { readPage } from "../pdf/read-page.ts";

/** A page with fewer characters than this, and a picture, is a scan with a stamp or a page number. */
const FEWEST_CHARACTERS = 20;
const LARGEST_IMAGE = 50_000_000;

/** A page as read, with what kept its text from being read. */
interface ReadPage {
  layout: PageLayout;
  /** Size of most characters, weighed by their number. */
  size: number;
  characters: number;
  watermark: string;
  fault: "scanned" | "garbled" | null;
}

/**
 * A PDF with text, as paragraphs and tables in reading order. Of a file without any word nothing comes back.
 * Runs within a parser process: it holds no more than one page's characters, but decodes whatever it is given.
 * @throws WenbanError `ingest.corrupt_pdf`, `ingest.encrypted`, `ingest.pdf_too_many_pages`,
 *   `ingest.pdf_too_large`, `ingest.image_too_large`, `ingest.no_text`, `ingest.type_mismatch`, `ingest.empty_file`
 */
export async function parsePdf(bytes: Uint8Array): Promise<ParsedFile> {
  const facts = checkPdf(bytes);
  const pages = await readPages(bytes, facts);
  if (!pages.some(({ fault, characters }) => fault === null && characters > 0))
    return explainNoText(pages, facts);
  // The few words on a scan may be a title: they are kept, and the page is named all the same.
  const readable = pages.filter(({ fault }) => fault !== "garbled");
  const { blocks, running } = composeBlocks(
    readable.map(({ layout }) => layout),
    documentSize(readable),
  );
  const asides = cleanAsides([...readable.map(({ watermark }) => watermark), ...running]);
  return { blocks, asides, warnings: nameUnread(pages) };
}

async function readPages(bytes: Uint8Array, facts: PdfFacts): Promise<ReadPage[]> {
  const pdf = await openPdf(bytes);
  try {
    if (pdf.document.numPages > MOST_PAGES) throw tooManyPages(MOST_PAGES);
    const pages: ReadPage[] = [];
    for (let number = 1; number <= pdf.document.numPages; number++) {
      const drawn = await readPage(pdf, number).catch((cause: unknown) => {
        throw corruptPdf(cause);
      });
      const { watermark, ...content } = cleanGlyphs(drawn);
      const characters = content.glyphs.filter(({ text }) => text.trim() !== "").length;
      const isScanned = characters < FEWEST_CHARACTERS && facts.hasImages && content.isPainted;
      const fault = isScanned ? "scanned" : isGarbled(content) ? "garbled" : null;
      const size = commonSize(content.glyphs);
      pages.push({ layout: readLayout(content), size, characters, watermark, fault });
    }
    return pages;
  } finally {
    await pdf.close();
  }
}

function documentSize(pages: readonly ReadPage[]): number {
  const weights = new Map<number, number>();
  for (const { size, characters } of pages) weights.set(size, (weights.get(size) ?? 0) + characters);
  return [...weights].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

function explainNoText(pages: readonly ReadPage[], facts: PdfFacts): ParsedFile {
  if (facts.largestImage > LARGEST_IMAGE) throw imageTooLarge();
  if (pages.some(({ fault }) => fault === "garbled")) throw noPdfText("字体没有给出文字的编码");
  if (facts.hasImages) throw noPdfText("没有文字层，可能是扫描件");
  return { blocks: [], warnings: [{ code: "ingest.no_text", message: "PDF 是空白的，没有文字。" }] };
}

function nameUnread(pages: readonly ReadPage[]): ParsedFile["warnings"] {
  const name = (fault: ReadPage["fault"], why: string) => {
    const numbers = pages.filter((page) => page.fault === fault).map(({ layout }) => layout.page);
    if (numbers.length === 0) return [];
    return [{ code: "ingest.page_without_text", message: `第 ${listNumbers(numbers)} 页${why}` }];
  };
  return [
    ...name("scanned", "没有文字层，可能是扫描件。"),
    ...name("garbled", "的字体没有给出文字的编码，读不出文字。"),
  ];
}

/** 「2、5—7」: runs of pages are drawn together. */
function listNumbers(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}—${to}`)).join("、");
}
