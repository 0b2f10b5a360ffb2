import { adoptStyle } from "./adopt-style.ts";
import type { Locale, Mode, PanelControls, PanelHost } from "./contract.ts";
import { createConversation } from "./conversation.ts";
import { createFrameEmit, isFramed, takeOverPage } from "./page-mode.ts";
import style from "./panel.css";
import { readOptions } from "./read-options.ts";
import { keepReadable } from "./readable-colour.ts";
import { createServer } from "./transport/server.ts";
import { openSiteWatch, type SiteWatch } from "./transport/watch-site.ts";
import { createAnnouncer } from "./view/announcer.ts";
import { h } from "./view/dom.ts";
import { openLanguage } from "./view/language.ts";
import { createLook } from "./view/look.ts";
import { createMemory } from "./view/memory.ts";
import { createDialogFrame, createStandingFrame, type PanelFrame } from "./view/panel-frame.ts";
import { stopReading } from "./view/read-aloud.ts";
import { createStage, type Stage } from "./view/stage.ts";

/** Makes the panel; it is shown by `open`. */
export async function createPanel(given: PanelHost): Promise<PanelControls> {
  const options = readOptions(given.script);
  const framed = createFrameEmit(given.emit);
  const host: PanelHost = { ...given, emit: framed.emit };
  const { root, script, emit } = host;
  adoptStyle(root, style, script.nonce);
  const server = createServer(options);
  const memory = createMemory(`wenban ${options.site ?? ""}`);
  const { preferences, prefer } = memory;
  const [language, site] = await Promise.all([
    openLanguage(options.base, preferences().locale ?? options.locale),
    openSiteWatch(server),
  ]);
  const announcer = createAnnouncer();
  const shell = h("div", { lang: language.locale() });
  const look = createLook(shell, memory, options);

  const setLocale = async (locale: Locale): Promise<void> => {
    try {
      await language.change(locale);
    } catch {
      return emit("error", { message: language.say("failed") });
    }
    prefer({ locale });
    shell.lang = locale;
    stage.rebuild();
  };
  const reset = (): void => {
    conversation.clear();
    stage.clear(language.say("cleared"));
    announcer.announce(language.say("cleared"));
  };
  const newChat = (): void => {
    conversation.restart();
    stage.remark(language.say("newChat"));
    stage.focusQuestion();
  };

  const frame = createFrame(host, options.mode, (isSmall) =>
    isSmall ? stage.focusTitle() : stage.focusQuestion(),
  );
  const stage = createStage({
    box: frame.element,
    memory,
    look,
    questions: options.questions,
    describe: () => ({
      root,
      server,
      emit,
      say: language.say,
      locale: language.locale(),
      site: site.current(),
      isPage: options.mode === "page",
      announce: announcer.announce,
      ask: (question) => conversation.ask(question),
    }),
    actions: {
      close: options.mode === "float" || isFramed(options) ? frame.close : null,
      stop: () => conversation.stop(),
      clear: reset,
      newChat,
      setLocale,
      ...look,
    },
  });
  const conversation = createConversation(server, memory, stage);
  shell.append(frame.element, announcer.element);
  root.append(shell);
  followSite(site, frame, stage);
  const head = frame.element.querySelector("header");
  if (head && !given.launcher) keepReadable(root.host as HTMLElement, head);
  if (options.mode === "page") stage.setDraft(takeOverPage(root));

  const controls: PanelControls = {
    ...frame,
    toggle: () => (frame.isOpen() ? frame.close() : frame.open()),
    ask(question) {
      frame.open();
      conversation.ask(question);
    },
    identify: server.identify,
    setLocale,
    setFontScale: look.setScale,
    setTheme: look.setTheme,
    reset,
    destroy() {
      site.close();
      conversation.stop();
      frame.destroy();
      shell.remove();
    },
  };
  framed.listen(controls);
  return controls;
}

/** A dialog where the widget floats, a part of the page elsewhere. */
function createFrame(
  { launcher, emit }: PanelHost,
  mode: Mode,
  focus: (isSmall: boolean) => void,
): PanelFrame {
  const opened = () => emit("open", undefined);
  const closed = () => {
    stopReading();
    emit("close", undefined);
  };
  return mode === "float"
    ? createDialogFrame({ launcher, focus, opened, closed })
    : createStandingFrame(mode, { focus, opened, closed });
}

/** A new notice is shown and said; anything else that changes makes the view anew. */
function followSite(site: SiteWatch, frame: PanelFrame, stage: Stage): void {
  site.watch(frame.isOpen, (before) => {
    const now = site.current();
    if (JSON.stringify({ ...before, notice: now.notice }) !== JSON.stringify(now)) stage.rebuild();
    else stage.showNotice();
    if (now.notice && before.notice?.text !== now.notice.text) stage.context().announce(now.notice.text);
  });
}
