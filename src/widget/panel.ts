import { adoptStyle } from "./adopt-style.ts";
import type { Locale, PanelControls, PanelHost, WidgetOptions } from "./contract.ts";
import { type Conversation, createConversation } from "./conversation.ts";
import { createFrameEmit, isFramed, takeOverPage } from "./page-mode.ts";
import style from "./panel.css";
import { readOptions } from "./read-options.ts";
import { keepReadable } from "./readable-colour.ts";
import { createServer, type Server } from "./transport/server.ts";
import { openSiteWatch, type SiteWatch } from "./transport/watch-site.ts";
import { type Announcer, createAnnouncer } from "./view/announcer.ts";
import { h } from "./view/dom.ts";
import type { HeaderActions } from "./view/header.ts";
import { type Language, openLanguage } from "./view/language.ts";
import { createLook, type Look } from "./view/look.ts";
import { createMemory, type Memory } from "./view/memory.ts";
import {
  closeOnEscape,
  createDialogFrame,
  createStandingFrame,
  type PanelFrame,
} from "./view/panel-frame.ts";
import { stopReading } from "./view/read-aloud.ts";
import { createStage, type Stage } from "./view/stage.ts";
import type { ViewContext } from "./view/view-context.ts";

/** What the panel is put together from. */
interface Parts {
  host: PanelHost;
  options: WidgetOptions;
  server: Server;
  memory: Memory;
  language: Language;
  site: SiteWatch;
  announcer: Announcer;
  /** Holds all that is shown. */
  shell: HTMLElement;
  look: Look;
}

interface Panel extends Parts {
  frame: PanelFrame;
  stage: Stage;
  conversation: Conversation;
}

/** Makes the panel; it is shown by `open`. */
export async function createPanel(given: PanelHost): Promise<PanelControls> {
  const framed = createFrameEmit(given.emit);
  const panel = assemble(await openParts({ ...given, emit: framed.emit }));
  const { host, options, frame, stage, shell, announcer } = panel;
  shell.append(frame.element, announcer.element);
  host.root.append(shell);
  followSite(panel);
  const head = frame.element.querySelector(".head");
  if (head && !host.launcher) keepReadable(host.root.host as HTMLElement, head);
  if (options.mode === "page") stage.setDraft(takeOverPage(host.root));
  const controls = createControls(panel);
  framed.listen(controls);
  return controls;
}

async function openParts(host: PanelHost): Promise<Parts> {
  const options = readOptions(host.script);
  adoptStyle(host.root, style, host.script.nonce);
  const server = createServer(options);
  const memory = createMemory(`wenban ${options.site ?? ""}`);
  const [language, site] = await Promise.all([
    openLanguage(options.base, memory.preferences().locale ?? options.locale),
    openSiteWatch(server),
  ]);
  const shell = h("div", { lang: language.locale() });
  const look = createLook(shell, memory, options);
  return { host, options, server, memory, language, site, announcer: createAnnouncer(), shell, look };
}

function assemble(parts: Parts): Panel {
  const { server, memory, look, options } = parts;
  const frame = createFrame(parts, {
    focus: (isSmall) => (isSmall ? stage.focusTitle() : stage.focusQuestion()),
    showLatest: () => stage.showLatest(),
  });
  const actions = {
    ...createActions(() => panel),
    close: options.mode === "float" || isFramed(options) ? frame.close : null,
    stop: () => conversation.stop(),
    ...look,
  };
  const describe = () => describeView(parts, (question) => conversation.ask(question));
  const { questions } = options;
  const stage = createStage({ box: frame.element, memory, look, questions, describe, actions });
  const conversation = createConversation(server, memory, stage);
  const panel: Panel = { ...parts, frame, stage, conversation };
  return panel;
}

function describeView({ host, ...parts }: Parts, ask: ViewContext["ask"]): ViewContext {
  return {
    root: host.root,
    emit: host.emit,
    server: parts.server,
    say: parts.language.say,
    locale: parts.language.locale(),
    site: parts.site.current(),
    isPage: parts.options.mode === "page",
    announce: parts.announcer.announce,
    ask,
  };
}

/** A dialog where the widget floats, a part of the page elsewhere. */
function createFrame(
  { host, options }: Parts,
  { focus, showLatest }: { focus(isSmall: boolean): void; showLatest(): void },
): PanelFrame {
  const { launcher, emit } = host;
  const opened = () => {
    showLatest();
    emit("open", undefined);
  };
  const closed = () => {
    stopReading();
    emit("close", undefined);
  };
  if (options.mode === "float") return createDialogFrame({ launcher, focus, opened, closed });
  const frame = createStandingFrame(options.mode, { focus, opened, closed });
  if (isFramed(options)) closeOnEscape(frame.element, frame.close);
  return frame;
}

type Actions = Pick<HeaderActions, "clear" | "newChat" | "setLocale">;

/** What changes more than one part. */
function createActions(panel: () => Panel): Actions {
  return {
    clear() {
      const { conversation, stage, language, announcer } = panel();
      conversation.restart();
      stage.clear(language.say("cleared"));
      announcer.announce(language.say("cleared"));
    },
    newChat() {
      const { conversation, stage, language } = panel();
      conversation.restart();
      stage.remark(language.say("newChat"));
      stage.focusQuestion();
    },
    async setLocale(locale: Locale) {
      const { host, language, memory, shell, stage } = panel();
      try {
        await language.change(locale);
      } catch {
        return host.emit("error", { message: language.say("failed") });
      }
      memory.prefer({ locale });
      shell.lang = locale;
      stage.rebuild();
    },
  };
}

/** A new notice is shown and said; anything else that changes makes the view anew. */
function followSite({ site, frame, stage, announcer }: Panel): void {
  site.watch(frame.isOpen, (before) => {
    const now = site.current();
    if (JSON.stringify({ ...before, notice: now.notice }) !== JSON.stringify(now)) stage.rebuild();
    else stage.showNotice();
    if (now.notice && before.notice?.text !== now.notice.text) announcer.announce(now.notice.text);
  });
}

function createControls(panel: Panel): PanelControls {
  const { frame, conversation, server, look, site, shell } = panel;
  const { clear, setLocale } = createActions(() => panel);
  return {
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
    reset: clear,
    destroy() {
      site.close();
      conversation.stop();
      frame.destroy();
      shell.remove();
    },
  };
}
