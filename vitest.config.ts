import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { TotalsReporter } from "./test/support/totals-reporter.ts";

export default defineConfig({
  test: {
    reporters: ["default", new TotalsReporter()],
    projects: [
      {
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/runtime/workerd/**", "test/widget/browser/**"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/widget/browser/**/*.test.ts"],
          globalSetup: ["test/widget/browser/build-widget.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: {
          name: "workerd",
          include: ["test/runtime/workerd/**/*.test.ts"],
          globalSetup: ["test/runtime/workerd/build-snapshot.ts"],
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
