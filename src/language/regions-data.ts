import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { WenbanError } from "../errors.ts";

/** One division of the national table. */
interface Division {
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
  /** Year of the change. */
  year: number;
  /** Codes of the present divisions its area belongs to, the main one first. */
  now: string[];
}

/** A division cut out of one that goes on under its name: 临平区 out of 余杭区 in 2021. */
interface DivisionSplit {
  year: number;
  code: string;
  from: string;
}

/** Everything a region table is made from. */
export interface RegionData {
  divisions: Division[];
  former: FormerDivision[];
  splits: DivisionSplit[];
  /** Bare names that are everyday words: never a place without their suffix. */
  needsSuffix: ReadonlySet<string>;
  /** Bare names that are also something else: a place after their city or beside another place only. */
  needsContext: ReadonlySet<string>;
  /** Full names that are common nouns (城区, 郊区): a place after the city or county they lie in only. */
  needsParent: ReadonlySet<string>;
  /** Longer words in which a name is no place: 长治久安. */
  phrases: ReadonlySet<string>;
}

const wordGroups = z.record(z.string(), z.string()).default({});

/** Rows are checked by hand: three thousand of them would cost the start-up 30 ms in a schema. */
const divisionsFile = z.object({
  divisions: z.array(z.custom<DivisionRow>(isDivisionRow, "not a division")),
});

/** The fictional place of the sample data. */
const fictionFile = divisionsFile.extend({ needsSuffix: z.string().default("") });

const byYear = z.record(z.string().regex(/^\d{4}$/), z.string()).default({});
/** Lists are plain words: the same entries as YAML mappings would cost the start-up 80 ms. */
const historyFile = z.strictObject({ changes: byYear, splits: byYear });
const FORMER_ENTRY = /^([^/=]{2,})(?:\/(\d{6}))?=(\d{6}(?:\+\d{6})*)$/;
const SPLIT_ENTRY = /^(\d{6})<(\d{6})$/;

const wordsFile = z.strictObject({
  needsSuffix: wordGroups,
  needsContext: wordGroups,
  needsParent: wordGroups,
  phrases: wordGroups,
});

const NO_FICTION = '{"divisions":[]}';

/**
 * Reads the shipped files: `knowledge/regions.json`, `regions-history.yaml`, `regions-words.yaml` and, where
 * sample data is wanted, `demo/regions.json`. Throws `regions.unreadable` naming the file and the first fault.
 */
export function parseRegionData(files: {
  divisions: string;
  history: string;
  words: string;
  fiction?: string;
}): RegionData {
  const { divisions } = check("regions.json", divisionsFile, () => JSON.parse(files.divisions));
  const history = check("regions-history.yaml", historyFile, () => parseYaml(files.history));
  const words = check("regions-words.yaml", wordsFile, () => parseYaml(files.words));
  const fiction = check("demo/regions.json", fictionFile, () => JSON.parse(files.fiction ?? NO_FICTION));
  return {
    divisions: [...divisions, ...fiction.divisions].map(([code, name, short]) => ({
      code,
      name,
      short: bareName(name, short),
    })),
    former: readList(history.changes, readFormer),
    splits: readList(history.splits, readSplit),
    needsSuffix: wordSet({ ...words.needsSuffix, fiction: fiction.needsSuffix }),
    needsContext: wordSet(words.needsContext),
    needsParent: wordSet(words.needsParent),
    phrases: wordSet(words.phrases),
  };
}

/** A file's lists by year, each entry read; an entry of another form is named in the error. */
function readList<T>(lists: Record<string, string>, read: (entry: string, year: number) => T | null): T[] {
  return Object.entries(lists).flatMap(([year, list]) =>
    splitWords(list).map((entry) => {
      const value = read(entry, Number(year));
      if (value === null) throw unreadable("regions-history.yaml", `${year}: ${entry}`, undefined);
      return value;
    }),
  );
}

/** `江干区/330104=330102+330114`. */
function readFormer(entry: string, year: number): FormerDivision | null {
  const [, name, code, now] = FORMER_ENTRY.exec(entry) ?? [];
  if (name === undefined || now === undefined) return null;
  return { name, code: code ?? null, year, now: now.split("+") };
}

/** `330113<330110`. */
function readSplit(entry: string, year: number): DivisionSplit | null {
  const [, code, from] = SPLIT_ENTRY.exec(entry) ?? [];
  return code === undefined || from === undefined ? null : { year, code, from };
}

type DivisionRow = [code: string, name: string, short?: string];

function isDivisionRow(row: unknown): row is DivisionRow {
  if (!Array.isArray(row) || row.length < 2 || row.length > 3) return false;
  return row.every((part) => typeof part === "string") && row[0]?.length === 6 && (row[1]?.length ?? 0) >= 2;
}

/** Bare form of a name: the given one, else the name without its last character; null below two characters. */
function bareName(name: string, given: string | undefined): string | null {
  const bare = given ?? name.slice(0, -1);
  return bare.length >= 2 ? bare : null;
}

function wordSet(groups: Record<string, string>): ReadonlySet<string> {
  return new Set(Object.values(groups).flatMap(splitWords));
}

function splitWords(words: string): string[] {
  return words.split(/\s+/).filter((word) => word !== "");
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
