/** One built file of the widget. */
export interface WidgetFile {
  text: string;
  /** Strong validator of the text, quotes included. */
  etag: string;
  /** The text compressed; absent where the edge compresses. */
  gzip?: Uint8Array<ArrayBuffer>;
}

/** The widget's built files by their path below `/widget/`; empty before they are built. */
export type WidgetFiles = ReadonlyMap<string, WidgetFile>;

/** Takes built texts in, by their path below `/widget/`, with validators. */
export async function createWidgetFiles(
  texts: Readonly<Record<string, string>>,
  compress?: (text: string) => Uint8Array<ArrayBuffer>,
): Promise<WidgetFiles> {
  const files = Object.entries(texts).map(async ([path, text]): Promise<[string, WidgetFile]> => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    const mark = [...new Uint8Array(digest).slice(0, 12)].map((byte) => byte.toString(16).padStart(2, "0"));
    return [path, { text, etag: `"${mark.join("")}"`, ...(compress && { gzip: compress(text) }) }];
  });
  return new Map(await Promise.all(files));
}
