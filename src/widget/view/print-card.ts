import { h } from "./dom.ts";

const STYLE = `body{font:12pt/1.7 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:#000;margin:0}
h1{font-size:16pt}pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}li{break-inside:avoid}`;

/**
 * Prints one answer without the page around it: in a frame of its own, which a page's policy for frames does
 * not concern as it loads nothing.
 */
export function printCard({
  title,
  text,
  list,
}: {
  title: string;
  text: string;
  list: readonly string[];
}): void {
  const frame = h("iframe", { class: "unseen", "aria-hidden": "true", tabindex: -1 });
  document.documentElement.append(frame);
  frame.style.cssText = "position:fixed;width:0;height:0;border:0";
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  if (!page || !view) return;
  page.title = title;
  const { CSSStyleSheet: Sheet } = view as Window & { CSSStyleSheet: typeof CSSStyleSheet };
  try {
    const sheet = new Sheet();
    sheet.replaceSync(STYLE);
    page.adoptedStyleSheets = [sheet];
  } catch {
    /* Plain print is better than none. */
  }
  const items = list.map((item) => h("li", {}, `□ ${item}`));
  page.body.append(h("h1", {}, title), h("pre", {}, text), h("ul", {}, ...items));
  view.addEventListener("afterprint", () => frame.remove());
  view.print();
}
