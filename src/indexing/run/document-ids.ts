import { blotPersonalData } from "../../language/personal-data.ts";
import { documentIdOf } from "../formats/document-id.ts";

/**
 * Document ids of files, from their paths relative to the folder given: without the extension, unless two
 * files would get the same id; then both keep theirs, and so does a third that this would collide with.
 * Returned in the order of `paths`; paths that are equal get equal ids.
 */
export function assignDocumentIds(paths: readonly string[]): string[] {
  const keeps = new Set<string>();
  for (;;) {
    const ids = paths.map((path) => (keeps.has(path) ? path : documentIdOf(path)));
    const colliding = findColliding(paths, ids).filter((path) => !keeps.has(path));
    if (colliding.length === 0) return ids;
    for (const path of colliding) keeps.add(path);
  }
}

/** Paths whose id belongs to another path too. */
function findColliding(paths: readonly string[], ids: readonly string[]): string[] {
  const owners = new Map<string, number>();
  for (const id of ids) owners.set(id, (owners.get(id) ?? 0) + 1);
  return paths.filter((_, index) => (owners.get(ids[index] ?? "") ?? 0) > 1);
}

/**
 * An id that every reader may see: personal numbers are blotted out, and what is equal to a taken id then is
 * told apart by a count.
 */
export function blotId(id: string, isTaken: (id: string) => boolean): string {
  const blotted = blotPersonalData(id);
  if (blotted === id) return id;
  let count = 1;
  while (isTaken(numbered(blotted, count))) count++;
  return numbered(blotted, count);
}

function numbered(id: string, count: number): string {
  return count === 1 ? id : `${id}-${count}`;
}
