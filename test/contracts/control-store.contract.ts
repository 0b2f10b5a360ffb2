import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ControlStore } from "../../src/control/control-store.ts";

const NOW = new Date("2026-11-20T08:00:00.000Z");

/** What every ControlStore does. `open` gives a second opening of the same record where there can be one. */
export function describeControlStore(
  name: string,
  create: (now: () => Date) => { store: ControlStore; open?: () => ControlStore },
): void {
  describe(`ControlStore contract: ${name}`, () => {
    let made: ReturnType<typeof create>;
    beforeEach(() => {
      made = create(() => NOW);
    });
    afterEach(() => made.store.close());

    it("begins empty", async () => {
      expect(await made.store.changes(0)).toEqual([]);
    });

    it("keeps changes in order, with who made them and when", async () => {
      const { store } = made;
      await store.append({ type: "paused", face: "web", reason: "维护" }, "cli:ada");
      await store.append({ type: "resumed", face: "web" }, "cli:bob");
      const recorded = await store.changes(0);
      expect(recorded.map(({ actor, at, change }) => [actor, at, change.type])).toEqual([
        ["cli:ada", NOW.toISOString(), "paused"],
        ["cli:bob", NOW.toISOString(), "resumed"],
      ]);
    });

    it("gives what came after a change", async () => {
      const { store } = made;
      await store.append({ type: "paused", face: "web", reason: "维护" }, "a");
      const [first] = await store.changes(0);
      await store.append({ type: "resumed", face: "web" }, "a");
      const later = await store.changes(first?.sequence ?? 0);
      expect(later.map(({ change }) => change.type)).toEqual(["resumed"]);
    });

    it("is read by another process as it is written", async () => {
      const other = made.open?.() ?? made.store;
      await made.store.append({ type: "notice_set", text: "停水", until: null }, "a");
      expect(await other.changes(0)).toHaveLength(1);
      if (other !== made.store) await other.close();
    });
  });
}
