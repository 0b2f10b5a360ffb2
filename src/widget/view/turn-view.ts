import type { Answer, Citation } from "../../domain.ts";
import type { StreamPart } from "../transport/message-stream.ts";
import { renderAnswer } from "./answer-card.ts";
import { renderHandoff } from "./card-actions.ts";
import { renderSources } from "./citation-view.ts";
import { fill, h } from "./dom.ts";
import type { ViewContext } from "./view-context.ts";

/** A question with its answer, from its first moment to its last. */
export interface TurnView {
  element: HTMLElement;
  /** Takes in what comes; drawn at most once per frame. */
  tell(part: StreamPart): void;
  /** Says what is going on instead of what was going on. */
  status(text: string): void;
  finish(answer: Answer): void;
  /** Ends without an answer; what came of it stays, marked as incomplete. */
  fail(message: string, retry: (() => void) | null): void;
}

export function createTurnView(question: string, isMasked: boolean, context: ViewContext): TurnView {
  const { say } = context;
  const status = h("p", { class: "progress" }, say("searching"));
  const draft = h("div");
  const answer = h("article", { "aria-label": say("answer") }, status, draft);
  const asked = h(
    context.isPage ? "h2" : "h3",
    { class: "question", tabindex: -1 },
    h("span", { class: "unseen" }, say("youAsked")),
    question,
  );
  const hint = isMasked ? h("p", { class: "hint" }, say("masked")) : null;
  const element = h("section", { class: "turn" }, asked, hint, answer);

  const citations: Citation[] = [];
  let text = "";
  let frame = 0;
  const draw = (): void => {
    frame = 0;
    const sources = renderSources(citations, context);
    const words =
      text === "" ? null : h("div", { class: "text", lang: "zh-CN" }, h("p", { class: "draft" }, text));
    fill(draft, sources, words);
  };
  const stopDrawing = () => cancelAnimationFrame(frame);

  return {
    element,
    tell(part) {
      if (part.type === "data-citation") citations.push(part.data);
      else if (part.type === "text-delta") text += part.delta;
      else return;
      const n = new Set(citations.map(({ documentId }) => documentId)).size;
      if (n > 0) status.textContent = say("found", { n });
      frame ||= requestAnimationFrame(draw);
    },
    status(message) {
      status.textContent = message;
    },
    finish(given) {
      stopDrawing();
      fill(answer, renderAnswer(given, context));
    },
    fail(message, retry) {
      stopDrawing();
      draw();
      status.remove();
      const again = retry && h("button", { type: "button", class: "chip", click: retry }, say("retry"));
      answer.append(h("div", { class: "failure" }, h("p", {}, message), again, renderHandoff(context)));
    },
  };
}
