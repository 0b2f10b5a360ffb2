import { h } from "./dom.ts";

/** What screen readers are told, apart from what is on screen. */
export interface Announcer {
  element: HTMLElement;
  announce(text: string): void;
}

/** Two regions that take turns, so that the same text said twice is heard twice. */
export function createAnnouncer(): Announcer {
  const slots = [h("div", { role: "status" }), h("div", { role: "status" })] as const;
  let turn = 0;
  return {
    element: h("div", { class: "unseen" }, ...slots),
    announce(text) {
      turn = 1 - turn;
      slots[0].textContent = turn === 0 ? text : "";
      slots[1].textContent = turn === 1 ? text : "";
    },
  };
}
