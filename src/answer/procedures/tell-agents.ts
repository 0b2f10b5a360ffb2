import type { Document, ProcedureField } from "../../domain.ts";
import { branchTraits } from "../../language/branches.ts";
import { partOfField } from "./part-of-field.ts";

/** Fields that say who may come for another, the likeliest first. */
const TELLING = [
  "conditions",
  "questions",
  "materials",
  "steps",
  "notes",
  "visitReason",
  "special",
  "prohibited",
];
/** How a guide says that somebody else may, or may not, come. */
const SAYS =
  /代办|委托|受托|代理|代为|代领|代申|他人|亲自|本人(?:亲自)?(?:到场|前往|办理|到)|双方.{0,6}(?:到场|亲自)/;
const MOST_LINES = 5;

/**
 * What a guide says of somebody else coming for the applicant: its case for it, and single values that speak
 * of it. Empty for a guide that says nothing of it.
 */
export function tellAgents(document: Document): ProcedureField[] {
  const fields = document.procedure?.fields ?? [];
  const isCase = ({ branch }: ProcedureField) => branch !== null && branchTraits(branch).includes("agent");
  const cases = fields.filter(isCase);
  const values = TELLING.flatMap((key) =>
    fields
      .filter((field) => field.key === key && !isCase(field))
      .flatMap((field) => {
        const told = field.values.filter((value) => SAYS.test(value));
        return told.map((value) => partOfField(document, field, [value]));
      }),
  );
  return [...cases, ...values].slice(0, MOST_LINES);
}
