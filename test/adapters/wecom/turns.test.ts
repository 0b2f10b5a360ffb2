import { describe, expect, it } from "vitest";
import { createTurns } from "../../../src/adapters/wecom/turns.ts";

/** Tasks that end when told to. */
function stageTasks() {
  const begun: string[] = [];
  const ends = new Map<string, { resolve(value: string): void; reject(error: Error): void }>();
  const task = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve, reject) => ends.set(name, { resolve, reject }));
  };
  return { begun, task, end: (name: string) => ends.get(name)?.resolve(name), ends };
}

describe("turns", () => {
  it("let those who ask while a task runs share the next one", async () => {
    const { begun, task, end } = stageTasks();
    const take = createTurns<string>();
    const first = take("a", task("1"));
    const [second, third] = [take("a", task("2")), take("a", task("3"))];
    expect(begun).toEqual(["1"]);
    end("1");
    expect(await first).toBe("1");
    await expect.poll(() => begun).toEqual(["1", "2"]);
    end("2");
    expect([await second, await third]).toEqual(["2", "2"]);
  });

  it("begin again for who asks after the end", async () => {
    const { begun, task, end } = stageTasks();
    const take = createTurns<string>();
    const first = take("a", task("1"));
    end("1");
    await first;
    void take("a", task("2"));
    expect(begun).toEqual(["1", "2"]);
  });

  it("go on after a task that failed, which is told to its own alone", async () => {
    const { begun, task, end, ends } = stageTasks();
    const take = createTurns<string>();
    const first = take("a", task("1"));
    const second = take("a", task("2"));
    ends.get("1")?.reject(new Error("no"));
    await expect(first).rejects.toThrow("no");
    await expect.poll(() => begun).toEqual(["1", "2"]);
    end("2");
    expect(await second).toBe("2");
  });

  it("are taken for each name alone", () => {
    const { begun, task } = stageTasks();
    const take = createTurns<string>();
    void take("a", task("1"));
    void take("b", task("2"));
    expect(begun).toEqual(["1", "2"]);
  });
});
