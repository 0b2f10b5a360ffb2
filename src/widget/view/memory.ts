import type { Answer } from "../../domain.ts";
import type { FontScale, Locale, Theme } from "../contract.ts";

/** A question with its answer, as kept for the time of the visit. */
export interface KeptTurn {
  question: string;
  answer: Answer;
}

/** How someone likes to read: nothing about what they asked. */
interface Preferences {
  scale?: FontScale;
  theme?: Theme;
  locale?: Locale;
}

/** What the browser remembers: the conversation until the tab is closed, how to show it for longer. */
export interface Memory {
  turns(): KeptTurn[];
  keep(turns: readonly KeptTurn[]): void;
  preferences(): Preferences;
  prefer(change: Preferences): void;
}

const MOST_TURNS = 10;

/** Storage may be full, or forbidden by the browser or the page: then nothing is remembered. */
export function createMemory(name: string): Memory {
  const read = <Value>(storage: () => Storage, fallback: Value): Value => {
    try {
      return (JSON.parse(storage().getItem(name) ?? "null") as Value | null) ?? fallback;
    } catch {
      return fallback;
    }
  };
  const write = (storage: () => Storage, value: unknown): void => {
    try {
      storage().setItem(name, JSON.stringify(value));
    } catch {
      /* As above. */
    }
  };
  const visit = () => sessionStorage;
  const device = () => localStorage;
  return {
    turns: () => read<KeptTurn[]>(visit, []),
    keep: (turns) => write(visit, turns.slice(-MOST_TURNS)),
    preferences: () => read<Preferences>(device, {}),
    prefer: (change) => write(device, { ...read<Preferences>(device, {}), ...change }),
  };
}
