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

const FIRST_CAPACITY = 256;

export function createExactStore(dimensions: number, { covers = coversByPrefix }: Options = {}): ExactStore {
  return createFrom({ dimensions, passageIds: [], places: [], vectors: new Float32Array(0) }, covers);
}

interface Held {
  dimensions: number;
  /** Null where the row was freed. */
  passageIds: (string | null)[];
  places: Place[];
  vectors: Float32Array;
}

/** Opens what `serialise` wrote; vectors are views into `bytes`. Throws `index.malformed`. */
export function openExactStore(bytes: Uint8Array, { covers = coversByPrefix }: Options = {}): ExactStore {
  const packed = unpackArrays(bytes);
  const head = packed.header as { dimensions: number; passageIds: string[]; places: Place[] };
  const placeOf = packed.array("placeOf", "Uint32Array");
  const vectors = packed.array("vectors", "Float32Array");
  if (vectors.length !== head.dimensions * head.passageIds.length) throw malformedIndex("vectors");
  const places = Array.from(placeOf, (place) => head.places[place] as Place);
  return createFrom({ dimensions: head.dimensions, passageIds: head.passageIds, places, vectors }, covers);
}

function createFrom(held: Held, covers: Covers): ExactStore {
  const { dimensions, passageIds, places } = held;
  let { vectors } = held;
  let rowByPassage: Map<string, number> | null = null;
  let freed = passageIds.filter((id) => id === null).length;

  function locate(): Map<string, number> {
    if (rowByPassage) return rowByPassage;
    rowByPassage = new Map();
    for (const [row, id] of passageIds.entries()) if (id !== null) rowByPassage.set(id, row);
    return rowByPassage;
  }

  function reserve(rows: number): void {
    if (rows * dimensions <= vectors.length) return;
    const larger = new Float32Array(Math.max(rows, FIRST_CAPACITY, passageIds.length * 2) * dimensions);
    larger.set(vectors);
    vectors = larger;
  }

  function put(entry: VectorEntry): void {
    const row = locate().get(entry.passageId) ?? passageIds.length;
    reserve(row + 1);
    passageIds[row] = entry.passageId;
    places[row] = { documentId: entry.documentId, kind: entry.kind, regionCode: entry.regionCode };
    locate().set(entry.passageId, row);
    vectors.set(toUnit(entry.vector), row * dimensions);
  }

  const store: ExactStore = {
    dimensions,
    get rows() {
      return passageIds.length;
    },
    get size() {
      return passageIds.length - freed;
    },
    rowOf: (passageId) => locate().get(passageId) ?? -1,
    vectorAt: (row) => vectors.subarray(row * dimensions, (row + 1) * dimensions),

    hitAt(row, score, accepts) {
      const passageId = passageIds[row];
      const place = places[row];
      if (passageId == null || place === undefined || (accepts && !accepts(place))) return null;
      return { passageId, documentId: place.documentId, score: Math.max(-1, Math.min(1, score)) };
    },

    liveRows(accepts) {
      const rows: number[] = [];
      for (const [row, id] of passageIds.entries()) {
        if (id !== null && (!accepts || accepts(places[row] as Place))) rows.push(row);
      }
      return Uint32Array.from(rows);
    },

    nearest(vector, limit, rows) {
      const query = Float64Array.from(toUnit(vector));
      const top = createTopRows(limit);
      let floor = top.floor;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        const score = dot(query, vectors, row * dimensions);
        if (score <= floor) continue;
        top.offer(score, row);
        floor = top.floor;
      }
      return top.take().flatMap(({ row, score }) => store.hitAt(row, score, null) ?? []);
    },

    async upsert(entries) {
      for (const entry of entries) checkVector(entry.vector, dimensions);
      for (const entry of entries) put(entry);
    },

    async delete(documentId) {
      for (const [row, id] of passageIds.entries()) {
        if (id === null || places[row]?.documentId !== documentId) continue;
        locate().delete(id);
        passageIds[row] = null;
        freed++;
      }
    },

    async search(vector, { limit, filter }) {
      checkLimit(limit);
      checkVector(vector, dimensions);
      return store.nearest(vector, limit, store.liveRows(compileFilter(filter, covers)));
    },

    serialise() {
      return packRows(dimensions, store.liveRows(null), passageIds, places, vectors);
    },
  };
  return store;
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

function packRows(
  dimensions: number,
  rows: Uint32Array,
  passageIds: readonly (string | null)[],
  places: readonly Place[],
  vectors: Float32Array,
): Uint8Array {
  const kept = new Map<string, number>();
  const distinct: Place[] = [];
  const placeOf = Uint32Array.from(rows, (row) => {
    const place = places[row] as Place;
    const identity = JSON.stringify([place.documentId, place.kind, place.regionCode]);
    const known = kept.get(identity) ?? distinct.length;
    if (known === distinct.length) distinct.push(place);
    kept.set(identity, known);
    return known;
  });
  const packed = new Float32Array(rows.length * dimensions);
  rows.forEach((row, i) => {
    packed.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions);
  });
  const head = { dimensions, passageIds: Array.from(rows, (row) => passageIds[row]), places: distinct };
  return packArrays(head, { placeOf, vectors: packed });
}
