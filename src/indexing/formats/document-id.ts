/** A document's id for a file: its path with `/` as separator and without its extension. */
export function documentIdOf(path: string): string {
  const slashed = path.replaceAll("\\", "/");
  const name = slashed.slice(slashed.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  const id = dot <= 0 ? slashed : slashed.slice(0, slashed.length - (name.length - dot));
  return id.replace(/\p{Cc}/gu, "");
}
