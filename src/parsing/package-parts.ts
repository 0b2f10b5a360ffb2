import type { Archive } from "./archive.ts";
import { readXmlPart } from "./xml-events.ts";

/** A link from one part of an office file to another (ECMA-376 part 2, 6.5). */
export interface PartRelation {
  id: string;
  /** Last word of the type's URI, such as `worksheet`: the same in strict and transitional files. */
  type: string;
  /** Name of the part, as `Archive.read` takes it. */
  target: string;
}

/** Links of a part to other parts; of the whole file with `""`. What lies outside the file is left out. */
export async function readRelations(archive: Archive, part: string): Promise<PartRelation[]> {
  const slash = part.lastIndexOf("/") + 1;
  const name = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
  const relations: PartRelation[] = [];
  if (!archive.has(name)) return relations;
  await readXmlPart(archive, name, {
    onOpen({ name: element, attributes }) {
      if (element !== "rel:Relationship" || attributes.TargetMode === "External") return;
      const { Id: id = "", Type: type = "", Target: target = "" } = attributes;
      const last = type.slice(type.lastIndexOf("/") + 1);
      relations.push({ id, type: last, target: resolveTarget(part.slice(0, slash), target) });
    },
  });
  return relations;
}

function resolveTarget(folder: string, target: string): string {
  const path = target.startsWith("/") ? target : folder + target;
  const kept: string[] = [];
  for (const step of path.split("/")) {
    if (step === "..") kept.pop();
    else if (step !== "" && step !== ".") kept.push(step);
  }
  return kept.join("/");
}

/** A warning for a file with macros; none ever runs. */
export function warnOfMacros(archive: Archive): { code: string; message: string }[] {
  const hasMacros = archive.names.some((name) => /(?:^|\/)vbaProject\.bin$/i.test(name));
  return hasMacros ? [{ code: "ingest.macro_ignored", message: "文件带有宏，宏没有运行，只收录文字。" }] : [];
}
