import { describe, expect, it } from "vitest";
import { chooseItems } from "../../src/evaluation/choose-items.ts";
import { readItem } from "./suite-answers.ts";

const items = ["a", "b", "c", "d", "e", "f"].map((id, index) =>
  readItem({ id, kind: index < 3 ? "one" : "two", split: index % 2 === 0 ? "open" : "held_out" }),
);

describe("chooseItems", () => {
  it.each([
    [{}, "abcdef"],
    [{ split: "open" as const }, "ace"],
    [{ kinds: ["two"] }, "def"],
    [{ split: "held_out" as const, kinds: ["one"] }, "b"],
    [{ limit: 3 }, "ace"],
    [{ limit: 9 }, "abcdef"],
    [{ kinds: ["two"], limit: 1 }, "d"],
    [{ kinds: ["none"] }, ""],
  ])("%j asks %s", (choice, expected) => {
    expect(
      chooseItems(items, choice)
        .map(({ id }) => id)
        .join(""),
    ).toBe(expected);
  });
});
