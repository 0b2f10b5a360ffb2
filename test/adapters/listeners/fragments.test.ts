import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFragments } from "../../../src/adapters/listeners/fragments.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const open = (clock = new FakeClock()) => createFragments(clock.now);

describe("messages in parts", () => {
  it("are whole with their last missing part, in whatever order they come", () => {
    const order = fc.integer({ min: 2, max: 8 }).chain((sum) =>
      fc.shuffledSubarray(
        Array.from({ length: sum }, (_, seq) => seq),
        { minLength: sum },
      ),
    );
    fc.assert(
      fc.property(order, (seqs) => {
        const fragments = open();
        const wholes = seqs.map((seq) => fragments.add("m", { sum: seqs.length, seq }, bytes(`<${seq}>`)));
        expect(wholes.slice(0, -1).every((whole) => whole === null)).toBe(true);
        const text = Array.from({ length: seqs.length }, (_, seq) => `<${seq}>`).join("");
        expect(Buffer.from(wholes.at(-1) ?? []).toString()).toBe(text);
      }),
    );
  });

  it("are kept apart, and a part that comes twice counts once", () => {
    const fragments = open();
    expect(fragments.add("a", { sum: 2, seq: 0 }, bytes("a0"))).toBeNull();
    expect(fragments.add("b", { sum: 2, seq: 1 }, bytes("b1"))).toBeNull();
    expect(fragments.add("a", { sum: 2, seq: 0 }, bytes("a0"))).toBeNull();
    expect(fragments.add("a", { sum: 2, seq: 1 }, bytes("a1"))).toEqual(bytes("a0a1"));
    expect(fragments.add("b", { sum: 2, seq: 0 }, bytes("b0"))).toEqual(bytes("b0b1"));
  });

  it.each([
    { sum: 0, seq: 0 },
    { sum: 2, seq: 2 },
    { sum: 2, seq: -1 },
    { sum: Number.NaN, seq: 0 },
    { sum: 1e9, seq: 0 },
  ])("have no part at %o", (place) => {
    expect(open().add("m", place, bytes("x"))).toBeNull();
  });

  it("do not change how many parts they have", () => {
    const fragments = open();
    fragments.add("m", { sum: 2, seq: 0 }, bytes("x"));
    expect(fragments.add("m", { sum: 3, seq: 1 }, bytes("y"))).toBeNull();
    expect(fragments.add("m", { sum: 2, seq: 1 }, bytes("y"))).toEqual(bytes("xy"));
  });

  it("are not waited for without end", async () => {
    const clock = new FakeClock();
    const fragments = open(clock);
    fragments.add("m", { sum: 2, seq: 0 }, bytes("x"));
    await clock.advance(61_000);
    fragments.add("other", { sum: 2, seq: 0 }, bytes("x"));
    expect(fragments.add("m", { sum: 2, seq: 1 }, bytes("y"))).toBeNull();
  });
});
