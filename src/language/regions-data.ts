import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { WenbanError } from "../errors.ts";

/** One division of the national table. */
export interface Division {
  /** 6-digit code. */
  code: string;
  /** Own name with its suffix, such as 余杭区. */
  name: string;
  /** Bare name, such as 余杭; null where the division is not called without its suffix. */
  short: string | null;
}

/** A division that no longer exists under this name. */
export interface FormerDivision {
  name: string;
  /** The code it had; null where it is not known. */
  code: string | null;
  /** Code of the present division its area lay in. */
  within: string;
  /** Year of the change. */
  year: number;
  /** Codes of the present divisions its area belongs to, the main one first. */
  now: string[];
}

/** Everything a region table is made from. */
export interface RegionData {
  divisions: Division[];
  former: FormerDivision[];
  /** Bare names that are everyday words: never a place without their suffix. */
  needsSuffix: ReadonlySet<string>;
  /** Bare names that are also something else: a place after their city or beside another place only. */
  needsContext: ReadonlySet<string>;
  /** Full names that are common nouns (城区, 郊区): a place after the city or county they lie in only. */
  needsParent: ReadonlySet<string>;
}

const CODE = z.string().regex(/^\d{6}$/);
const wordGroups = z.record(z.string(), z.string()).default({});

const divisionsFile = z.object({
  divisions: z.array(
    z.union([z.tuple([CODE, z.string().min(2)]), z.tuple([CODE, z.string().min(2), z.string()])]),
  ),
});
const historyFile = z.object({
  changes: z.array(
    z.strictObject({
      name: z.string().min(2),
      code: CODE.optional(),
      in: CODE,
      year: z.number().int().min(1949),
      now: z.array(CODE).min(1),
    }),
  ),
});
const wordsFile = z.strictObject({
  needsSuffix: wordGroups,
  needsContext: wordGroups,
  needsParent: wordGroups,
});

/**
 * Reads the three shipped files: `knowledge/regions.json`, `regions-history.yaml`, `regions-words.yaml`.
 * Throws `regions.unreadable` naming the file and the first fault.
 */
export function parseRegionData(files: { divisions: string; history: string; words: string }): RegionData {
  const { divisions } = check("regions.json", divisionsFile, () => JSON.parse(files.divisions));
  const { changes } = check("regions-history.yaml", historyFile, () => parseYaml(files.history));
  const words = check("regions-words.yaml", wordsFile, () => parseYaml(files.words));
  return {
    divisions: divisions.map(([code, name, short]) => ({ code, name, short: bareName(name, short) })),
    former: changes.map(({ in: within, code, ...change }) => ({ ...change, code: code ?? null, within })),
    needsSuffix: wordSet(words.needsSuffix),
    needsContext: wordSet(words.needsContext),
    needsParent: wordSet(words.needsParent),
  };
}

/** Bare form of a name: the given one, else the name without its last character; null below two characters. */
function bareName(name: string, given: string | undefined): string | null {
  const bare = given ?? name.slice(0, -1);
  return bare.length >= 2 ? bare : null;
}

function wordSet(groups: Record<string, string>): ReadonlySet<string> {
  return new Set(Object.values(groups).flatMap((words) => words.split(/\s+/).filter((word) => word !== "")));
}

function check<T>(file: string, schema: z.ZodType<T>, read: () => unknown): T {
  let value: unknown;
  try {
    value = read();
  } catch (cause) {
    throw unreadable(file, "it is not well-formed", cause);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw unreadable(file, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong shape"}`, result.error);
}

function unreadable(file: string, fault: string, cause: unknown): WenbanError {
  return new WenbanError("not_configured", "regions.unreadable", `区划表 ${file} 读不出来（${fault}）。`, {
    hint: `Restore knowledge/${file} from the release, or correct the entry named.`,
    cause,
  });
}
