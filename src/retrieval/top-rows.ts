/** Keeps the best few of many scored items: a bounded binary heap with the worst on top. */
export interface TopRows<T> {
  /** The score below or at which nothing enters any more; -Infinity until the limit is reached. */
  readonly floor: number;
  /** Offers an item; `make` is called only when it enters. Of equal scores the first offered wins. */
  offer(score: number, make: () => T): void;
  /** The items in descending score; the keeper is empty afterwards. */
  take(): T[];
}

interface Ranked<T> {
  score: number;
  order: number;
  item: T;
}

function isWorse<T>(a: Ranked<T>, b: Ranked<T>): boolean {
  return a.score < b.score || (a.score === b.score && a.order > b.order);
}

export function createTopRows<T>(limit: number): TopRows<T> {
  let heap: Ranked<T>[] = [];
  let floor = Number.NEGATIVE_INFINITY;
  let order = 0;

  function swap(a: number, b: number): void {
    const held = heap[a] as Ranked<T>;
    heap[a] = heap[b] as Ranked<T>;
    heap[b] = held;
  }

  function siftUp(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isWorse(heap[at] as Ranked<T>, heap[parent] as Ranked<T>)) return;
      swap(at, parent);
      at = parent;
    }
  }

  function siftDown(): void {
    for (let at = 0; ; ) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && isWorse(heap[child] as Ranked<T>, heap[worst] as Ranked<T>)) worst = child;
      }
      if (worst === at) return;
      swap(at, worst);
      at = worst;
    }
  }

  return {
    get floor() {
      return floor;
    },
    offer(score, make) {
      if (!(score > floor)) return;
      const ranked = { score, order: order++, item: make() };
      if (heap.length < limit) {
        heap.push(ranked);
        siftUp(heap.length - 1);
      } else {
        heap[0] = ranked;
        siftDown();
      }
      if (heap.length === limit) floor = (heap[0] as Ranked<T>).score;
    },
    take() {
      const sorted = heap.sort((a, b) => b.score - a.score || a.order - b.order);
      heap = [];
      floor = Number.NEGATIVE_INFINITY;
      return sorted.map((ranked) => ranked.item);
    },
  };
}
