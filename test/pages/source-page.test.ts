import { expect, it } from "vitest";
import type { Document } from "../../src/domain.ts";
import { renderSourcePage } from "../../src/pages/source-page.ts";
import { sampleDocument } from "../support/sample-documents.ts";

const site = { siteName: "问办", operator: null, hotline: "12345" };

function render(document: Document): string {
  return String(renderSourcePage({ site, document, passages: [], today: "2026-11-21", range: null }));
}

it("shows the fields of a guide as headings, their branches below", () => {
  const field = { key: "materials", label: "办理材料", values: ["身份证"], start: 0, end: 4, source: null };
  const page = render({
    ...sampleDocument({ id: "guide", text: "办理材料\n身份证\n代办\n委托书\n" }),
    procedure: {
      name: "居住证申领",
      fields: [
        { ...field, branch: null },
        { ...field, branch: "代办" },
      ],
    } as unknown as NonNullable<Document["procedure"]>,
  });
  expect(page).toContain("<h2>办理材料</h2>\n<p>身份证</p>\n<h3>代办</h3>\n<p>委托书</p>");
});

it("lets a wide table scroll by itself, also with the keyboard", () => {
  const page = render(sampleDocument({ id: "list", text: "序号\t名称\n1\t居住证明\n" }));
  expect(page).toContain('<div class="wide" role="group" aria-label="表格" tabindex="0"><table>');
});
