import { expect, it } from "vitest";
import { oneLine } from "../../../src/answer/registers/describe-row.ts";

it.each([
  ["\u202e明证反\u202c", "明证反"],
  ["双\u200b零证明", "双零证明"],
  ["甲\n乙\t证明[1]", "甲 乙 证明"],
  ["👨\u200d👩家庭证明", "👨\u200d👩家庭证明"],
])("a value is told as it is read: %j", (value, told) => {
  expect(oneLine(value)).toBe(told);
});
