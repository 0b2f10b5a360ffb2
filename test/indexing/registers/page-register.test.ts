import { describe, expect, it } from "vitest";
import { loadFile } from "../../../src/indexing/loaders/index.ts";

const ROWS = ["居住证明", "婚姻状况证明", "收入证明", "学历证明"].map(
  (name, i) => `<tr><td>${i + 1}</td><td>${name}</td><td>取消</td><td>市公安局</td></tr>`,
);
const TABLE = `<table><tr><th>序号</th><th>证明名称</th><th>处理方式</th><th>责任单位</th></tr>${ROWS.join("")}</table>`;

const load = async (title: string, before = "") => {
  const html = `<html><head><title>${title}</title><meta name="ArticleTitle" content="${title}"></head><body><div id="content"><h1>${title}</h1>${before}${TABLE}</div></body></html>`;
  return (await loadFile({ path: "a.html", bytes: new TextEncoder().encode(html) }))[0];
};

describe("a page that publishes a list", () => {
  it("is a register", async () => {
    const page = await load("青湖区取消证明事项清单（2025年版）");
    expect(page?.register).toMatchObject({ name: "取消证明事项清单", edition: { label: "2025年版" } });
    expect(page?.register?.rows.map(({ start, end }) => page.text.slice(start, end))).toEqual(
      ["居住证明", "婚姻状况证明", "收入证明", "学历证明"].map(
        (name, i) => `${i + 1}\t${name}\t取消\t市公安局`,
      ),
    );
  });

  it.each([
    ["a title that names no list", "青湖区改革工作总结", ""],
    [
      "more text than table",
      "青湖区取消证明事项清单",
      `<p>${"全区各部门认真落实改革要求，持续优化服务。".repeat(20)}</p>`,
    ],
  ])("is a text with %s", async (_, title, before) => {
    expect((await load(title, before))?.register).toBeNull();
  });
});
