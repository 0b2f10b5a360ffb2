const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/**
 * The words of a message, Slack 「Formatting text for app surfaces」: addresses, people and channels stand in angle
 * brackets, three characters as entities.
 * @param bots users whose mention is not part of what is asked; null when unknown: then the first mention is
 */
export function unwrapText(text: string, bots: ReadonlySet<string> | null): string {
  const first = /<@([^<>|]{1,100})/.exec(text)?.[1];
  const called = bots ?? new Set(first === undefined ? [] : [first]);
  return text
    .replaceAll(/<([^<>\s][^<>]{0,3000})>/g, (_found, inner: string) => readReference(inner, called))
    .replaceAll(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/[ \t]{2,}/g, " ")
    .trim();
}

function readReference(inner: string, called: ReadonlySet<string>): string {
  const bar = inner.indexOf("|");
  const name = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : inner.slice(bar + 1);
  switch (name[0]) {
    case "@":
      return called.has(name.slice(1)) || label === "" ? "" : `@${label.replace(/^@/, "")}`;
    case "#":
      return label === "" ? "" : `#${label}`;
    case "!":
      return label;
    default:
      return label === "" ? name.replace(/^mailto:/, "") : label;
  }
}
