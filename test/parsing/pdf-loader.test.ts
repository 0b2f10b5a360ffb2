import { afterAll, describe, expect, it } from "vitest";
import { pdfLoader } from "../../src/indexing/loaders/pdf.ts";
import { closeParsers } from "../../src/parsing/parse-file.ts";
import { makePdf } from "../support/pdf-files.ts";
import { type FlowBlock, flowPages } from "../support/pdf-layout.ts";

afterAll(closeParsers);

const load = async (bytes: Uint8Array) => {
  const [document] = await pdfLoader.load({ path: "办事/指南.pdf", bytes });
  if (document === undefined) throw new Error("a document");
  return document;
};
const paragraph = (text: string, size = 12): FlowBlock => ({ type: "paragraph", text, size });

describe("a PDF as a document", () => {
  it("has its pages where they begin in the stored text", async () => {
    const pages = [["第一页的文字"], ["第二页的文字", "又一行"], ["第三页的文字"]].map(
      (lines) => flowPages(lines.map((text) => paragraph(text)))[0] ?? { texts: [] },
    );
    const { id, text, pages: starts } = await load(makePdf({ pages }));
    expect(id).toBe("办事/指南");
    expect(text).toBe("第一页的文字\n第二页的文字\n又一行\n第三页的文字");
    expect(starts?.map(({ page, start }) => [page, text.slice(start, start + 3)])).toEqual([
      [1, "第一页"],
      [2, "第二页"],
      [3, "第三页"],
    ]);
  });

  it("has the pages of the rows of a table that goes on", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [`第${i + 1}项`, "以数据共享代替"]);
    const pages = flowPages([{ type: "table", widths: [120, 200], rows: [["名称", "方式"], ...rows] }]);
    const { text, pages: starts = [] } = await load(makePdf({ pages }));
    expect(starts.map(({ page }) => page)).toEqual(pages.map((_, i) => i + 1));
    const second = pages[1]?.texts[0]?.text ?? "";
    expect(text.slice(starts[1]?.start).startsWith(`${second}\t`)).toBe(true);
  });

  it("has the headings that stand out", async () => {
    const body = "申请人应当在规定期限内向政务服务中心窗口提出申请，并对其提交材料的真实性负责。".repeat(3);
    const { text, headingLevels = [] } = await load(
      makePdf({
        pages: flowPages([paragraph("总则", 18), paragraph(body), paragraph("附则", 18), paragraph(body)]),
      }),
    );
    expect(headingLevels.map(({ start, level }) => [text.slice(start, start + 2), level])).toEqual([
      ["总则", 1],
      ["附则", 1],
    ]);
  });

  it("is taken in where it is blank", async () => {
    expect(await load(makePdf({ pages: [{ texts: [] }] }))).toMatchObject({ text: "", pages: [] });
  });

  const body = Array.from({ length: 60 }, (_, at) =>
    paragraph(`第${at + 1}项工作由各单位按照职责分工负责落实。`),
  );
  const marked = (gray: number, text: string) =>
    flowPages(body).map((page) => ({
      ...page,
      texts: [...page.texts, ...[300, 500].map((y) => ({ text, x: 150, y, size: 60, gray, rotate: 0 }))],
    }));

  it("is for staff alone where the head of its pages says so", async () => {
    const { text, declared } = await load(makePdf({ pages: flowPages(body, { head: "内部资料 请勿外传" }) }));
    expect([text.includes("内部资料"), declared.visibility]).toEqual([false, "internal"]);
  });

  it("is refused where a watermark makes it a secret", async () => {
    const pages = marked(0.85, "机密");
    await expect(load(makePdf({ pages }))).rejects.toMatchObject({ code: "ingest.classified" });
    const { declared } = await load(makePdf({ pages: marked(0.85, "样张") }));
    expect(declared.visibility).toBeUndefined();
  });

  it("brings along what could not be read", async () => {
    const [page = { texts: [] }] = flowPages([
      paragraph("这一页有文字，共有二十个字以上，因此不会当作扫描件。"),
    ]);
    const { warnings } = await load(
      makePdf({ pages: [page, { texts: [], images: [{ width: 800, height: 1100 }] }] }),
    );
    expect(warnings).toEqual([
      { code: "ingest.page_without_text", message: "第 2 页没有文字层，可能是扫描件。" },
    ]);
  });
});
