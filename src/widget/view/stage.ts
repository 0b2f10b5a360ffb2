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
  /** Scrolls to the last question. */
  showLatest(): void;
  setDraft(text: string): void;
  focusQuestion(): void;
  focusTitle(): void;
}

export function createStage(parts: StageParts): Stage {
  let pending: TurnView | null = null;
  let view = showView(parts, { draft: "", pending });
  const setBusy = (busy: boolean): void => {
    if (!busy) pending = null;
    view.log.setBusy(busy);
    view.composer.setBusy(busy);
  };
  return {
    context: () => view.context,
    begin(question, isMasked) {
      pending = createTurnView(question, isMasked, view.context);
      view.log.add(pending);
      setBusy(true);
      return pending;
    },
    drop: (turn) => turn.element.remove(),
    setBusy,
    rebuild() {
      view = showView(parts, { draft: view.composer.draft(), pending });
    },
    clear(remark) {
      pending = null;
      view = showView(parts, { draft: "", pending });
      view.log.remark(remark);
    },
    remark: (text) => view.log.remark(text),
    showNotice: () => view.showNotice(parts.describe()),
    showLatest: () => view.log.showLatest(),
    setDraft: (text) => view.composer.setDraft(text),
    focusQuestion: () => view.composer.focus(),
    focusTitle: () => view.header.focus(),
  };
}

/** Puts a new view into the box, with what is being typed and the turn at work. */
function showView(parts: StageParts, { draft, pending }: { draft: string; pending: TurnView | null }): View {
  const view = buildView(parts);
  const { log, composer, header, elements } = view;
  if (pending) log.add(pending);
  composer.setBusy(pending !== null);
  fill(parts.box, ...elements);
  composer.setDraft(draft);
  log.showLatest();
  parts.look.tell(header);
  return view;
}

type View = ReturnType<typeof buildView>;

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
