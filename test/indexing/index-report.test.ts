import { describe, expect, it } from "vitest";
import { createPhaseProgress } from "../../src/indexing/run/index-progress.ts";
import { createProgressLines, type IndexProgress } from "../../src/indexing/run/index-report.ts";

/** Lines written while `steps` files are read, each taking `stepMs`. */
function readFiles(steps: number, stepMs: number, rewrites = false): string[] {
  let time = 0;
  const lines: string[] = [];
  const show = createProgressLines((line) => lines.push(line), { rewrites, now: () => time });
  const progress = createPhaseProgress("read", show, () => new Date(time));
  for (let done = 0; done <= steps; done++) {
    progress({ done, total: steps });
    time += stepMs;
  }
  return lines;
}

describe("progress", () => {
  it("tells counts and the time left", () => {
    expect(readFiles(10, 2_000).slice(0, 3)).toEqual([
      "读取 1 / 10 个文件，约剩 18 秒",
      "读取 2 / 10 个文件，约剩 16 秒",
      "读取 3 / 10 个文件，约剩 14 秒",
    ]);
    expect(readFiles(1000, 1_000)[0]).toBe("读取 5 / 1000 个文件，约剩 17 分钟");
  });

  it.each([
    ["a line per 5 seconds at most, where 5 % take longer", 10_000, 100, 200],
    ["a line per 5 % at most, where 5 seconds are less", 10_000, 1, 10],
    ["nothing of a run that is over at once", 100, 5, 0],
  ])("writes %s", (_what, steps, stepMs, most) => {
    const lines = readFiles(steps, stepMs);
    expect(lines.length).toBeLessThanOrEqual(most);
    expect(lines.length).toBeGreaterThanOrEqual(Math.floor(most * 0.8));
  });

  it("renews a line that is written over four times a second", () => {
    const lines = readFiles(1000, 10, true);
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  it("measures by weight: a large file takes its time", () => {
    let time = 0;
    const seen: IndexProgress[] = [];
    const progress = createPhaseProgress(
      "read",
      (at) => seen.push(at),
      () => new Date(time),
    );
    progress({ done: 0, total: 2, weighDone: 0, weighTotal: 1000 });
    time = 4_000;
    progress({ done: 1, total: 2, weighDone: 100, weighTotal: 1000 });
    expect(seen.map(({ secondsLeft }) => secondsLeft)).toEqual([null, 36]);
  });
});
