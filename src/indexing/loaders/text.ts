import { decodeText } from "../formats/decode-text.ts";
import { documentIdOf } from "../formats/document-id.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader } from "../loader.ts";

/** Plain text in any of the encodings `decodeText` knows; the stored text is the decoded file. */
export const textLoader: DocumentLoader = {
  name: "text",
  accepts: (file) => extensionOf(file.path) === "txt",
  async load(file) {
    const { text, warnings } = decodeText(file.bytes);
    return [{ id: documentIdOf(file.path), text, declared: {}, declaredFrom: {}, procedure: null, warnings }];
  },
};
