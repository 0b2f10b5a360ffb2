import type { Notice } from "../../domain.ts";

/** What changes the meaning of an answer comes first. */
const ORDER: readonly Notice["code"][] = [
  "expired",
  "not_yet_effective",
  "other_region",
  "partial",
  "dated",
  "paraphrase",
  "sample",
  "generated",
  "privacy",
];

/** Notices in the order in which they matter, each once. */
export function orderNotices(notices: readonly Notice[]): Notice[] {
  const once = notices.filter(
    ({ code, text }, index) =>
      notices.findIndex((other) => other.code === code && other.text === text) === index,
  );
  return once.sort((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code));
}
