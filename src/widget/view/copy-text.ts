import { h } from "./dom.ts";

/** Puts a text on the clipboard; false when the browser allows no way. Intranets without TLS have the old way alone. */
export async function copyText(text: string, root: ShadowRoot): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, root);
  }
}

function copyBySelection(text: string, root: ShadowRoot): boolean {
  const field = h("textarea", { class: "unseen", tabindex: -1, "aria-hidden": "true" });
  field.value = text;
  const before = root.activeElement;
  root.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return isCopied;
}
