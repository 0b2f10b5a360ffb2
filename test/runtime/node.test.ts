import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { createApp } from "../../src/app.ts";
import { openConversations, startServices } from "../../src/node-serve.ts";
import { openWorkplace, readSettings } from "../../src/node-services.ts";
import { describeSmoke } from "./smoke.ts";

const dataDir = mkdtempSync(join(tmpdir(), "wenban-runtime-"));
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
  rmSync(dataDir, { recursive: true, force: true });
});

describeSmoke("Node", async () => {
  const workplace = await openWorkplace(await readSettings({ WENBAN_DATA: dataDir }));
  const conversations = openConversations(workplace);
  const running = await startServices(workplace, [], conversations);
  closing.push(running.stop, conversations.close, workplace.close);
  const app = createApp(running.services);
  return async (request) => app.fetch(request, {});
});
