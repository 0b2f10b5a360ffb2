/**
 * Adds a style to a shadow root in a way that no `style-src` forbids: as a constructed sheet, or, where a
 * browser has none, as an element that carries the page's nonce.
 */
export function adoptStyle(root: ShadowRoot, css: string, nonce: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement("style");
    style.nonce = nonce;
    style.textContent = css;
    root.append(style);
  }
}
