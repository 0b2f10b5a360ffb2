/** What the loader and the panel, which come as separate files, know of each other. */

/** How the widget stands on its page. */
export type Mode = "float" | "inline" | "iframe" | "page";
export type Locale = "zh-CN" | "zh-TW" | "en";
export type Theme = "light" | "dark" | "contrast" | "auto";
/** Size of the text: as usual, 大字版 (1.4 × 16 px), or 30 px. */
export type FontScale = 1 | 1.4 | 1.875;

/** What the script tag's attributes say. A page sets how the widget looks and where it stands, never what it answers. */
export interface WidgetOptions {
  /** Address of `/widget/`, with a trailing slash. */
  base: string;
  mode: Mode;
  site: string | null;
  locale: Locale;
  theme: Theme;
  /** Region of the askers, as `/api/ask` takes it. */
  region: string | null;
  /** Questions offered instead of the server's. */
  questions: string[];
}

/** Someone whom the page's own server vouches for. */
export interface Identity {
  id: string;
  /** HMAC-SHA256 of the id in hex, made on the site's server. */
  hash: string;
}

/** What the page may listen to, with what it is told. */
export interface WidgetEvents {
  ready: undefined;
  open: undefined;
  close: undefined;
  question: { question: string };
  answer: { messageId: string; outcome: string };
  citation: { documentId: string; number: number };
  feedback: { messageId: string; rating: "up" | "down" };
  handoff: undefined;
  error: { message: string };
}

export type Emit = <Name extends keyof WidgetEvents>(name: Name, detail: WidgetEvents[Name]) => void;

/** What the loader hands to the panel. */
export interface PanelHost {
  /** Open shadow root that all of the widget lives in. */
  root: ShadowRoot;
  /** The tag that stands for the widget: its attributes are the options, its address is the server's. */
  script: HTMLScriptElement;
  /** The button that opens the panel; null in the modes that have none. */
  launcher: HTMLButtonElement | null;
  emit: Emit;
}

/** What can be done with a loaded panel. */
export interface PanelControls {
  open(): void;
  close(): void;
  toggle(): void;
  ask(question: string): void;
  identify(user: Identity): void;
  setLocale(locale: Locale): void;
  setFontScale(scale: FontScale): void;
  setTheme(theme: Theme): void;
  reset(): void;
  destroy(): void;
}
