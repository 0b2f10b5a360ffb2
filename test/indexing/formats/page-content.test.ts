import { describe, expect, it } from "vitest";
import type { SourceDocument } from "../../../src/indexing/loader.ts";
import { htmlLoader } from "../../../src/indexing/loaders/html.ts";

const NOTE = "现将停水安排告知如下：一是更换阀门，二是冲洗管道，请提前储水，给您带来不便，敬请谅解。";
const MENU = ["首页", "新闻动态", "政务公开", "办事服务"]
  .map((name) => `<a href="#">${name}</a>`)
  .join(" | ");
const LINKS = ["春季植树安排", "老年卡换发说明", "公交线路调整", "图书馆开放时间"]
  .map((title) => `<li><a href="#">${title}</a></li>`)
  .join("");

async function load(html: string): Promise<SourceDocument> {
  const [source] = await htmlLoader.load({ path: "page.html", bytes: new TextEncoder().encode(html) });
  if (!source) throw new Error("no document");
  return source;
}

const textOf = async (body: string) => (await load(`<html><body>${body}</body></html>`)).text;

describe("the text of a page", () => {
  it("is whole where it has one mark of punctuation", async () => {
    const body = `<div>${MENU}</div><div><p>南湖小区停水</p><p>时间 5月3日9点到17点</p><p>原因 更换阀门。</p></div>`;
    expect(await textOf(body)).toBe("南湖小区停水\n时间 5月3日9点到17点\n原因 更换阀门。");
  });

  it.each([
    ["a list of other pages below", `<div><h3>相关阅读</h3><ul>${LINKS}</ul></div>`],
    ["a side column", `<div class="side_bar"><p>服务热线随时接听</p><ul>${LINKS}</ul></div>`],
    ["steps to other pages", '<p>上一篇：<a href="#">春季植树安排</a></p>'],
    ["a menu", `<div class="nav">${MENU}</div>`],
    ["where the page stands", '<div class="crumb">您现在的位置：<a href="#">首页</a> &gt; 公告</div>'],
  ])("leaves out %s", async (_, furniture) => {
    const text = await textOf(`<div><div><p>${NOTE}</p><p>${NOTE}</p></div>${furniture}</div>`);
    expect(text).toBe(`${NOTE}\n${NOTE}`);
  });

  it("keeps links to attachments and links inside sentences", async () => {
    const files = ["申请表", "承诺书", "样表"].map((name) => `<a href="/${name}.docx">${name}</a>`).join(" ");
    const text = await textOf(`<div><p>${NOTE}</p><div>附件 ${files}</div></div>`);
    expect(text).toContain("附件 申请表 承诺书 样表");
  });

  it("keeps a page that is nothing but links", async () => {
    expect(await textOf(`<ul>${LINKS}</ul>`)).toContain("老年卡换发说明");
  });
});

describe("cells", () => {
  it("that only lay out the page are read as blocks", async () => {
    const inner = "<table><tr><td>地点</td><td>电话</td></tr><tr><td>东门</td><td>110号</td></tr></table>";
    const body = `<table><tr><td>${MENU}</td></tr><tr><td><p>${NOTE}</p><p>${NOTE}</p>${inner}</td></tr></table>`;
    expect(await textOf(body)).toBe(`${NOTE}\n${NOTE}\n地点\t电话\n东门\t110号`);
  });

  it("that hold a text whose lines are only broken are read as blocks", async () => {
    const lines = Array.from({ length: 8 }, (_, i) => `${i + 1}.${NOTE}`);
    const cell = `<td class="contentstyle">${lines.join("<br>")}</td>`;
    const text = await textOf(`<table><tr><td>停水安排</td></tr><tr>${cell}</tr></table>`);
    expect(text).toContain(lines.join("\n"));
  });

  it("of a table stay on one line, paragraphs or not", async () => {
    const row = "<tr><td>东门</td><td><p>周一</p><p>周二</p></td></tr>";
    expect(await textOf(`<p>${NOTE}</p><table><tr><td>地点</td><td>时间</td></tr>${row}</table>`)).toContain(
      "东门\t周一 周二",
    );
  });
});

describe("when a page was published", () => {
  it.each([
    ["a labelled day", "<p>发布时间：2025-09-05 来源：供水所</p>", "2025-09-05"],
    ["a day beside the count of readers", "<p>2025-09-05 供水所 (点击：12)</p>", "2025-09-05"],
    ["a day at the head of a sentence", "<p>2025-09-05 起停水，请储水。</p>", undefined],
  ])("is read from %s", async (_, byline, day) => {
    const { declared } = await load(`<html><body>${byline}<div><p>${NOTE}</p></div></body></html>`);
    expect(declared.publishedAt).toBe(day);
  });
});

describe("whose site a page stands on", () => {
  const page = (title: string, footer: string) =>
    load(`<html><head><title>${title}</title></head><body><div><p>${NOTE}</p></div>${footer}</body></html>`);

  it.each([
    ["its title", "停水公告_通知公告_青山县人民政府", "", "青山县人民政府"],
    ["its footer", "停水公告", "<p>主办单位：青山县人民政府办公室 版权所有</p>", "青山县人民政府办公室"],
  ])("is read from %s", async (_, title, footer, siteName) => {
    const { declared } = await page(title, footer);
    expect(declared).toMatchObject({ title: "停水公告", siteName });
  });
});
