import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { openSqliteFile } from "../../src/conversation/stores/sqlite-file.ts";
import { startWalCheckpoints } from "../../src/conversation/stores/wal-checkpoints.ts";

const folder = mkdtempSync(join(tmpdir(), "wenban-checkpoints-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PAGE_BYTES = 4096;
/** Pages that a row of `PAGE_BYTES` characters of three bytes takes at least. */
const ROW_PAGES = 3;

it("the log is moved into the database and begun anew while it is written to", async () => {
  const path = join(folder, "busy.sqlite");
  const connection = new DatabaseSync(path, { timeout: 5000 });
  connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0");
  connection.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)");
  const checkpoints = startWalCheckpoints(path, () => {}, { everyMs: 1, mostPages: 50 });
  const insert = connection.prepare("INSERT INTO notes (text) VALUES (?)");
  const text = "字".repeat(PAGE_BYTES);
  let written = 0;
  // A log that is never begun anew stays longer than half of what was written.
  while (written < 50 || statSync(`${path}-wal`).size > (written * ROW_PAGES * PAGE_BYTES) / 2) {
    insert.run(text);
    written++;
    checkpoints.wrote();
    await sleep(1);
  }
  await checkpoints.close();
  expect(connection.prepare("SELECT count(*) AS count FROM notes").get()).toEqual({ count: written });
  connection.close();
});

it("a thread that ends is told of, so that commits can do its work again", async () => {
  const lost = Promise.withResolvers<void>();
  startWalCheckpoints(join(folder, "no", "such", "folder.sqlite"), lost.resolve);
  await expect(lost.promise).resolves.toBeUndefined();
});

it("a log that grew in a rush is cut when it is begun anew", async () => {
  const path = join(folder, "rush.sqlite");
  const { database, close } = openSqliteFile(path, { checkpointsBeside: true });
  const sql = "INSERT INTO adapter_state (channel, key, value, until) VALUES ('c', ?1, ?2, 0)";
  const write = (key: string, value: string) => database.batch([{ sql, params: [key, value] }]);
  await write("rush", "a".repeat(6 * 2 ** 20));
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(6 * 2 ** 20);
  for (let n = 0; statSync(`${path}-wal`).size > 4 * 2 ** 20; n++) {
    await sleep(20);
    await write(`after-${n}`, "b");
  }
  await close();
});

it("a file with such a thread keeps what was written, and leaves no log when it is closed", async () => {
  const path = join(folder, "conversations.sqlite");
  const file = openSqliteFile(path, { checkpointsBeside: true });
  const sql = "INSERT INTO adapter_state (channel, key, value, until) VALUES ('c', ?1, 'v', 0)";
  for (let n = 0; n < 20; n++) await file.database.batch([{ sql, params: [`k${n}`] }]);
  await file.close();
  expect(() => statSync(`${path}-wal`)).toThrow();
  const { database, close } = openSqliteFile(path);
  expect(await database.read([{ sql: "SELECT count(*) AS count FROM adapter_state", params: [] }])).toEqual([
    [{ count: 20 }],
  ]);
  await close();
});
