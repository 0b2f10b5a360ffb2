/** An object of a PDF file: its text, or a dictionary with the bytes of a stream. */
export type PdfObject = string | { dict: string; data: Uint8Array };

/** Objects numbered from 1, the first being the catalog, as a file; `@XREF` in the trailer is the table's place. */
export function writePdf(objects: readonly PdfObject[], trailer = ""): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  let length = parts[0]?.length ?? 0;
  const push = (bytes: Uint8Array) => {
    parts.push(bytes);
    length += bytes.length;
  };
  const offsets = objects.map((object, i) => {
    const offset = length;
    push(Buffer.from(`${i + 1} 0 obj\n`));
    if (typeof object === "string") push(Buffer.from(object, "latin1"));
    else {
      push(Buffer.from(`${object.dict}\nstream\n`, "latin1"));
      push(object.data);
      push(Buffer.from("\nendstream"));
    }
    push(Buffer.from("\nendobj\n"));
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const rest = trailer.replaceAll("@XREF", String(length));
  const tail = `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R ${rest} >>`;
  push(Buffer.from(`${tail}\nstartxref\n${length}\n%%EOF\n`, "latin1"));
  return new Uint8Array(Buffer.concat(parts));
}

/** A stream object; `keys` are added to its dictionary. */
export function writeStream(keys: string, data: Uint8Array, filter?: string): PdfObject {
  const filters = filter === undefined ? "" : `/Filter ${filter}`;
  return { dict: `<< ${keys} ${filters} /Length ${data.length} >>`, data };
}
