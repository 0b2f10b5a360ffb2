import { type Archive, openArchive } from "../archive.ts";
import { cleanAsides } from "../asides.ts";
import { createParagraphCounter } from "../docx/count-paragraphs.ts";
import { readMargins } from "../docx/read-margins.ts";
import { readNumbering } from "../docx/read-numbering.ts";
import { readWordPackage, type WordPackage } from "../docx/read-package.ts";
import { readStory } from "../docx/read-story.ts";
import { readStyles } from "../docx/read-styles.ts";
import { createStory, type Story } from "../docx/story-state.ts";
import { warnOfMacros } from "../package-parts.ts";
import type { ParsedFile } from "../parsed-file.ts";

/**
 * A Word file as its final text: tracked changes taken, automatic numbers written, hidden text left out,
 * headers and footers are told beside it. Notes follow the paragraph or table that they belong to.
 * @throws WenbanError `ingest.not_a_docx`, and what archives and XML throw
 */
export async function parseDocx(bytes: Uint8Array): Promise<ParsedFile> {
  const archive = await openArchive(bytes);
  const parts = await readWordPackage(archive);
  const { styles, defaultStyleId } = await readStyles(archive, parts.styles);
  const numbering = await readNumbering(archive, parts.numbering);
  const begin = (notes: Story["notes"]) =>
    createStory({ styles, defaultStyleId, notes, counter: createParagraphCounter(numbering, styles) });
  const story = begin(await readNotes(archive, parts, begin));
  const blocks = await readStory(archive, parts.document, story);
  const asides = cleanAsides(await readMargins(archive, parts.margins));
  return { blocks, asides, warnings: [...warnOfMacros(archive), ...warningsOf(story)] };
}

/** Texts of the notes by kind and id; the lines between notes and text are notes too, of a type of their own. */
async function readNotes(
  archive: Archive,
  parts: WordPackage,
  begin: (notes: Story["notes"]) => Story,
): Promise<Map<string, string[]>> {
  const notes = new Map<string, string[]>();
  for (const kind of ["footnote", "endnote"] as const) {
    const part = parts[`${kind}s`];
    if (part === null) continue;
    await readStory(archive, part, begin(notes), ({ "w:id": id = "", "w:type": type = "normal" }, blocks) => {
      const texts = blocks.flatMap((block) => (block.type === "paragraph" ? [block.text] : []));
      if (type === "normal") notes.set(`${kind}:${id}`, texts);
    });
  }
  return notes;
}

function warningsOf({ hasHidden, hasForeign }: Story): ParsedFile["warnings"] {
  const warnings = [];
  if (hasHidden) warnings.push({ code: "ingest.hidden_text", message: "文件中有隐藏文字，未收录。" });
  if (hasForeign) {
    const message = "文件中嵌入了另一份文件，嵌入的内容未收录；请在 Word 中打开后另存。";
    warnings.push({ code: "ingest.embedded_ignored", message });
  }
  return warnings;
}
