import { readTextDocument } from "../formats/text-document.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader } from "../loader.ts";

/** Plain text in any of the encodings `decodeText` knows, with front matter as in Markdown. */
export const textLoader: DocumentLoader = {
  name: "text",
  accepts: (file) => extensionOf(file.path) === "txt",
  async load(file) {
    return [readTextDocument(file)];
  },
};
