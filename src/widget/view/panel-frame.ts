import type { Mode } from "../contract.ts";
import { h } from "./dom.ts";

/** Screens on which the panel takes all of the room. */
const SMALL_SCREEN = "(max-width: 480px), (max-height: 500px)";
/** Marks the history entry that stands for the open panel, so that the back button closes it. */
const HISTORY_MARK = "wenban";

/** The box that the panel lives in: a dialog, or a part of the page. */
export interface PanelFrame {
  element: HTMLElement;
  isOpen(): boolean;
  /** Shows it and moves the focus into it. */
  open(): void;
  /** Hides it and gives the focus back. */
  close(): void;
  destroy(): void;
}

/** Who is told, and where the focus goes. */
export interface FrameParts {
  launcher: HTMLButtonElement | null;
  /** Takes the focus: the title on small screens, so that no keyboard covers the panel, else the question. */
  focus(isSmall: boolean): void;
  opened(): void;
  closed(): void;
}

/** A part of the page is always open. */
export function createStandingFrame(mode: Mode, parts: Omit<FrameParts, "launcher">): PanelFrame {
  const element = mode === "page" ? h("main", { class: "panel" }) : h("section", { class: "panel" });
  element.setAttribute("aria-labelledby", "title");
  let isOpened = false;
  return {
    element,
    isOpen: () => true,
    open() {
      if (isOpened) parts.focus(false);
      else parts.opened();
      isOpened = true;
    },
    /* The page around a frame is told, and hides it. */
    close: parts.closed,
    destroy() {},
  };
}

/** A native dialog: modal and as large as the screen on small ones, beside the page on others. */
export function createDialogFrame(parts: FrameParts): PanelFrame {
  const { launcher } = parts;
  const element = h("dialog", { class: "panel", "aria-labelledby": "title" });
  const small = matchMedia(SMALL_SCREEN);
  let before: Element | null = null;
  const isOpen = () => element.hasAttribute("open");

  const open = (): void => {
    if (!isOpen()) reveal();
    parts.focus(small.matches);
  };
  const reveal = (): void => {
    before = document.activeElement;
    showDialog(element, small.matches);
    launcher?.setAttribute("aria-expanded", "true");
    if (launcher) launcher.hidden = true;
    if (small.matches) history.pushState({ ...history.state, [HISTORY_MARK]: true }, "");
    parts.opened();
  };
  const close = (): void => {
    if (!isOpen()) return;
    hideDialog(element);
    launcher?.setAttribute("aria-expanded", "false");
    if (launcher) launcher.hidden = false;
    if (history.state?.[HISTORY_MARK]) history.back();
    giveFocusBack(before, launcher);
    parts.closed();
  };

  element.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  closeOnEscape(element, close);
  addEventListener("popstate", close);
  const unfollow = followKeyboard(element);
  return {
    element,
    isOpen,
    open,
    close,
    destroy() {
      close();
      removeEventListener("popstate", close);
      unfollow();
    },
  };
}

/** Escape closes, unless it is meant for an input method or was taken by something inside. */
export function closeOnEscape(element: HTMLElement, close: () => void): void {
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) close();
  });
}

/** Browsers without dialogs show it as a part of the page. */
function showDialog(element: HTMLDialogElement, isModal: boolean): void {
  if (typeof element.showModal !== "function") element.setAttribute("open", "");
  else if (isModal) element.showModal();
  else element.show();
}

function hideDialog(element: HTMLDialogElement): void {
  if (typeof element.close === "function") element.close();
  else element.removeAttribute("open");
}

/** To what had it before, unless that was nothing or stood inside the widget: then to the button. */
function giveFocusBack(before: Element | null, launcher: HTMLButtonElement | null): void {
  const host = (launcher?.getRootNode() as ShadowRoot | undefined)?.host;
  const isElsewhere = before instanceof HTMLElement && before !== document.body && before !== host;
  if (isElsewhere && before.isConnected) before.focus();
  else launcher?.focus();
}

/** Keeps the panel above the keyboard of a phone, which covers a page without making it smaller. */
function followKeyboard(element: HTMLElement): () => void {
  const view = window.visualViewport;
  const follow = (): void => {
    const isCovered = view !== null && view.height < innerHeight - 1 && view.scale === 1;
    element.style.setProperty("--w-height", isCovered ? `${view.height}px` : "");
  };
  view?.addEventListener("resize", follow);
  return () => view?.removeEventListener("resize", follow);
}
