/** Longest texts of the contract, in characters without white space and [n] marks. */

/** A fact. */
export const FACT_LIMIT = 160;
/** A comparison, several documents, or a list of four or more. */
export const LIST_LIMIT = 400;
/** A procedure's whole card, or several answers put together. */
export const CARD_LIMIT = 1_200;
