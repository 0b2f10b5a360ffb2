import { fill, h, ICONS, icon } from "./dom.ts";
import { sendsQuestion } from "./sends-question.ts";
import type { ViewContext } from "./view-context.ts";

/** Share of the limit from which on the count is shown. */
const COUNT_FROM = 0.8;
const HIGHEST_PX = 160;

/** Where the question is typed and sent, or its answer stopped. */
export interface Composer {
  element: HTMLElement;
  focus(): void;
  /** What is typed and not sent. */
  draft(): string;
  setDraft(text: string): void;
  /** While an answer is made, the button stops it. */
  setBusy(busy: boolean): void;
}

export function createComposer(context: ViewContext, act: { stop(): void }): Composer {
  const { say, site, announce, ask } = context;
  const limit = site.longestQuestion;
  let isBusy = false;

  const count = h("p", { class: "count", id: "count" });
  const field = h("textarea", {
    id: "question",
    rows: 1,
    placeholder: say("placeholder"),
    "aria-describedby": "count",
    enterkeyhint: "send",
    autocomplete: "off",
  });
  const button = h("button", { type: "submit", class: "send" });

  const lengthOf = (text: string) => [...text].length;
  const tell = (text: string) => {
    count.textContent = text;
    announce(text);
  };
  const measure = (): void => {
    const n = lengthOf(field.value.trim());
    if (n > limit) count.textContent = say("tooLong", { n: limit });
    else count.textContent = n >= limit * COUNT_FROM ? `${n}/${limit}` : "";
    field.classList.toggle("over", n > limit);
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, HIGHEST_PX)}px`;
  };
  const send = (): void => {
    const question = field.value.trim();
    const isLong = lengthOf(question) > limit;
    if (question === "") tell(say("empty"));
    if (isLong) tell(say("tooLong", { n: limit }));
    if (question === "" || isLong || isBusy) return;
    field.value = "";
    measure();
    ask(question);
  };

  field.addEventListener("input", measure);
  field.addEventListener("keydown", (event) => {
    if (!sendsQuestion(event)) return;
    event.preventDefault();
    send();
  });
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isBusy) act.stop();
    else send();
    field.focus();
  };
  const element = h(
    "form",
    { class: "composer", submit },
    h("label", { class: "unseen", for: "question" }, say("question")),
    field,
    button,
    count,
  );

  const setBusy = (busy: boolean): void => {
    isBusy = busy;
    button.classList.toggle("stop", busy);
    fill(button, icon(busy ? ICONS.stop : ICONS.send), say(busy ? "stop" : "send"));
  };
  setBusy(false);
  return {
    element,
    focus: () => field.focus(),
    draft: () => field.value,
    setDraft(text) {
      field.value = text;
      measure();
    },
    setBusy,
  };
}
