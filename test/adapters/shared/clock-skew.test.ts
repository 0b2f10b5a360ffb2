import { describe, expect, it } from "vitest";
import { diagnoseClock } from "../../../src/adapters/shared/clock-skew.ts";

const NOW = new Date("2026-11-20T08:00:00.000Z");
const at = (date?: string) => diagnoseClock(new Headers(date === undefined ? {} : { date }), NOW);

describe("the clocks of this machine and a platform", () => {
  it.each([
    ["they agree", "Fri, 20 Nov 2026 07:59:31 GMT"],
    ["the platform does not tell its time", undefined],
    ["what it tells is no time", "yesterday"],
  ])("are left alone where %s", (_name, date) => {
    expect(at(date)).toEqual([]);
  });

  it.each([
    ["快 120 秒", "Fri, 20 Nov 2026 07:58:00 GMT"],
    ["慢 30 秒", "Fri, 20 Nov 2026 08:00:30 GMT"],
  ])("are told apart: %s", (words, date) => {
    expect(at(date)).toMatchObject([{ status: "warn", text: expect.stringContaining(words) }]);
  });
});
