import { describe, expect, it } from "vitest";
import { keepLast } from "../../src/language/keep-last.ts";

describe("what was read last", () => {
  it("is not read again", () => {
    const read: string[] = [];
    const lengthOf = keepLast(2, (text) => {
      read.push(text);
      return text.length;
    });
    expect([lengthOf("户口"), lengthOf("户口"), lengthOf("身份证")]).toEqual([2, 2, 3]);
    expect(read).toEqual(["户口", "身份证"]);
  });

  it("is forgotten, the oldest first, so that no more is held than was said", () => {
    const read: string[] = [];
    const keep = keepLast(2, (text) => void read.push(text));
    for (const text of ["一", "二", "三", "三", "二", "一"]) keep(text);
    expect(read).toEqual(["一", "二", "三", "一"]);
  });

  it("may be nothing", () => {
    let times = 0;
    const keep = keepLast(1, () => {
      times++;
      return undefined;
    });
    expect([keep("一"), keep("一")]).toEqual([undefined, undefined]);
    expect(times).toBe(1);
  });
});
