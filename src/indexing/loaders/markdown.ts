import { readTextDocument } from "../formats/text-document.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader } from "../loader.ts";

/** Markdown with front matter; the stored text is the body. */
export const markdownLoader: DocumentLoader = {
  name: "markdown",
  accepts: (file) => ["md", "markdown"].includes(extensionOf(file.path)),
  async load(file) {
    return [readTextDocument(file)];
  },
};
