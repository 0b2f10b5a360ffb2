/**
 * A reading of texts that gives again what it gave last: one question is read by many steps. The texts asked for
 * last are kept, `most` of them; what is given must not be changed.
 */
export function keepLast<Value>(most: number, read: (text: string) => Value): (text: string) => Value {
  const kept = new Map<string, { value: Value }>(); // in order of reading, oldest first
  return (text) => {
    const known = kept.get(text);
    if (known) return known.value;
    const value = read(text);
    kept.set(text, { value });
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return value;
  };
}
