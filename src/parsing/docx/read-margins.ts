import type { Archive } from "../archive.ts";
import { readXmlPart } from "../xml-events.ts";

/** The lines of the heads and feet of a Word file's pages; watermarks stand there too, as the text of a shape. */
export async function readMargins(archive: Archive, parts: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  let line = "";
  let isText = false;
  for (const part of parts) {
    await readXmlPart(archive, part, {
      onOpen({ name, attributes }) {
        isText = name === "w:t";
        if (name === "w:p") {
          lines.push(line); // of the paragraph around a text box
          line = "";
        }
        if (name === "v:textpath") lines.push(attributes.string ?? "");
      },
      onText(text) {
        if (isText) line += text;
      },
      onClose(name) {
        isText = false;
        if (name === "w:p") lines.push(line);
      },
    });
  }
  return lines;
}
