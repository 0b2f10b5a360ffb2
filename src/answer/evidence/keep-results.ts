/** The function with its results kept, for as long as it is in use itself. */
export function keepResults<Key, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const kept = new Map<Key, Result>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const result = compute(key);
    kept.set(key, result);
    return result;
  };
}
