import { adoptStyle } from "./adopt-style.ts";
import type { PanelControls, PanelHost } from "./contract.ts";
import style from "./loader.css";
import { keepReadable } from "./readable-colour.ts";

type Call = [name: string, ...args: unknown[]];
type Api = Record<string, (...args: unknown[]) => unknown>;

const LABELS: Record<string, string> = {
  "zh-CN": "问政策·问办事",
  "zh-TW": "問政策·問辦事",
  en: "Ask about services",
};
/** Calls that mean someone wants to see the panel; all others wait until it is there. */
const WANTS_PANEL = /open|toggle|ask/;
const METHODS = "open close toggle ask identify setLocale setFontScale setTheme reset destroy";

start(document.currentScript as HTMLScriptElement);

/** One widget of one script tag. A tag that a page runs again, when it swaps its content, finds it standing. */
function start(script: HTMLScriptElement): void {
  const { mode = "float", site, target } = script.dataset;
  const id = ["wenban", mode, site, target].join("-");
  if (document.getElementById(id)) return;
  const host = document.createElement("wenban-widget");
  const launcher = /float|iframe/.test(mode) ? document.createElement("button") : null;
  host.id = id;
  host.className = launcher ? "float" : mode;
  const root = host.attachShadow({ mode: "open" });
  adoptStyle(root, style, script.nonce);
  const named = target && document.querySelector(target);
  if (named) named.append(host);
  /* Beside the body, so that pages which swap their body leave it in place. */ else if (launcher)
    document.documentElement.append(host);
  else script.after(host);

  const emit = (name: string, detail: unknown) => host.dispatchEvent(new CustomEvent(name, { detail }));
  answerQueue(createApi({ root, script, launcher, emit }));
}

/** The API of one widget: what is called before the panel is there is done when it is. */
function createApi(host: PanelHost): Api {
  const { root, script, launcher, emit } = host;
  const waiting: Call[] = [];
  let panel: Promise<PanelControls> | null = null;
  const fetchPanel = async (): Promise<PanelControls> => {
    const file = script.dataset.mode === "iframe" ? WENBAN_FRAME : WENBAN_PANEL;
    const controls = await (await import(new URL(file, script.src).href)).createPanel(host);
    for (const call of waiting) perform(controls, call);
    emit("ready", undefined);
    return controls;
  };
  const load = async (...call: Call): Promise<void> => {
    try {
      panel = panel || fetchPanel();
      perform(await panel, call);
    } catch (error) {
      panel = null;
      emit("error", { message: String(error) });
    }
  };

  const api: Api = {
    on(name, listener) {
      const hear = (event: Event) => (listener as (detail: unknown) => void)((event as CustomEvent).detail);
      root.host.addEventListener(name as string, hear);
      return () => root.host.removeEventListener(name as string, hear);
    },
    push: (call) => perform(api, call as Call),
  };
  for (const name of METHODS.split(" ")) {
    api[name] = (...args) => {
      if (name === "destroy") root.host.remove();
      if (name === "setLocale" && launcher) nameLauncher(launcher, args[0]);
      if (panel || WANTS_PANEL.test(name)) load(name, ...args);
      else waiting.push([name, ...args]);
    };
  }
  if (launcher) showLauncher(host, launcher, load);
  else openWhenSeen(root.host, load);
  return api;
}

function perform(target: unknown, [name, ...args]: Call): void {
  const method = (target as Api)[name];
  if (method) method(...args);
}

/** The first widget of a page is the one that `Wenban` speaks to; what was asked of it before is done now. */
function answerQueue(api: Api): void {
  const page = window as Window & { Wenban?: Api | Call[] };
  const queue = page.Wenban || [];
  if (!Array.isArray(queue)) return;
  page.Wenban = api;
  for (const call of queue) perform(api, call);
}

type Load = (name: string) => Promise<void>;

/** The panel is fetched as soon as someone comes near the button, and shown when it is pressed. */
function showLauncher({ root, script }: PanelHost, button: HTMLButtonElement, load: Load): void {
  button.className = "launcher";
  button.setAttribute("aria-haspopup", "dialog");
  nameLauncher(button, script.dataset.locale);
  button.onpointerenter = button.onfocus = () => load("");
  button.onclick = () => load("open");
  root.append(button);
  keepReadable(root.host as HTMLElement, button);
}

function nameLauncher(button: HTMLButtonElement, locale: unknown): void {
  button.textContent = LABELS[locale as string] || LABELS["zh-CN"] || "";
}

/** A part of the page is asked for by being scrolled to. */
function openWhenSeen(host: Element, load: Load): void {
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    load("open");
  }).observe(host);
}
