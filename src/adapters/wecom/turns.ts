/** Runs a task when no other one of its name runs. Those who ask while one runs share the next. */
export type Turns<T> = (name: string, task: () => Promise<T>) => Promise<T>;

/** Takes turns within the process: a burst of calls costs two runs, and each call's run began after it was made. */
export function createTurns<T>(): Turns<T> {
  const turns = new Map<string, { current: Promise<T>; next: Promise<T> | null }>();
  const begin = (name: string, task: () => Promise<T>): Promise<T> => {
    const turn = { current: task(), next: null };
    turns.set(name, turn);
    const end = () => {
      if (turn.next === null) turns.delete(name);
    };
    turn.current.then(end, end);
    return turn.current;
  };
  return (name, task) => {
    const turn = turns.get(name);
    if (!turn) return begin(name, task);
    const beginNext = () => begin(name, task);
    turn.next ??= turn.current.then(beginNext, beginNext);
    return turn.next;
  };
}
