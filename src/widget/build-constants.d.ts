/** Path of a built file below `/widget/`, with its hash; put in by scripts/build-widget.ts. */
declare const WENBAN_PANEL: string;
declare const WENBAN_FRAME: string;
declare const WENBAN_LOCALES: Record<"zh-TW" | "en", string>;
