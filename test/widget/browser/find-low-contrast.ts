/**
 * Runs in the page: texts of the widget whose contrast with what is painted behind them is below WCAG 2.2, 1.4.3
 * (4.5, or 3 for text of 24 px, 18.66 px when bold), as `selector text ratio`. Computed from the styles alone.
 */
export function findLowContrast(): string[] {
  const parse = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (channels: readonly number[]) =>
    channels
      .slice(0, 3)
      .map((channel) => channel / 255)
      .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
      .reduce((sum, share, i) => sum + share * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
  const groundOf = (element: Element | null): number[] => {
    for (let at = element; at; at = at.parentElement) {
      const ground = parse(getComputedStyle(at).backgroundColor);
      if (ground.length >= 3 && (ground[3] ?? 1) === 1) return ground;
    }
    return [255, 255, 255];
  };
  const root = document.querySelector("wenban-widget")?.shadowRoot;
  const found: string[] = [];
  for (const element of root?.querySelectorAll<HTMLElement>("*") ?? []) {
    const text = [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent?.trim())
      .join("");
    const { width, height } = element.getBoundingClientRect();
    if (!text || element.tagName === "STYLE" || element.closest(".unseen") || width * height === 0) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const [light, dark] = [luminance(parse(color)), luminance(groundOf(element))].sort((a, b) => b - a);
    const ratio = ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
    const size = Number.parseFloat(fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5))
      found.push(`${element.className || element.tagName} ${text} ${ratio.toFixed(2)}`);
  }
  return found;
}
