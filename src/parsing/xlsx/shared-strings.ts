import type { Archive } from "../archive.ts";
import { readXmlPart } from "../xml-events.ts";
import { createStringItem } from "./cell-text.ts";

/** The texts that cells name by number; none for a file without such a part. */
export async function readSharedStrings(archive: Archive, part: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (part === undefined || !archive.has(part)) return strings;
  const item = createStringItem();
  await readXmlPart(archive, part, {
    onOpen: item.open,
    onText: item.text,
    onClose(name) {
      item.close(name);
      if (name === "x:si") strings.push(item.take());
    },
  });
  return strings;
}
