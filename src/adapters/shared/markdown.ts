/** Answers as Markdown. Platforms' dialects differ in how text is kept from being read as markup. */
import type { Comparison } from "../../domain.ts";
import type { TextFormat } from "./text-format.ts";

/** How a dialect writes text and links. */
export interface MarkdownDialect {
  /** Text as it is to be shown. Citation marks such as [1] stay as they are. */
  escape(text: string): string;
  /** @param label escaped */
  link(label: string, url: string): string;
}

/** How text is shown in a dialect of Markdown. */
export function markdownFormat(
  dialect: MarkdownDialect,
  { hasTables, ...format }: Pick<TextFormat, "limit" | "measure" | "publicUrl"> & { hasTables: boolean },
): TextFormat {
  return { ...format, ...dialect, ...(hasTables && { table: (rows) => pipeTable(rows, dialect) }) };
}

/** CommonMark with GitHub's tables: a backslash before punctuation. */
export const standardMarkdown: MarkdownDialect = {
  escape: (text) =>
    shallow(text)
      .replaceAll(/(?<=\[\d{1,3}\])[(:]|\[\d{1,3}\]|[\\`*_<>[\]|~]|&(?=#?\w{1,31};)/g, (found) =>
        found.length > 1 ? found : `\\${found}`,
      )
      .replaceAll(/^[ \t]{0,3}(?=#|[-=]{2,}[ \t]*$)/gm, "$&\\"),
  link: (label, url) => `[${label}](${encodeParentheses(url)})`,
};

/** 飞书 「卡片 Markdown 组件」: special characters are written as HTML entities. */
export const feishuMarkdown: MarkdownDialect = {
  escape: (text) =>
    shallow(text)
      .replaceAll(/(?<=\[\d{1,3}\])\(|\[\d{1,3}\]|[&\\`*_<>[\]|~]/g, (found) =>
        found.length > 1 ? found : `&#${found.codePointAt(0)};`,
      )
      .replaceAll(/^[ \t]{0,3}#/gm, (found) => found.replace("#", "&#35;")),
  link: (label, url) => `[${label}](${encodeParentheses(url)})`,
};

/** DingTalk and WeCom know no way to escape: characters that would be markup give way to their full-width forms. */
export const plainMarkdown: MarkdownDialect = {
  escape: (text) =>
    shallow(text)
      .replaceAll(/(?<=\[\d{1,3}\])\(|\[\d{1,3}\]|[`*<>[\]|~]|(?<!\w)_|_(?!\w)/g, (found) =>
        found.length > 1 ? found : fullWidth(found),
      )
      .replaceAll(/^[ \t]{0,3}#/gm, fullWidth),
  link: (label, url) => `[${label}](${encodeParentheses(url)})`,
};

/** Slack 「Formatting text for app surfaces」: three entities; what makes text bold or struck gives way likewise. */
export const slackMarkdown: MarkdownDialect = {
  escape: (text) =>
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll(/[`*~]|(?<!\w)_|_(?!\w)/g, fullWidth),
  link: (label, url) => `<${url.replaceAll("|", "%7C")}|${label.replaceAll("|", "｜")}>`,
};

/** Indented as deep as four columns, a line would be code. */
function shallow(text: string): string {
  return text.replaceAll(/^(?: {4}|\t)[ \t]*/gm, "   ");
}

/** ASCII characters as the ones that look alike in Chinese print, U+FF01 to U+FF5E. */
function fullWidth(text: string): string {
  return text.replaceAll(/[!-~]/g, (found) => String.fromCodePoint((found.codePointAt(0) ?? 0) + 0xfee0));
}

function encodeParentheses(url: string): string {
  return url.replaceAll("(", "%28").replaceAll(")", "%29");
}

/** A row for each place or year, with the marks of what each cell rests on. */
function pipeTable({ columns, rows }: Comparison, dialect: MarkdownDialect): string {
  const cell = (text: string) => dialect.escape(text.replaceAll(/\s+/g, " ").trim());
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const body = rows.map(({ label, cells }) =>
    line([
      cell(label),
      ...cells.map(
        ({ text, citations }) => `${cell(text)}${citations.map((number) => `[${number}]`).join("")}`,
      ),
    ]),
  );
  return [line(["", ...columns.map(cell)]), line(["", ...columns].map(() => "---")), ...body].join("\n");
}
