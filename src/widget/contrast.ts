/** Channels of an sRGB colour, 0 to 255: red, green, blue. */
export type Colour = readonly number[];

/** WCAG 2.2, 1.4.3: text needs this much against its ground. */
const LEAST_CONTRAST = 4.5;
const WEIGHTS = [0.2126, 0.7152, 0.0722];
const STEP = 0.94;

/** The channels of a computed `rgb(…)` or `rgba(…)`; none of other notations, which stay as they are. */
export function parseColour(computed: string): Colour {
  return ((/^rgb.*/.test(computed) && computed.match(/\d+/g)) || []).slice(0, 3).map(Number);
}

/** The colour, made darker as far as it takes to read white on it. */
export function darkenForWhite(colour: Colour): Colour {
  const contrast = 1.05 / (luminanceOf(colour) + 0.05);
  return contrast < LEAST_CONTRAST
    ? darkenForWhite(colour.map((channel) => Math.floor(channel * STEP)))
    : colour;
}

/**
 * Relative luminance, 0 for black to 1 for white (WCAG 2.2, "relative luminance"). The straight part of the curve,
 * for channels below 11, is taken by the other part: at most 0.0008 too light, so never too dark to judge.
 */
function luminanceOf(colour: Colour): number {
  return colour.reduce(
    (sum, channel, i) => sum + (WEIGHTS[i] ?? 0) * ((channel / 255 + 0.055) / 1.055) ** 2.4,
    0,
  );
}
