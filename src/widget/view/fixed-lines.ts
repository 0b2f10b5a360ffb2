import { h, ICONS, icon } from "./dom.ts";
import type { ViewContext } from "./view-context.ts";

/** What all answers here are, shown as long as they are. */
export function renderLabelLine({ say, site }: ViewContext): HTMLElement {
  return h("p", { class: "label-line" }, say(site.usesModel ? "fixedModel" : "fixedExtract"));
}

/** The operator's notice, above everything. */
export function renderSiteNotice({ say, site }: ViewContext): HTMLElement | null {
  if (!site.notice) return null;
  const text = h("p", {}, h("b", {}, `${say("notice")}：`), site.notice.text);
  return h("section", { class: "site-notice", "aria-label": say("notice") }, icon(ICONS.warning), text);
}

/** Who answers by telephone, and who runs the site. */
export function renderFooter({ say, site, emit }: ViewContext): HTMLElement {
  const { hotline, operator } = site;
  const call = () => emit("handoff", undefined);
  return h(
    "div",
    { class: "foot" },
    h("a", { href: `tel:${hotline}`, click: call }, icon(ICONS.phone), say("handoff", { hotline })),
    operator === null ? null : h("span", { class: "unless-large" }, say("operator", { operator })),
  );
}
