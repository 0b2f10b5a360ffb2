import type { Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { findYears } from "../../language/numerals.ts";
import type { AnswerContext } from "../answer-context.ts";
import { validityOn } from "../citations.ts";
import type { Draft } from "../draft.ts";
import { documentCovers } from "../evidence/jurisdiction.ts";
import { namedMatter } from "./asks-validity.ts";
import { dayOf, type Repeal, titleKey } from "./succession.ts";

/** The document whose validity is asked for, or the repeal of one that is not indexed. */
export type NamedRule = { document: Document } | { repeal: Repeal };

const SEARCHED = 20;
const SHORTEST = 4;
/** Share of the pairs of characters of the named matter that a title must hold. */
const LIKE = 0.8;
/** What a rule is called by; a report on what was done has no validity. */
const RULE =
  /办法|规定|条例|细则|通知|意见|决定|方案|公告|通告|规程|标准|政策|制度|法$|措施|规则|章程|指引|指南|要点/;

/** The rule that a question names by its title or its matter; the newest in force where several are called so. */
export async function findNamedRule(
  draft: Draft,
  { corpus, regions, repeals }: AnswerContext,
): Promise<NamedRule | null> {
  const question = draft.understood;
  if (!question) return null;
  const named = withoutPlaces(
    titleKey(namedMatter(question.folded)),
    question.places.map(({ text }) => text),
  );
  if (named.length < SHORTEST) return null;
  const covers = (document: Document) =>
    question.places.every((place) => document.region === null || documentCovers(document, place, regions));
  const found = await corpus.retrieve({ query: named, limit: SEARCHED, audience: draft.request.audience });
  const documents = [...new Map(found.map(({ document }) => [document.id, document])).values()].filter(
    (document) => document.kind !== "register" && document.kind !== "procedure" && covers(document),
  );
  const alike = documents.filter(({ title }) => RULE.test(title) && holdsNamed(titleKey(title), named));
  const exact = alike.filter(({ title }) => titleKey(title).endsWith(named));
  const years = findYears(question.folded).map(({ year }) => `${year}`);
  const ofYear = alike.filter((document) => years.some((year) => yearsOf(document).includes(year)));
  const chosen = ofYear.length > 0 ? ofYear : exact.length > 0 ? exact : alike;
  const [document] = newestFirst(chosen, draft.today);
  if (document) return { document };
  const repeal = repeals.find(({ key, by }) => covers(by) && key.length >= SHORTEST && key.endsWith(named));
  return repeal ? { repeal } : null;
}

function newestFirst(documents: readonly Document[], today: string): Document[] {
  const isLapsed = (document: Document) => ["repealed", "amended"].includes(validityOn(document, today));
  return [...documents].sort(
    (a, b) => Number(isLapsed(a)) - Number(isLapsed(b)) || dayOf(b).localeCompare(dayOf(a)),
  );
}

function yearsOf({ title, publishedAt, effectiveFrom }: Document): string[] {
  return [...(title.match(/\d{4}/g) ?? []), publishedAt?.slice(0, 4) ?? "", effectiveFrom?.slice(0, 4) ?? ""];
}

function holdsNamed(title: string, named: string): boolean {
  if (title.includes(named)) return true;
  const pairs = [...named].slice(1).map((char, index) => (named[index] ?? "") + char);
  return pairs.filter((pair) => title.includes(pair)).length >= pairs.length * LIKE;
}

function withoutPlaces(named: string, places: readonly string[]): string {
  const bare = places.reduce((text, place) => text.replace(fold(place), ""), named);
  return bare.replace(/^[的市区县省]|^\d{4}年(?:的|版)?/g, "").replace(/\d{4}年(?:的|版)?/g, "");
}
