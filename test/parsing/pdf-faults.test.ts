import { deflateSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { WenbanError } from "../../src/errors.ts";
import { parsePdf } from "../../src/parsing/formats/pdf.ts";
import { closeParsers, parseFile } from "../../src/parsing/parse-file.ts";
import { makePdf, type PdfPage } from "../support/pdf-files.ts";
import { type PdfObject, writePdf, writeStream } from "../support/pdf-objects.ts";

const CATALOG = "<< /Type /Catalog /Pages 2 0 R >>";
const PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>";
const CONTENT_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>";
const IMAGE_PAGE =
  "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>";

const body = (n = 1): PdfPage => ({
  texts: [{ text: `第${n}部分的正文，申请人应当在15个工作日内提交全部申请材料。`, x: 72, y: 100 }],
});
const scan: PdfPage = { texts: [], images: [{ width: 1000, height: 1400 }] };

/** Spaces that inflate to so many megabytes. */
function spaces(megabytes: number): Uint8Array {
  return deflateSync(new Uint8Array(megabytes << 20).fill(32));
}

function imagePdf(width: number, height: number): Uint8Array {
  const size = `/Width ${width} /Height ${height} /BitsPerComponent 1 /ColorSpace /DeviceGray`;
  const image = writeStream(
    `/Type /XObject /Subtype /Image ${size}`,
    deflateSync(new Uint8Array(9)),
    "/FlateDecode",
  );
  return writePdf([CATALOG, PAGES, IMAGE_PAGE, writeStream("", Buffer.from("/I Do")), image]);
}

function cut(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, bytes.length / 2);
}

/** A page tree with more leaves than are read, written in object streams as new printers do. */
function manyPages(): Uint8Array {
  const kids = Array.from({ length: 5001 }, (_, i) => `${i + 3} 0 R`).join(" ");
  return writePdf([
    CATALOG,
    `<< /Type /Pages /Count 5001 /Kids [${kids}] >>`,
    ...Array.from({ length: 5001 }, () => PAGE),
  ]);
}

const password: PdfObject[] = [
  CATALOG,
  PAGES,
  PAGE,
  `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <${"ab".repeat(32)}> /U <${"cd".repeat(32)}> >>`,
];
const flate = (data: Uint8Array, filter = "/FlateDecode") =>
  writePdf([CATALOG, PAGES, CONTENT_PAGE, writeStream("", data, filter)]);

const REFUSED: [string, () => Uint8Array, string][] = [
  [
    "a cross-reference table before itself",
    () => writePdf([CATALOG, PAGES, PAGE], "/Prev @XREF"),
    "ingest.corrupt_pdf",
  ],
  ["a content stream of 80 MB", () => flate(spaces(80)), "ingest.pdf_too_large"],
  [
    "a stream packed twice",
    () => flate(deflateSync(spaces(80)), "[/FlateDecode /FlateDecode]"),
    "ingest.pdf_too_large",
  ],
  [
    "five streams of 60 MB",
    () =>
      writePdf([
        CATALOG,
        PAGES,
        CONTENT_PAGE,
        ...Array.from({ length: 5 }, () => writeStream("", spaces(60), "/FlateDecode")),
      ]),
    "ingest.pdf_too_large",
  ],
  [
    "a page tree that holds itself",
    () => writePdf([CATALOG, PAGES, "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"]),
    "ingest.corrupt_pdf",
  ],
  [
    "a count of pages that lies",
    () => writePdf([CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 100000000 >>", PAGE]),
    "ingest.pdf_too_many_pages",
  ],
  ["5,001 pages", manyPages, "ingest.pdf_too_many_pages"],
  ["a password", () => writePdf(password, "/Encrypt 4 0 R /ID [<00><00>]"), "ingest.encrypted"],
  [
    "a password of its own",
    () => makePdf({ pages: [body()], encrypt: { owner: "a", user: "b" } }),
    "ingest.encrypted",
  ],
  ["half of its bytes", () => cut(flate(Buffer.from("BT ET ".repeat(5000)), "")), "ingest.corrupt_pdf"],
  ["half of a real file", () => cut(makePdf({ pages: [body(1), body(2)] })), "ingest.corrupt_pdf"],
  ["a picture of 900 megapixels", () => imagePdf(30_000, 30_000), "ingest.image_too_large"],
  ["a picture alone", () => imagePdf(100, 100), "ingest.no_text"],
  ["scanned pages alone", () => makePdf({ pages: [scan, scan] }), "ingest.no_text"],
  [
    "fonts that hide their characters",
    () => makePdf({ pages: [body()], fonts: { F: { kind: "identity", toUnicode: false } } }),
    "ingest.no_text",
  ],
  ["no bytes", () => new Uint8Array(), "ingest.empty_file"],
  [
    "a page of the web before its mark",
    () => Buffer.from("<html><script>alert(1)</script>%PDF-1.7\n"),
    "ingest.type_mismatch",
  ],
  ["a mark alone", () => Buffer.from("%PDF-1.7\n"), "ingest.corrupt_pdf"],
  [
    "random bytes",
    () => Buffer.concat([Buffer.from("%PDF-1.7\n"), spaces(1), Buffer.from("\nstartxref\n9\n%%EOF")]),
    "ingest.corrupt_pdf",
  ],
];

afterAll(closeParsers);

describe("a PDF with", () => {
  it.each(REFUSED)("%s is refused", async (_name, make, code) => {
    const error: unknown = await parsePdf(make()).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(WenbanError);
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(/[\u4e00-\u9fff]/),
      hint: expect.any(String),
    });
  });

  it.each(REFUSED.filter((_, i) => i % 4 === 1))(
    "%s costs its parser process nothing else",
    async (_name, make, code) => {
      await expect(parseFile("pdf", make())).rejects.toMatchObject({ code });
      const { blocks } = await parseFile("pdf", makePdf({ pages: [body()] }));
      expect(blocks).toHaveLength(1);
    },
  );
});

describe("a PDF that is read all the same", () => {
  it("needs a password only to be changed", async () => {
    const { blocks } = await parsePdf(makePdf({ pages: [body()], encrypt: { owner: "a" } }));
    expect(blocks).toMatchObject([{ text: body().texts[0]?.text }]);
  });

  it("would run a script or a program", async () => {
    const action = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>";
    const launch = "/AA << /WC << /S /Launch /F (calc.exe) >> >>";
    const catalog = `<< /Type /Catalog /Pages 2 0 R ${action} ${launch} >>`;
    const { blocks, warnings } = await parsePdf(writePdf([catalog, PAGES, PAGE]));
    expect(blocks).toEqual([]);
    expect(warnings.map(({ code }) => code)).toEqual(["ingest.no_text"]);
    expect(
      (await parsePdf(makePdf({ pages: [body()], catalog: `${action} ${launch}` }))).blocks,
    ).toHaveLength(1);
  });

  it("has a font matrix with a program in it", async () => {
    const matrix = "[1 2 3 4 5 (0\\); globalThis.__broken=1;//)]";
    const page = CONTENT_PAGE.replace(" >>", " /Resources << /Font << /F1 5 0 R >> >> >>");
    const head = `/Type /Font /Subtype /Type1 /BaseFont /X /FontMatrix ${matrix} /FontDescriptor 6 0 R`;
    const font = `<< ${head} /FirstChar 65 /LastChar 65 /Widths [500] >>`;
    const program = Buffer.from(
      "%!PS-AdobeFont-1.0: X\n/FontMatrix [1 2 3 4 5 (0\\); globalThis.__broken=1;//)] def\n",
    );
    const bytes = writePdf([
      CATALOG,
      PAGES,
      page,
      writeStream("", Buffer.from("BT /F1 12 Tf 10 10 Td (A) Tj ET")),
      font,
      "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontFile 7 0 R >>",
      writeStream("", program),
    ]);
    expect((await parsePdf(bytes)).blocks).toMatchObject([{ text: "A" }]);
    expect(globalThis).not.toHaveProperty("__broken");
  });

  it("has lost its cross-reference table", async () => {
    const text = Buffer.from(makePdf({ pages: [body()] })).toString("latin1");
    const bytes = Buffer.from(text.replace(/startxref\n\d+/, "startxref\n7"), "latin1");
    expect((await parsePdf(bytes)).blocks).toHaveLength(1);
  });

  it("has something behind its end", async () => {
    const bytes = Buffer.concat([makePdf({ pages: [body()] }), Buffer.from("\n<!-- cached -->\n")]);
    expect((await parsePdf(bytes)).blocks).toHaveLength(1);
  });

  it("has scanned pages among others, which it names", async () => {
    const { blocks, warnings } = await parsePdf(makePdf({ pages: [body(1), scan, body(3), scan, scan] }));
    expect(blocks.map(({ page }) => page)).toEqual([1, 3]);
    expect(warnings).toEqual([
      { code: "ingest.page_without_text", message: "第 2、4—5 页没有文字层，可能是扫描件。" },
    ]);
  });

  it("has a page whose font hides its characters, which it names", async () => {
    const hidden: PdfPage = {
      texts: [{ text: "没有编码的文字，共有二十多个字，读出来都是乱码。", x: 72, y: 100, font: "H" }],
    };
    const fonts = { F: "ucs2" as const, H: { kind: "identity" as const, toUnicode: false } };
    const { blocks, warnings } = await parsePdf(makePdf({ pages: [body(1), hidden], fonts }));
    expect(blocks).toHaveLength(1);
    expect(warnings).toEqual([
      { code: "ingest.page_without_text", message: expect.stringContaining("第 2 页") },
    ]);
  });

  it("says things of itself that nobody trusts", async () => {
    const { blocks } = await parsePdf(makePdf({ pages: [body()] }));
    expect(JSON.stringify(blocks)).not.toContain("trust");
  });

  it("is left as it was, to be read again", async () => {
    const bytes = makePdf({ pages: [body()] });
    const before = bytes.slice();
    expect(await parsePdf(bytes)).toEqual(await parsePdf(bytes));
    expect(bytes).toEqual(before);
  });
});
