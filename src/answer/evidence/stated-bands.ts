import { fold } from "../../language/fold.ts";
import { AGE, type Band, bandsOf, holdsValue, statedValues, TEMPERATURE } from "./bands.ts";

/** Whether a text's bands leave room for the age or temperature that a question states; true where either states none. */
export function coversStated(question: string, text: string): boolean {
  const [asked, stated] = [fold(question), fold(text)];
  return (
    covers(statedValues(asked, AGE), bandsOf(stated, AGE)) &&
    covers(statedValues(asked, TEMPERATURE), bandsOf(stated, TEMPERATURE).filter(isNoStandard))
  );
}

/** 不低于18℃ is the standard itself, which answers for every temperature. */
function isNoStandard({ to }: Band): boolean {
  return to < Number.POSITIVE_INFINITY;
}

function covers(values: readonly number[], bands: readonly Band[]): boolean {
  if (values.length === 0 || bands.length === 0) return true;
  return bands.some((band) => values.some((value) => holdsValue(band, value)));
}
