import { createComposer } from "./composer.ts";
import { fill, h } from "./dom.ts";
import { renderFooter, renderLabelLine, renderSiteNotice } from "./fixed-lines.ts";
import { createHeader, type HeaderActions } from "./header.ts";
import { createLogView } from "./log-view.ts";
import type { Look } from "./look.ts";
import type { Memory } from "./memory.ts";
import { createTurnView, type TurnView } from "./turn-view.ts";
import type { ViewContext } from "./view-context.ts";

/** What the view is made of, and what its buttons do. */
export interface StageParts {
  /** Filled with the view. */
  box: HTMLElement;
  memory: Memory;
  look: Look;
  /** The context of now: language and site may have changed. */
  describe(): ViewContext;
  actions: HeaderActions & { stop(): void };
  /** Questions that the page offers instead of the server's. */
  questions: readonly string[];
}

/** All that is seen, in the language of now. */
export interface Stage {
  context(): ViewContext;
  /** Shows a new turn at the end. */
  begin(question: string, isMasked: boolean): TurnView;
  drop(turn: TurnView): void;
  setBusy(busy: boolean): void;
  /** Makes everything anew; what was said and what is being typed stays. */
  rebuild(): void;
  /** Makes everything anew and empty, with a remark. */
  clear(remark: string): void;
  remark(text: string): void;
  showNotice(): void;
  setDraft(text: string): void;
  focusQuestion(): void;
  focusTitle(): void;
}

export function createStage(parts: StageParts): Stage {
  const { box, look } = parts;
  let pending: TurnView | null = null;
  let view = buildView(parts);
  const show = (draft: string): void => {
    view = buildView(parts);
    view.composer.setDraft(draft);
    if (pending) {
      view.log.add(pending);
      view.composer.setBusy(true);
    }
    fill(box, ...view.elements);
    look.tell(view.header);
  };
  show("");
  return {
    context: () => view.context,
    begin(question, isMasked) {
      pending = createTurnView(question, isMasked, view.context);
      view.log.add(pending);
      return pending;
    },
    drop: (turn) => turn.element.remove(),
    setBusy(busy) {
      if (!busy) pending = null;
      view.log.setBusy(busy);
      view.composer.setBusy(busy);
    },
    rebuild: () => show(view.composer.draft()),
    clear(remark) {
      pending = null;
      show("");
      view.log.remark(remark);
    },
    remark: (text) => view.log.remark(text),
    showNotice: () => view.showNotice(parts.describe()),
    setDraft: (text) => view.composer.setDraft(text),
    focusQuestion: () => view.composer.focus(),
    focusTitle: () => view.header.focus(),
  };
}

function buildView({ memory, describe, actions, questions }: StageParts) {
  const context = describe();
  const header = createHeader(context, actions);
  const log = createLogView(context, questions.length > 0 ? questions : context.site.suggestions);
  for (const { question, answer } of memory.turns()) {
    const turn = createTurnView(question, false, context);
    turn.finish(answer);
    log.add(turn);
  }
  const composer = createComposer(context, actions);
  const notice = h("div");
  const showNotice = (now: ViewContext) => fill(notice, renderSiteNotice(now));
  showNotice(context);
  const elements = [
    ...header.elements,
    renderLabelLine(context),
    notice,
    log.element,
    composer.element,
    renderFooter(context),
  ];
  return { context, header, log, composer, showNotice, elements };
}
