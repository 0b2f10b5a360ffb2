/**
 * Times the widget in a real Chromium against a local service without a model: from Enter to the visitor's own
 * words, to the first source and to the whole answer, as painted. Fails when a 95th percentile is over its goal.
 *   node scripts/bench-widget.ts [rounds]     the browser is that of CHROME_PATH, or the one that npm installed
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createApp } from "../src/app.ts";
import { listen, openConversations, startServices } from "../src/node-serve.ts";
import { openWorkplace, readSettings } from "../src/node-services.ts";
import { openBrowser } from "../test/support/browser.ts";

/** Milliseconds that 95 of 100 questions may take. */
const GOALS = { "own words": 100, "first source": 300, "whole answer": 800 };
const QUESTIONS = [
  "居住证怎么办理",
  "身份证丢了怎么办",
  "余杭区2015年取消了几个非行政许可事项",
  "开公司要什么材料",
];
const DEFAULT_ROUNDS = 10;
const rounds = Number(process.argv[2] ?? DEFAULT_ROUNDS);

type Times = Record<keyof typeof GOALS, number>;

const dataDir = await mkdtemp(join(tmpdir(), "wenban-bench-"));
const { browser, reason } = await openBrowser();
try {
  if (!browser) throw new Error(reason);
  const times = await measure(browser);
  const misses = Object.entries(GOALS).filter(([name, goal]) =>
    report(
      name,
      times.map((one) => one[name as keyof Times]),
      goal,
    ),
  );
  process.exitCode = misses.length > 0 ? 1 : 0;
} finally {
  await browser?.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(chromium: NonNullable<typeof browser>): Promise<Times[]> {
  const settings = await readSettings({ WENBAN_DATA: dataDir, WENBAN_RATE_LIMIT: "100000" });
  const workplace = await openWorkplace(settings, { samples: true });
  const conversations = openConversations(settings);
  const running = await startServices(workplace, [], conversations);
  const server = await listen(createApp(running.services), { port: 0, host: "127.0.0.1" });
  try {
    const page = await chromium.newPage();
    await page.goto(`${server.url}/chat`);
    await page.locator("wenban-widget textarea").waitFor();
    const times: Times[] = [];
    for (let round = -1; round < rounds; round++) {
      for (const question of QUESTIONS) {
        const taken = await page.evaluate(askAndWatch, question);
        if (round >= 0) times.push(taken);
      }
    }
    return times;
  } finally {
    await server.close();
    await running.stop();
    await conversations.close();
    await workplace.close();
  }
}

/** Runs in the page: types a question, sends it, and looks at every frame until the answer stands there. */
async function askAndWatch(question: string): Promise<Times> {
  const root = document.querySelector("wenban-widget")?.shadowRoot;
  const field = root?.querySelector("textarea");
  if (!root || !field) throw new Error("no widget");
  const before = root.querySelectorAll(".turn").length;
  field.value = question;
  const start = performance.now();
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const until = async (isThere: (turn: Element) => boolean): Promise<number> => {
    for (;;) {
      await frame();
      const turn = root.querySelectorAll(".turn")[before];
      if (turn && isThere(turn)) return performance.now() - start;
      if (performance.now() - start > 30_000) throw new Error("no answer");
    }
  };
  const ownWords = await until((turn) => turn.querySelector(".question") !== null);
  const source = await until((turn) => turn.querySelector(".sources, .card") !== null);
  const answer = await until((turn) => turn.querySelector(".card") !== null);
  return { "own words": ownWords, "first source": source, "whole answer": answer };
}

/** Prints the percentiles of one measure; true when the 95th is over the goal. */
function report(name: string, times: number[], goal: number): boolean {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  const [half, most] = [at(0.5), at(0.95)];
  process.stdout.write(
    `${name}: p50 ${half.toFixed(0)} ms, p95 ${most.toFixed(0)} ms (goal ${goal} ms), ${sorted.length} questions\n`,
  );
  return most > goal;
}
