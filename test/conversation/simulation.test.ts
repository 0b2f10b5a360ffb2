import { afterAll, expect, it } from "vitest";
import { newDatabasePath, removeTestFolders } from "../support/desk.ts";
import { seededRandom, simulate } from "../support/simulate.ts";

afterAll(removeTestFolders);

/** `scripts/simulate-conversations.ts` plays many more. */
it("hundreds of conversations with a service that is killed: nothing lost, repeated or out of order", async () => {
  const result = await simulate({
    conversations: 250,
    kills: 3,
    everyMs: [500, 1000],
    path: newDatabasePath(),
    random: seededRandom(7),
  });
  expect(result).toMatchObject({ lost: [], answeredTwice: [], outOfOrder: [], unflagged: [] });
  expect(result.messages).toBeGreaterThan(300);
  expect(result.kills).toBeGreaterThan(0);
}, 120_000);
