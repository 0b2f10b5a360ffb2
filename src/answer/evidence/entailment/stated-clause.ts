import type { Span } from "../../../domain.ts";
import { type NamedDate, readDates } from "./dates.ts";
import { type Marker, readMarkers } from "./markers.ts";
import { type Quantity, readQuantities, readTokens } from "./quantities.ts";

/** A clause of a statement with all that must be found in the evidence. */
export interface StatedClause {
  /** Plain form. */
  text: string;
  dates: NamedDate[];
  quantities: Quantity[];
  tokens: (Span & { text: string })[];
  markers: Marker[];
}

/** Reads a clause in plain form. */
export function readStated(text: string): StatedClause {
  return {
    text,
    dates: readDates(text),
    quantities: readQuantities(text),
    tokens: readTokens(text),
    markers: readMarkers(text),
  };
}
