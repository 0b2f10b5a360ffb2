import type { SearchOptions } from "../lexical-index.ts";
import { malformedIndex, packArrays, unpackArrays } from "../packed-arrays.ts";
import {
  type Covers,
  checkLimit,
  compileFilter,
  coversByPrefix,
  type FilterFields,
} from "../search-filter.ts";
import { createTopRows } from "../top-rows.ts";
import { checkVector, type VectorEntry, type VectorHit, type VectorStore } from "../vector-store.ts";

/** Where a passage stands, as filters see it. */
type Place = FilterFields;

/** Compares the query with every vector: exact, deletes at once, works everywhere. */
export interface ExactStore extends VectorStore {
  /** Rows in use or freed; a row keeps its passage until the passage is deleted. */
  readonly rows: number;
  /** Live passages. */
  readonly size: number;
  /** Row of a passage, or -1. */
  rowOf(passageId: string): number;
  /** Unit vector of a row: a view, valid until the next `upsert`. */
  vectorAt(row: number): Float32Array;
  /** The hit of a live row; null when the row was freed or the filter refuses it. */
  hitAt(row: number, score: number, accepts: Accepts | null): VectorHit | null;
  /** Live rows that the filter accepts, ascending. */
  liveRows(accepts: Accepts | null): Uint32Array;
  /** The nearest of some rows. */
  nearest(vector: ArrayLike<number>, limit: number, rows: Uint32Array): VectorHit[];
  /** All live passages with their vectors as bytes, for `openExactStore`. */
  serialise(): Uint8Array;
}

export type Accepts = (fields: FilterFields) => boolean;

interface Options {
  covers?: Covers;
}

/** What a store begins with. */
interface Rows {
  dimensions: number;
  /** Null where the row was freed. */
  passageIds: (string | null)[];
  places: Place[];
  vectors: Float32Array;
}

const FIRST_CAPACITY = 256;

export function createExactStore(dimensions: number, { covers = coversByPrefix }: Options = {}): ExactStore {
  return new ComparingStore({ dimensions, passageIds: [], places: [], vectors: new Float32Array(0) }, covers);
}

/** Opens what `serialise` wrote; vectors are views into `bytes`. Throws `index.malformed`. */
export function openExactStore(bytes: Uint8Array, { covers = coversByPrefix }: Options = {}): ExactStore {
  const packed = unpackArrays(bytes);
  const head = packed.header as { dimensions: number; passageIds: string[]; places: Place[] };
  const placeOf = packed.array("placeOf", "Uint32Array");
  const vectors = packed.array("vectors", "Float32Array");
  const { dimensions, passageIds } = head;
  if (vectors.length !== dimensions * passageIds.length) throw malformedIndex("vectors");
  const places = Array.from(placeOf, (place) => head.places[place] as Place);
  return new ComparingStore({ dimensions, passageIds, places, vectors }, covers);
}

class ComparingStore implements ExactStore {
  readonly dimensions: number;
  readonly #passageIds: (string | null)[];
  readonly #places: Place[];
  #vectors: Float32Array;
  readonly #covers: Covers;
  #freed = 0;
  /** Null until it is needed first. */
  #rowByPassage: Map<string, number> | null = null;

  constructor({ dimensions, passageIds, places, vectors }: Rows, covers: Covers) {
    this.dimensions = dimensions;
    this.#passageIds = passageIds;
    this.#places = places;
    this.#vectors = vectors;
    this.#covers = covers;
  }

  get rows(): number {
    return this.#passageIds.length;
  }

  get size(): number {
    return this.#passageIds.length - this.#freed;
  }

  rowOf(passageId: string): number {
    return this.#located().get(passageId) ?? -1;
  }

  vectorAt(row: number): Float32Array {
    return this.#vectors.subarray(row * this.dimensions, (row + 1) * this.dimensions);
  }

  hitAt(row: number, score: number, accepts: Accepts | null): VectorHit | null {
    const passageId = this.#passageIds[row];
    const place = this.#places[row];
    if (passageId == null || place === undefined || (accepts && !accepts(place))) return null;
    return { passageId, documentId: place.documentId, score: Math.max(-1, Math.min(1, score)) };
  }

  liveRows(accepts: Accepts | null): Uint32Array {
    const rows = new Uint32Array(this.#passageIds.length);
    let count = 0;
    let before: Place | undefined;
    let isAccepted = true;
    for (let row = 0; row < rows.length; row++) {
      if (this.#passageIds[row] === null) continue;
      // The passages of a document stand side by side and share their place.
      const place = this.#places[row] as Place;
      if (accepts && place !== before) isAccepted = accepts(place);
      before = place;
      if (isAccepted) rows[count++] = row;
    }
    return rows.slice(0, count);
  }

  nearest(vector: ArrayLike<number>, limit: number, rows: Uint32Array): VectorHit[] {
    const query = Float64Array.from(toUnit(vector));
    const top = createTopRows(limit);
    let floor = top.floor;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const score = dot(query, this.#vectors, row * this.dimensions);
      if (score <= floor) continue;
      top.offer(score, row);
      floor = top.floor;
    }
    return top.take().flatMap(({ row, score }) => this.hitAt(row, score, null) ?? []);
  }

  async upsert(entries: readonly VectorEntry[]): Promise<void> {
    for (const entry of entries) checkVector(entry.vector, this.dimensions);
    for (const entry of entries) this.#put(entry);
  }

  async delete(documentId: string): Promise<void> {
    for (const [row, id] of this.#passageIds.entries()) {
      if (id === null || this.#places[row]?.documentId !== documentId) continue;
      this.#located().delete(id);
      this.#passageIds[row] = null;
      this.#freed++;
    }
  }

  async search(vector: ArrayLike<number>, { limit, filter }: SearchOptions): Promise<VectorHit[]> {
    checkLimit(limit);
    const accepts = compileFilter(filter, this.#covers);
    checkVector(vector, this.dimensions);
    return this.nearest(vector, limit, this.liveRows(accepts));
  }

  serialise(): Uint8Array {
    const rows = this.liveRows(null);
    const vectors = new Float32Array(rows.length * this.dimensions);
    rows.forEach((row, i) => {
      vectors.set(this.vectorAt(row), i * this.dimensions);
    });
    const { placeOf, places } = distinctPlaces(Array.from(rows, (row) => this.#places[row] as Place));
    const passageIds = Array.from(rows, (row) => this.#passageIds[row]);
    return packArrays({ dimensions: this.dimensions, passageIds, places }, { placeOf, vectors });
  }

  #located(): Map<string, number> {
    if (this.#rowByPassage) return this.#rowByPassage;
    const located = new Map<string, number>();
    for (const [row, id] of this.#passageIds.entries()) if (id !== null) located.set(id, row);
    this.#rowByPassage = located;
    return located;
  }

  #put({ passageId, documentId, kind, regionCode, vector }: VectorEntry): void {
    const row = this.#located().get(passageId) ?? this.#passageIds.length;
    this.#reserve(row + 1);
    this.#passageIds[row] = passageId;
    this.#places[row] = { documentId, kind, regionCode };
    this.#located().set(passageId, row);
    this.#vectors.set(toUnit(vector), row * this.dimensions);
  }

  #reserve(rows: number): void {
    if (rows * this.dimensions <= this.#vectors.length) return;
    const larger = new Float32Array(Math.max(rows * 2, FIRST_CAPACITY) * this.dimensions);
    larger.set(this.#vectors);
    this.#vectors = larger;
  }
}

/** The vector at length 1. */
function toUnit(vector: ArrayLike<number>): Float32Array {
  let square = 0;
  for (let i = 0; i < vector.length; i++) square += (vector[i] as number) ** 2;
  const length = Math.sqrt(square);
  return Float32Array.from(vector, (value) => value / length);
}

/** Inner product with a row; four sums at a time, so that none waits for the one before. */
function dot(query: Float64Array, vectors: Float32Array, at: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < query.length; i += 4) {
    a += (query[i] as number) * (vectors[at + i] as number);
    b += (query[i + 1] as number) * (vectors[at + i + 1] as number);
    c += (query[i + 2] as number) * (vectors[at + i + 2] as number);
    d += (query[i + 3] as number) * (vectors[at + i + 3] as number);
  }
  for (; i < query.length; i++) a += (query[i] as number) * (vectors[at + i] as number);
  return a + b + c + d;
}

/** Equal places once, and which of them each row has. */
function distinctPlaces(all: readonly Place[]): { places: Place[]; placeOf: Uint32Array } {
  const known = new Map<string, number>();
  const places: Place[] = [];
  const placeOf = Uint32Array.from(all, (place) => {
    const identity = JSON.stringify([place.documentId, place.kind, place.regionCode]);
    const index = known.get(identity) ?? places.length;
    if (index === places.length) places.push(place);
    known.set(identity, index);
    return index;
  });
  return { places, placeOf };
}
