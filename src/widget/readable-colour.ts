import { darkenForWhite, parseColour } from "./contrast.ts";

/**
 * Makes the primary colour that a page chose darker where white can't be read on it, and tells the webmaster.
 * @param ground an element whose ground is that colour
 */
export function keepReadable(host: HTMLElement, ground: Element): void {
  const colour = parseColour(getComputedStyle(ground).backgroundColor);
  const readable = `rgb(${darkenForWhite(colour)})`;
  if (readable === `rgb(${colour})`) return;
  host.style.setProperty("--w-primary", readable);
  console.warn(`Wenban: white is hard to read on --wenban-primary, so ${readable} is used`);
}
