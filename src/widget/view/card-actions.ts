import type { Answer } from "../../domain.ts";
import { copiedText } from "../answer/copied-text.ts";
import { copyText } from "./copy-text.ts";
import { h, ICONS, icon } from "./dom.ts";
import { printCard } from "./print-card.ts";
import { canReadAloud, readAloud, stopReading } from "./read-aloud.ts";
import type { ViewContext } from "./view-context.ts";

/** Numbers that help in danger and distress, when an answer names them: police, fire, ambulance, 妇女儿童维权, 心理援助. */
const EMERGENCY = /^1(?:10|19|20|2338|2356)$/;

/** What can be done with an answer: copy it, hear it, print it, or talk to a person. */
export function renderActions(answer: Answer, context: ViewContext): HTMLElement {
  const { say, root, server, announce } = context;
  const whole = () => copiedText(answer, say, server.resolve);
  const copy = async () => {
    const text = say((await copyText(whole(), root)) ? "copied" : "copyFailed");
    announce(text);
    copyButton.lastChild?.replaceWith(text);
  };
  const copyButton = renderAction(ICONS.copy, say("copy"), copy);
  const print = () => printCard({ title: answer.question.text, text: whole(), list: materialsOf(answer) });
  return h(
    "div",
    { class: "actions" },
    copyButton,
    canReadAloud() && renderReadAloud(answer, context),
    answer.procedure && renderAction(ICONS.print, say("print"), print),
    renderHandoff(context, "handoffShort"),
  );
}

/** A call to the people who answer: one tap from every answer. */
export function renderHandoff(
  { say, site, emit }: ViewContext,
  wording: "handoff" | "handoffShort" = "handoff",
): HTMLElement {
  const { hotline } = site;
  const call = () => emit("handoff", undefined);
  return h(
    "a",
    { class: "action", href: `tel:${hotline}`, click: call },
    icon(ICONS.phone),
    say(wording, { hotline }),
  );
}

/** The numbers to call at once that an answer to someone in danger names. */
export function renderEmergencyNumbers({ outcome, text }: Answer): HTMLElement | null {
  const named = outcome === "handoff" ? (text.match(/\d+/g) ?? []) : [];
  const numbers = [...new Set(named)].filter((number) => EMERGENCY.test(number));
  if (numbers.length === 0) return null;
  const links = numbers.map((number) =>
    h("a", { class: "call", href: `tel:${number}` }, icon(ICONS.phone), number),
  );
  return h("p", { class: "calls" }, ...links);
}

function renderAction(path: string, name: string, click: () => void): HTMLElement {
  return h("button", { type: "button", class: "action", click }, icon(path), name);
}

function renderReadAloud({ notices, text }: Answer, { say }: ViewContext): HTMLElement {
  let isReading = false;
  const show = (reading: boolean) => {
    isReading = reading;
    button.lastChild?.replaceWith(say(reading ? "stopReading" : "read"));
  };
  const button = renderAction(ICONS.read, say("read"), () => {
    if (isReading) stopReading();
    else readAloud([...notices.map((notice) => notice.text), text].join("\n"), () => show(false));
    show(!isReading);
  });
  return button;
}

function materialsOf({ procedure }: Answer): string[] {
  const fields = procedure?.fields.filter(({ key }) => key === "materials") ?? [];
  return fields.flatMap(({ values }) => values);
}
