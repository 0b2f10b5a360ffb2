import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createMemoryControlStore } from "../../src/control/stores/memory-control-store.ts";
import { openSqliteControlStore } from "../../src/control/stores/sqlite-control-store.ts";
import { describeControlStore } from "../contracts/control-store.contract.ts";

const folder = mkdtempSync(join(tmpdir(), "wenban-control-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newPath = () => join(folder, `${++files}.sqlite`);

describeControlStore("memory", (now) => ({ store: createMemoryControlStore(now) }));
describeControlStore("sqlite", (now) => {
  const path = newPath();
  return { store: openSqliteControlStore(path, now), open: () => openSqliteControlStore(path, now) };
});

it("is read by the service's own user alone", async () => {
  const path = newPath();
  await openSqliteControlStore(path, () => new Date()).close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it("says so when the file is no database", () => {
  const path = newPath();
  writeFileSync(path, "not a database at all, but long enough to be looked at".repeat(40));
  expect(() => openSqliteControlStore(path, () => new Date())).toThrow(
    expect.objectContaining({ code: "storage.unwritable" }),
  );
});
