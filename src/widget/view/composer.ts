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
  const { say, announce, ask } = context;
  const { field, count, measure, problem } = createField(context);
  const button = h("button", { type: "submit", class: "send" });
  let isBusy = false;

  const send = (): void => {
    const found = problem();
    if (found !== null) {
      count.textContent = found;
      announce(found);
    } else if (!isBusy) {
      const question = field.value;
      field.value = "";
      measure();
      ask(question);
    }
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isBusy) act.stop();
    else send();
    field.focus();
  };
  const setBusy = (busy: boolean): void => {
    isBusy = busy;
    button.classList.toggle("stop", busy);
    fill(button, icon(busy ? ICONS.stop : ICONS.send), say(busy ? "stop" : "send"));
  };
  field.addEventListener("keydown", (event) => {
    if (!sendsQuestion(event)) return;
    event.preventDefault();
    send();
  });
  setBusy(false);
  const label = h("label", { class: "unseen", for: "question" }, say("question"));
  return {
    element: h("form", { class: "composer", submit }, label, field, button, count),
    focus: () => field.focus(),
    draft: () => field.value,
    setDraft(text) {
      field.value = text;
      measure();
    },
    setBusy,
  };
}

/** The field, which grows with what is typed, and the count of its characters. */
function createField({ say, site }: ViewContext) {
  const limit = site.longestQuestion;
  const count = h("p", { class: "count", id: "count" });
  const field = h("textarea", {
    id: "question",
    rows: 1,
    placeholder: say("placeholder"),
    "aria-describedby": "count",
    enterkeyhint: "send",
    autocomplete: "off",
  });
  const length = () => [...field.value.trim()].length;
  const problem = (): string | null => {
    if (length() === 0) return say("empty");
    return length() > limit ? say("tooLong", { n: limit }) : null;
  };
  const measure = (): void => {
    const n = length();
    const tells = n >= limit * COUNT_FROM;
    count.textContent = n > limit ? problem() : tells ? `${n}/${limit}` : "";
    field.classList.toggle("over", n > limit);
    field.style.height = "auto";
    /* An empty field follows the size of the text by itself. */
    if (field.value !== "") field.style.height = `${Math.min(field.scrollHeight, HIGHEST_PX)}px`;
  };
  field.addEventListener("input", measure);
  return { field, count, measure, problem };
}
