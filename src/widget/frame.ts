import { adoptStyle } from "./adopt-style.ts";
import type { PanelControls, PanelHost } from "./contract.ts";
import style from "./panel.css";
import { readOptions } from "./read-options.ts";
import { h } from "./view/dom.ts";
import { createDialogFrame } from "./view/panel-frame.ts";

/** What the page in the frame and the page around it say to each other. */
export type FrameMessage = { wenban: string; args: unknown[] };

/** Events of the page inside that are events of the widget; being shown and hidden is the frame's own. */
const TOLD = /^(?:question|answer|citation|feedback|handoff|error)$/;
const TITLES = { "zh-CN": "智能问答", "zh-TW": "智慧問答", en: "Assistant" };

/** Makes the panel as a frame that holds `/chat`: for pages whose scripts must not come near the conversation. */
export async function createPanel({ root, script, launcher, emit }: PanelHost): Promise<PanelControls> {
  const { base, locale } = readOptions(script);
  adoptStyle(root, style, script.nonce);
  const address = new URL("../chat", base);
  const inner = h("iframe", { title: TITLES[locale], allow: "clipboard-write" });
  let isReady = false;
  const waiting: FrameMessage[] = [];
  const post = (name: string, ...args: unknown[]): void => {
    const message: FrameMessage = { wenban: name, args };
    if (isReady) inner.contentWindow?.postMessage(message, address.origin);
    else waiting.push(message);
  };

  const frame = createDialogFrame({
    launcher,
    focus: () => inner.focus(),
    opened: () => emit("open", undefined),
    closed: () => emit("close", undefined),
  });
  const receive = ({ data, source, origin }: MessageEvent): void => {
    if (source !== inner.contentWindow || origin !== address.origin) return;
    const { wenban: name, args } = data as FrameMessage;
    if (name === "ready") {
      isReady = true;
      post("hello");
      for (const message of waiting.splice(0)) post(message.wenban, ...message.args);
    } else if (name === "close") frame.close();
    else if (TOLD.test(name)) emit(name as never, args[0] as never);
  };
  addEventListener("message", receive);

  frame.element.removeAttribute("aria-labelledby");
  frame.element.setAttribute("aria-label", TITLES[locale]);
  frame.element.append(inner);
  const shell = h("div", { class: "w light framed" }, frame.element);
  root.append(shell);
  const open = (): void => {
    if (!inner.src) inner.src = address.href;
    frame.open();
  };

  const pass =
    (name: string) =>
    (...args: unknown[]) =>
      post(name, ...args);
  return {
    open,
    close: frame.close,
    toggle: () => (frame.isOpen() ? frame.close() : open()),
    ask(question) {
      open();
      post("ask", question);
    },
    identify: pass("identify"),
    setLocale: pass("setLocale"),
    setFontScale: pass("setFontScale"),
    setTheme: pass("setTheme"),
    reset: pass("reset"),
    destroy() {
      removeEventListener("message", receive);
      frame.destroy();
      shell.remove();
    },
  };
}
