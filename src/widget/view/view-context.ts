import type { Emit, Locale } from "../contract.ts";
import type { Server, SiteConfig } from "../transport/server.ts";
import type { Say } from "./say.ts";

/** What every part of the view is made with; made anew when the language changes. */
export interface ViewContext {
  root: ShadowRoot;
  say: Say;
  locale: Locale;
  /** Whether the widget is the page: its title then is the first heading. */
  isPage: boolean;
  site: SiteConfig;
  server: Server;
  emit: Emit;
  /** Says something to those who listen, once. */
  announce(text: string): void;
  /** Asks a question offered by the view. */
  ask(question: string): void;
}
