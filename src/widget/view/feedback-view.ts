import { fill, h } from "./dom.ts";
import type { ViewContext } from "./view-context.ts";

/** Two buttons; a no may be followed by a reason. Each tap is sent at once. */
export function renderFeedback(messageId: string, context: ViewContext): HTMLElement {
  const { say, server, emit, announce } = context;
  const element = h("div", { class: "feedback", role: "group", "aria-label": say("helpfulQuestion") });

  const send = async (rating: "up" | "down", reason?: string): Promise<boolean> => {
    try {
      await server.rate(messageId, rating, reason);
      emit("feedback", { messageId, rating });
      return true;
    } catch {
      return false;
    }
  };
  const show = (text: string): void => {
    const line = h("p", { tabindex: -1 }, text);
    fill(element, line);
    line.focus();
    announce(text);
  };
  const rate = async (rating: "up" | "down"): Promise<void> => {
    const isSent = await send(rating);
    if (!isSent) show(say("notSent"));
    else if (rating === "up") show(say("thanksUp"));
    else askReason();
  };
  const askReason = (): void => {
    const question = h("p", { tabindex: -1 }, say("thanksDown"), " ", say("reasonQuestion"));
    const reasons = say("reasons").split("|");
    const buttons = reasons.map((reason) => {
      const give = async () => show(say((await send("down", reason)) ? "thanksDown" : "notSent"));
      return h("button", { type: "button", class: "chip", click: give }, reason);
    });
    fill(element, question, ...buttons);
    question.focus();
  };

  fill(
    element,
    h("p", {}, say("helpfulQuestion")),
    h("button", { type: "button", class: "chip", click: () => rate("up") }, say("helpful")),
    h("button", { type: "button", class: "chip", click: () => rate("down") }, say("unhelpful")),
  );
  return element;
}
