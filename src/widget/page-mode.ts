import type { Emit, PanelControls, WidgetOptions } from "./contract.ts";
import type { FrameMessage } from "./frame.ts";

/** Calls that a page around the frame may make. */
const CALLS = /^(?:ask|identify|setLocale|setFontScale|setTheme|reset)$/;

/** Takes the place of what the page shows without a script; gives back what was typed there. */
export function takeOverPage(root: ShadowRoot): string {
  const typed = document.querySelector<HTMLTextAreaElement>("textarea[name=question]")?.value ?? "";
  for (const element of document.body.children) {
    if (element !== root.host && element instanceof HTMLElement)
      element.style.setProperty("display", "none", "important");
  }
  return typed;
}

/** Tells the page around the frame what happens, once that page has answered. Tells nothing where there is none. */
export function createFrameEmit(emit: Emit): { emit: Emit; listen(controls: PanelControls): void } {
  let outer: string | null = null;
  const post = (name: string, detail?: unknown): void => {
    if (outer === null) return;
    const message: FrameMessage = { wenban: name, args: detail === undefined ? [] : [detail] };
    parent.postMessage(message, outer);
  };
  return {
    emit(name, detail) {
      emit(name, detail);
      post(name, detail);
    },
    listen(controls) {
      if (parent === window) return;
      const calls = controls as unknown as Record<string, (...args: unknown[]) => void>;
      addEventListener("message", ({ data, source, origin }: MessageEvent<FrameMessage>) => {
        if (source !== parent || typeof data?.wenban !== "string") return;
        outer = origin;
        if (CALLS.test(data.wenban)) calls[data.wenban]?.(...data.args);
      });
      /* Says nothing but that it is there; what it says later goes to the page that answers, and to no other. */
      parent.postMessage({ wenban: "ready", args: [] } satisfies FrameMessage, "*");
    },
  };
}

/** Whether the widget stands in a frame that another page closes. */
export function isFramed({ mode }: WidgetOptions): boolean {
  return mode === "page" && parent !== window;
}
