import type { FontScale, Mode, Theme } from "../contract.ts";
import type { Header } from "./header.ts";
import type { Memory } from "./memory.ts";

/** Size of text and colours, remembered on the device. */
export interface Look {
  setScale(scale: FontScale): void;
  setTheme(theme: Theme): void;
  /** Tells a header what holds, now and whenever it changes. */
  tell(header: Header): void;
}

export function createLook(
  shell: HTMLElement,
  memory: Memory,
  { theme: given, mode }: { theme: Theme; mode: Mode },
): Look {
  let { scale = 1, theme = given } = memory.preferences();
  let header: Header | null = null;
  const apply = (): void => {
    shell.className = `w ${theme} ${mode}${scale > 1 ? " large" : ""}`;
    shell.style.setProperty("--w-scale", String(scale));
    header?.showScale(scale);
    header?.showTheme(theme);
  };
  apply();
  return {
    setScale(next) {
      scale = next;
      memory.prefer({ scale });
      apply();
    },
    setTheme(next) {
      theme = next;
      memory.prefer({ theme });
      apply();
    },
    tell(next) {
      header = next;
      apply();
    },
  };
}
