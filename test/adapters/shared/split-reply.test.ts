import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reply } from "../../../src/adapters/adapter.ts";
import {
  feishuMarkdown,
  type MarkdownDialect,
  markdownFormat,
  plainMarkdown,
  slackMarkdown,
  standardMarkdown,
} from "../../../src/adapters/shared/markdown.ts";
import { renderReplyText } from "../../../src/adapters/shared/reply-text.ts";
import { sourceLines } from "../../../src/adapters/shared/source-lines.ts";
import { splitReply } from "../../../src/adapters/shared/split-reply.ts";
import { characters, utf8Bytes, utf16Units } from "../../../src/adapters/shared/text-atoms.ts";
import type { TextFormat } from "../../../src/adapters/shared/text-format.ts";
import type { Answer, Citation } from "../../../src/domain.ts";
import { sampleAnswer } from "../../support/sample-answer.ts";

const [SAMPLE] = sampleAnswer().citations as [Citation];

function citation(number: number): Citation {
  const documentId = `hekou/${number}`;
  return {
    ...SAMPLE,
    number,
    documentId,
    title: `第${number}号通知`,
    sourceUrl: `/sources/${documentId}?start=1&end=9`,
  };
}

function replyWith(changes: Partial<Answer>): Reply {
  const answer = { ...sampleAnswer(), ...changes };
  return { parts: [{ answer, answeredAt: new Date(0), earlierQuestion: null }], sendKey: "k" };
}

const html: MarkdownDialect = {
  escape: (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  link: (label, url) => `<a href="${url.replaceAll("&", "&amp;")}">${label}</a>`,
};
const format = (dialect: MarkdownDialect, limit: number, measure = characters): TextFormat =>
  markdownFormat(dialect, { limit, measure, publicUrl: "https://wenban.example", hasTables: true });

const bare = (text: string) => text.replaceAll(/\s/g, "");
const unmarked = (pieces: string[]) => pieces.map((piece) => piece.replace(/^\(\d+\/\d+\)\n/, ""));

describe("splitReply", () => {
  const sentence = (index: number) => `第${index}项改革已经完成，办理时间缩短一半。[${(index % 3) + 1}]`;
  const long = Array.from({ length: 60 }, (_, index) => sentence(index)).join("");
  const answer = { text: long, citations: [1, 2, 3].map(citation) };

  it("leaves alone what fits", () => {
    const reply = replyWith({});
    expect(splitReply(reply, format(standardMarkdown, 4000), 3)).toEqual([
      renderReplyText(reply, format(standardMarkdown, 4000)),
    ]);
    expect(splitReply({ parts: [], sendKey: "k" }, format(standardMarkdown, 4000), 3)).toEqual([]);
  });

  it("runs on into further messages, the sources whole in the last", () => {
    const pieces = splitReply(replyWith(answer), format(standardMarkdown, 500), 9);
    expect(pieces.length).toBeGreaterThan(2);
    pieces.forEach((piece, index) => {
      expect(piece.startsWith(`(${index + 1}/${pieces.length})\n`)).toBe(true);
      expect(piece.length).toBeLessThanOrEqual(500);
      expect(piece.includes("依据：")).toBe(index === pieces.length - 1);
    });
    expect(pieces.at(-1)?.match(/第\d号通知/g)).toHaveLength(3);
    expect(pieces.slice(0, -1).every((piece) => /\[\d\]$/.test(piece))).toBe(true);
    expect(bare(unmarked(pieces).join(""))).toBe(
      bare(renderReplyText(replyWith(answer), format(standardMarkdown, Number.POSITIVE_INFINITY))),
    );
  });

  it("shortens what needs more messages than there may be, and links to the whole", () => {
    const pieces = splitReply(replyWith(answer), format(standardMarkdown, 300), 2);
    expect(pieces).toHaveLength(2);
    expect(pieces.join("")).toContain("[查看全文](https://wenban.example/sources/");
    expect(pieces.every((piece) => piece.length <= 300)).toBe(true);
    expect(splitReply(replyWith(answer), format(standardMarkdown, 300), 1)).toHaveLength(1);
  });

  it("moves a table that does not fit to the next message, head and rows together", () => {
    const rows = Array.from({ length: 6 }, (_, index) => ({
      label: `第${index}区`,
      cells: [{ text: "缩短一半", citations: [1] }],
    }));
    const reply = replyWith({ ...answer, text: long.slice(0, 300), comparison: { columns: ["时限"], rows } });
    const pieces = splitReply(reply, format(standardMarkdown, 420), 4);
    const withTable = pieces.filter((piece) => piece.includes("| --- |"));
    expect(withTable).toHaveLength(1);
    expect(withTable[0]).toContain("| 第0区 |");
    expect(withTable[0]).toContain("| 第5区 |");
  });

  it("never cuts the head of a table from its first row, however long the table", () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      label: `第${index}区`,
      cells: [{ text: "有", citations: [1] }],
    }));
    const reply = replyWith({ ...answer, text: "各区不同。[1]", comparison: { columns: ["时限"], rows } });
    for (let limit = 150; limit < 400; limit += 7) {
      for (const piece of splitReply(reply, format(standardMarkdown, limit), 50)) {
        if (piece.includes("| --- |"))
          expect(piece).toMatch(/\| {2}\| 时限 \|\n\| --- \| --- \|\n\| 第0区 \|/);
        for (const line of piece.split("\n")) if (line.startsWith("|")) expect(line.endsWith("|")).toBe(true);
      }
    }
  });
});

const answers = fc.record({
  pieces: fc.array(
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constantFrom(
        "办理时间缩短一半。[1]",
        "另有三项。[2][3]",
        "\n",
        "\n\n",
        "，",
        "𠮷野家",
        "👍🏽",
        "<b>&",
        "| 甲 |",
        "*急*",
      ),
    ),
    { minLength: 1, maxLength: 60 },
  ),
  sources: fc.integer({ min: 3, max: 5 }),
});

describe.each([
  ["standard Markdown in characters", standardMarkdown, characters, /\]\(https:[^)\s]*\)/g, /\]\(https:/g],
  ["Feishu's Markdown in bytes", feishuMarkdown, utf8Bytes, /\]\(https:[^)\s]*\)/g, /\]\(https:/g],
  ["plain Markdown in bytes", plainMarkdown, utf8Bytes, /\]\(https:[^)\s]*\)/g, /\]\(https:/g],
  ["Slack's Markdown in UTF-16", slackMarkdown, utf16Units, /<https:[^>|]*\|[^>]*>/g, /<https:/g],
  ["HTML in UTF-16", html, utf16Units, /<a href="[^"]*">[^<]*<\/a>/g, /<a /g],
])("whatever the answer, as %s", (_name, dialect, measure, link, opening) => {
  const limits = fc.integer({ min: 500, max: 900 });
  const mosts = fc.integer({ min: 1, max: 4 });

  it("messages are few, short, whole in their characters, links and sources", () => {
    fc.assert(
      fc.property(answers, limits, mosts, ({ pieces: words, sources }, limit, most) => {
        const citations = Array.from({ length: sources }, (_, index) => citation(index + 1));
        const reply = replyWith({ text: words.join("").toWellFormed(), citations });
        const shown = format(dialect, limit, measure);
        const pieces = splitReply(reply, shown, most);
        expect(pieces.length).toBeLessThanOrEqual(most);
        const text = unmarked(pieces).join("\n");
        for (const piece of pieces) {
          expect(measure(piece)).toBeLessThanOrEqual(limit);
          expect(piece.isWellFormed()).toBe(true);
          expect(piece.match(opening)?.length).toBe(piece.match(link)?.length);
          expect(piece).not.toMatch(/(?<!\\)\\$/);
          if (dialect.escape("&") !== "&") expect(piece).not.toMatch(/&(#?\w{1,6})?$/);
        }
        const [answer] = reply.parts.map((part) => part.answer) as [Answer];
        const isNamed = (line: string) => text.includes(`\n${line.slice(0, 4)}`);
        const named = sourceLines(answer, "", shown).filter(isNamed);
        expect(named.length).toBeGreaterThan(0);
        for (const line of named) expect(pieces.filter((piece) => piece.includes(line))).toHaveLength(1);
        expect(splitReply(reply, shown, most)).toEqual(pieces);
      }),
      { numRuns: 60 },
    );
  });
});
