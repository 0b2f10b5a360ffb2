import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { darkenForWhite, parseColour } from "../../src/widget/contrast.ts";
import { readOptions } from "../../src/widget/read-options.ts";
import { sendsQuestion } from "../../src/widget/view/sends-question.ts";

describe("Enter", () => {
  const key = { key: "Enter", shiftKey: false, isComposing: false, keyCode: 13 };
  it.each([
    ["sends", {}, true],
    ["breaks the line with Shift", { shiftKey: true }, false],
    ["chooses a word while an input method composes", { isComposing: true, keyCode: 229 }, false],
    ["ends composing in Safari, which tells of it by the code alone", { keyCode: 229 }, false],
    ["is not another key", { key: "a", keyCode: 65 }, false],
  ])("%s", (_name, changes, sends) => {
    expect(sendsQuestion({ ...key, ...changes })).toBe(sends);
  });
});

describe("a page's colour", () => {
  /** WCAG 2.2, "relative luminance", both parts of the curve. */
  const luminance = (colour: readonly number[]) =>
    colour
      .map((channel) => channel / 255)
      .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
      .reduce((sum, share, i) => sum + share * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);

  it("is dark enough for white in the end, and stays as it is when it was", () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(channel, channel, channel), (colour) => {
        const readable = darkenForWhite(colour);
        expect(1.05 / (luminance(readable) + 0.05)).toBeGreaterThanOrEqual(4.5);
        if (1.05 / (luminance(colour) + 0.05) > 4.6) expect(readable).toEqual(colour);
      }),
    );
  });

  it.each([
    ["rgb(20, 86, 192)", [20, 86, 192]],
    ["rgba(20, 86, 192, 0.5)", [20, 86, 192]],
    ["color(srgb 0.1 0.2 0.3)", []],
    ["", []],
  ])("%j is read", (computed, colour) => {
    expect(parseColour(computed)).toEqual(colour);
  });
});

describe("the attributes of a script tag", () => {
  const read = (dataset: Record<string, string>) =>
    readOptions({ src: "https://wb.example/qa/widget/v1.js?x=1", dataset });

  it("have defaults", () => {
    expect(read({})).toEqual({
      base: "https://wb.example/qa/widget/",
      mode: "float",
      site: null,
      locale: "zh-CN",
      theme: "light",
      region: null,
      questions: [],
    });
  });

  it("are taken as given, and left out when there is no such value", () => {
    expect(read({ mode: "inline", locale: "en", theme: "dark", questions: "一？|| 二？" })).toMatchObject({
      mode: "inline",
      locale: "en",
      theme: "dark",
      questions: ["一？", " 二？"],
    });
    expect(read({ mode: "popup", locale: "xx", theme: "pink" })).toMatchObject(read({}));
  });

  it("set neither a prompt nor a model", () => {
    expect(Object.keys(read({ prompt: "x", model: "y", temperature: "1" }))).toEqual(Object.keys(read({})));
  });
});
