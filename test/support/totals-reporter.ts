import type { Reporter, TestModule } from "vitest/node";

/**
 * Prints the totals as one line of their own, `N passed, N failed`, after every other report. A module that
 * could not be loaded and an error outside all tests count as failed, so that "0 failed" means what it says.
 */
export class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const totals = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed" || state === "failed" || state === "skipped") totals[state]++;
      }
      if (module.errors().length > 0) totals.failed++;
    }
    process.once("exit", () => {
      process.stdout.write(`${totals.skipped} skipped\n${totals.passed} passed, ${totals.failed} failed\n`);
    });
  }
}
