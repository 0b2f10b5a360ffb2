import type { Server, SiteConfig } from "./server.ts";

/** The panel shows itself so long after it was asked to, with or without what the server says of the site. */
const LONGEST_WAIT_MS = 600;
/** A notice is seen this soon. */
const REFRESH_MS = 60_000;

/** Stands in until the server has said what holds. */
const UNKNOWN: SiteConfig = {
  siteName: "",
  operator: null,
  hotline: "12345",
  usesModel: true,
  longestQuestion: 300,
  suggestions: [],
  notice: null,
};

/** What the server says of the site, as it changes. */
export interface SiteWatch {
  current(): SiteConfig;
  /** Looks again from time to time, as long as `isShown`; tells when something else holds. */
  watch(isShown: () => boolean, changed: (before: SiteConfig) => void): void;
  close(): void;
}

export async function openSiteWatch(server: Server): Promise<SiteWatch> {
  let site = UNKNOWN;
  let timer: ReturnType<typeof setInterval> | undefined;
  const first = server.config().catch(() => UNKNOWN);
  const wait = new Promise<SiteConfig>((resolve) => setTimeout(() => resolve(UNKNOWN), LONGEST_WAIT_MS));
  site = await Promise.race([first, wait]);
  return {
    current: () => site,
    watch(isShown, changed) {
      const take = (told: SiteConfig): void => {
        const before = site;
        if (JSON.stringify(told) === JSON.stringify(before)) return;
        site = told;
        changed(before);
      };
      void first.then(take);
      timer = setInterval(() => {
        if (isShown()) server.config().then(take, () => {});
      }, REFRESH_MS);
    },
    close: () => clearInterval(timer),
  };
}
