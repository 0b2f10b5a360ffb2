import type { FontScale, Locale, Theme } from "../../../src/widget/contract.ts";
import { ENDLESS } from "../../support/widget-answers.ts";
import type { WidgetPage } from "./widget-page.ts";

/** How the widget looks. */
export interface Look {
  theme: Theme;
  scale: FontScale;
  width: number;
  locale: Locale;
}

const THEMES: readonly Theme[] = ["light", "dark", "contrast"];
const SCALES: readonly FontScale[] = [1, 1.4, 1.875];
const WIDTHS = [320, 375, 1280];
const LOCALES: readonly Locale[] = ["zh-CN", "zh-TW", "en"];

/** The states to look at, each with the steps from the closed widget to it. */
export const STATES: Record<string, (widget: WidgetPage) => Promise<void>> = {
  closed: async ({ find }) => find(".launcher").waitFor(),
  greeting: async ({ open }) => open(),
  menu: async ({ open, find }) => {
    await open();
    await find(".head-button").nth(1).click();
    await find(".menu summary").click();
  },
  answering: async ({ open, ask, find }) => {
    await open();
    await ask(ENDLESS);
    await find(".progress").waitFor();
    await find(".sources summary").waitFor();
  },
  procedure: async ({ open, ask, answered, find }) => {
    await open();
    await ask("居住证怎么办");
    await answered();
    await find(".checklist input").first().check();
    await find(".mark").first().click();
    await find(".citation").waitFor();
  },
  model: async ({ open, ask, answered, find }) => {
    await open();
    await ask("两年各取消多少");
    await answered();
    await find(".sources summary").click();
  },
  refusal: async ({ open, ask, answered, find }) => {
    await open();
    await ask("火星落户");
    await answered();
    await find(".feedback button").nth(1).click();
    await find(".feedback button").nth(5).waitFor();
  },
  failure: async ({ page, open, ask, find }) => {
    await open();
    await page.route("**/api/ask", (route) => route.fulfill({ status: 503, body: "{}" }));
    await ask("我要办证");
    await find(".failure").waitFor();
  },
};

/** Looks for each state such that every pair of values of any two dimensions is seen. */
export function pairwiseLooks(): [state: string, look: Look][] {
  return Object.keys(STATES).flatMap((state, s) =>
    [0, 1, 2].map((i): [string, Look] => [
      state,
      {
        theme: pick(THEMES, i),
        scale: pick(SCALES, i + s),
        width: pick(WIDTHS, i + 2 * s),
        locale: pick(LOCALES, s < 3 ? i : i + s + 1),
      },
    ]),
  );
}

function pick<Value>(values: readonly Value[], index: number): Value {
  return values[index % values.length] as Value;
}
