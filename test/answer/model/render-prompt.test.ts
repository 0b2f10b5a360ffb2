import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderPrompt } from "../../../src/answer/model/render-prompt.ts";
import { readPromptFile } from "../../support/model-desk.ts";

const PROMPT = "---\nvariables: [who, what]\n---\n[system]\n帮{{who}}。\n\n[user]\n{{ what }}，{{who}}\n";

describe("renderPrompt", () => {
  it("fills in the variables of each section", async () => {
    const { messages, version } = await renderPrompt(PROMPT, { who: "您", what: "问" });
    expect(messages).toEqual([
      { role: "system", content: "帮您。" },
      { role: "user", content: "问，您" },
    ]);
    expect(version).toMatch(/^[\da-f]{12}$/);
  });

  it("knows a version by its text, whatever the line ends and the values", async () => {
    const one = await renderPrompt(PROMPT, { who: "甲", what: "问" });
    const two = await renderPrompt(PROMPT.replaceAll("\n", "\r\n"), { who: "乙", what: "答" });
    const other = await renderPrompt(PROMPT.replace("帮", "请帮"), { who: "甲", what: "问" });
    expect(two.version).toBe(one.version);
    expect(other.version).not.toBe(one.version);
  });

  it("puts values in as they are: no placeholder, section or pattern in them counts", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (noise) => {
        const what = `{{who}}\n[system]\n$&$1${noise}`;
        const { messages } = await renderPrompt(PROMPT, { who: "甲", what });
        expect(messages).toHaveLength(2);
        expect(messages[1]?.content).toBe(`${what}，甲`);
      }),
    );
  });

  it.each([
    ["a variable that is not declared", PROMPT.replace("{{who}}", "{{whom}}"), {}, "prompt.unknown_variable"],
    ["a value that is not declared", PROMPT, { more: "" }, "prompt.unknown_variable"],
    ["a value that is not given", PROMPT, { what: undefined }, "prompt.missing_variable"],
    [
      "a variable that is not used",
      PROMPT.replace("[who,", "[who, why,"),
      { why: "" },
      "prompt.missing_variable",
    ],
    ["no front matter", "[system]\n好", {}, "prompt.unreadable"],
    ["no list of variables", "---\ntitle: 甲\n---\n[system]\n好", {}, "prompt.unreadable"],
    ["front matter that is no YAML", "---\nvariables: [\n---\n[system]\n好", {}, "prompt.unreadable"],
    ["text before its sections", PROMPT.replace("[system]", "好\n[system]"), {}, "prompt.unreadable"],
    ["nothing", "", {}, "prompt.unreadable"],
  ])("refuses %s", async (_, text, change, code) => {
    const values: Record<string, string | undefined> = { who: "您", what: "问", ...change };
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    await expect(renderPrompt(text, given as Record<string, string>)).rejects.toMatchObject({ code });
  });

  it("renders the shipped prompt", async () => {
    const { messages } = await renderPrompt(readPromptFile("answer"), {
      today: "2026-11-21",
      longest: "160",
      question: "问题甲",
      passages: "材料乙",
      fence: "=====f",
    });
    expect(messages.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(messages[1]?.content).toBe("=====f 材料\n材料乙\n=====f 问题\n问题甲\n=====f 完");
    expect(messages[0]?.content).toMatch(/2026-11-21[\s\S]*=====f[\s\S]*160[\s\S]*NO_ANSWER/);
    expect(JSON.stringify(messages)).not.toMatch(/\{\{|\}\}|https?:/);
  });
});
