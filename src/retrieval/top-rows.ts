/** Keeps the best few of many scored rows: a bounded binary heap with the worst on top. */
export interface TopRows {
  /** The score at or below which nothing enters any more; -Infinity until the limit is reached. */
  readonly floor: number;
  /** Offers a row. Of equal scores the lower row wins. */
  offer(score: number, row: number): void;
  /** The rows in descending score; the keeper is empty afterwards. */
  take(): { row: number; score: number }[];
}

export function createTopRows(limit: number): TopRows {
  let scores: number[] = [];
  let rows: number[] = [];
  let floor = Number.NEGATIVE_INFINITY;

  function isWorse(a: number, b: number): boolean {
    const difference = (scores[a] as number) - (scores[b] as number);
    return difference < 0 || (difference === 0 && (rows[a] as number) > (rows[b] as number));
  }

  function swap(a: number, b: number): void {
    const score = scores[a] as number;
    const row = rows[a] as number;
    scores[a] = scores[b] as number;
    rows[a] = rows[b] as number;
    scores[b] = score;
    rows[b] = row;
  }

  function siftUp(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isWorse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  }

  function siftDown(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let worst = at;
      if (left < scores.length && isWorse(left, worst)) worst = left;
      if (right < scores.length && isWorse(right, worst)) worst = right;
      if (worst === at) return;
      swap(at, worst);
      at = worst;
    }
  }

  return {
    get floor() {
      return floor;
    },
    offer(score, row) {
      if (!(score > floor)) return;
      if (scores.length < limit) {
        scores.push(score);
        rows.push(row);
        siftUp(scores.length - 1);
      } else {
        scores[0] = score;
        rows[0] = row;
        siftDown();
      }
      if (scores.length === limit) floor = scores[0] as number;
    },
    take() {
      const kept = rows.map((row, i) => ({ row, score: scores[i] as number }));
      scores = [];
      rows = [];
      floor = Number.NEGATIVE_INFINITY;
      return kept.sort((a, b) => b.score - a.score || a.row - b.row);
    },
  };
}
