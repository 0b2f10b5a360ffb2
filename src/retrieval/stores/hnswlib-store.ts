import type { HierarchicalNSW } from "hnswlib-node";
import { WenbanError } from "../../errors.ts";
import { type Covers, checkLimit, compileFilter, coversByPrefix } from "../search-filter.ts";
import { checkVector, type VectorHit, type VectorStore } from "../vector-store.ts";
import { type Accepts, createExactStore, type ExactStore } from "./exact-store.ts";
import type { NativeIndexClass } from "./hnswlib-native.ts";

/** Neighbours per node. */
const NEIGHBOURS = 16;
/** Breadth of the build. More costs time and gained no recall on vectors of real passages. */
const BUILD_BREADTH = 60;
const SEED = 100;
const FIRST_CAPACITY = 1_024;
/** Breadths tried in turn until the recall is good enough; beyond the last one every vector is compared. */
const BREADTHS = [64, 128, 256, 512];
const GOOD_RECALL = 0.95;
const RECALL_SAMPLES = 32;
const RECALL_AT = 10;
/** Allowed rows up to which comparing each is quicker than searching the graph and throwing away. */
const EXACT_BELOW = 2_000;
/** Spare hits asked of the graph when a filter or deletions will remove some. */
const SPARE = 1.5;

/**
 * The approximate store: the add-on's graph over the rows of an exact store, which holds the vectors, the
 * ids and the fields for filters. The graph only ever proposes rows; scores and filters are ours, and where
 * it proposes too few every allowed row is compared.
 */
export interface HnswlibStore extends VectorStore {
  /** The exact store beneath. */
  readonly exact: ExactStore;
  /** Search breadth in use. */
  readonly breadth: number;
  /** Picks the smallest breadth that finds 95 % of the true neighbours of a sample; returns the recall. */
  tune(): number;
  /**
   * Writes the graph to a file, for a store that nothing was deleted from (else throws `vectors.has_gaps`, as
   * rows and file would not agree). The library reports success on a full disk: check what was written.
   */
  writeGraph(path: string): void;
}

interface Options {
  covers?: Covers;
}

/** An empty store. */
export function createHnswlibStore(
  NativeIndex: NativeIndexClass,
  dimensions: number,
  options: Options = {},
): HnswlibStore {
  const graph = new NativeIndex("cosine", dimensions);
  graph.initIndex(FIRST_CAPACITY, NEIGHBOURS, BUILD_BREADTH, SEED);
  return wrap(graph, createExactStore(dimensions, options), BREADTHS[0] as number, options);
}

/**
 * Opens a graph that `writeGraph` wrote over the exact store of the same rows. The caller has checked the
 * file against its checksum and loaded it in a child before: a damaged file can end the process here.
 */
export function openHnswlibStore(
  NativeIndex: NativeIndexClass,
  path: string,
  exact: ExactStore,
  breadth: number,
  options: Options = {},
): HnswlibStore {
  const graph = new NativeIndex("cosine", exact.dimensions);
  graph.readIndexSync(path);
  return wrap(graph, exact, breadth, options);
}

function wrap(
  graph: HierarchicalNSW,
  exact: ExactStore,
  firstBreadth: number,
  { covers = coversByPrefix }: Options,
): HnswlibStore {
  let breadth = firstBreadth;
  let isExact = breadth > (BREADTHS.at(-1) as number);

  /** Rows the graph proposes for a query, as hits with our own scores. */
  function propose(vector: readonly number[], wanted: number, accepts: Accepts | null): VectorHit[] {
    const count = Math.min(wanted, graph.getCurrentCount(), graph.getMaxElements());
    graph.setEf(Math.max(breadth, count));
    const { neighbors, distances } = graph.searchKnn(vector as number[], count);
    return neighbors.flatMap((row, i) => exact.hitAt(row, 1 - (distances[i] as number), accepts) ?? []);
  }

  function search(vector: readonly number[], limit: number, accepts: Accepts | null): VectorHit[] {
    const allowed = accepts ? exact.liveRows(accepts) : null;
    const available = allowed?.length ?? exact.size;
    if (isExact || (allowed && available <= EXACT_BELOW)) {
      return exact.nearest(vector, limit, allowed ?? exact.liveRows(null));
    }
    const share = available / Math.max(1, exact.rows);
    const found = propose(vector, Math.ceil(limit / share) * (allowed ? SPARE : 1), accepts);
    if (found.length >= Math.min(limit, available)) return found.slice(0, limit);
    return exact.nearest(vector, limit, allowed ?? exact.liveRows(null));
  }

  return {
    dimensions: exact.dimensions,
    exact,
    get breadth() {
      return breadth;
    },

    async upsert(entries) {
      await exact.upsert(entries);
      for (const { passageId } of entries) {
        const row = exact.rowOf(passageId);
        if (row >= graph.getMaxElements()) graph.resizeIndex(row * 2);
        graph.addPoint(Array.from(exact.vectorAt(row)), row);
      }
    },

    async delete(documentId) {
      const rows = exact.liveRows((fields) => fields.documentId === documentId);
      await exact.delete(documentId);
      for (const row of rows) graph.markDelete(row);
    },

    async search(vector, { limit, filter }) {
      checkLimit(limit);
      const accepts = compileFilter(filter, covers);
      checkVector(vector, exact.dimensions);
      return exact.size === 0 ? [] : search(Array.from(vector), limit, accepts);
    },

    tune() {
      isExact = false;
      let recall = 0;
      for (breadth of BREADTHS) {
        recall = measureRecall(exact, (vector) => propose(vector, RECALL_AT, null));
        if (recall >= GOOD_RECALL) return recall;
      }
      breadth = (BREADTHS.at(-1) as number) + 1;
      isExact = true;
      return 1;
    },

    writeGraph(path) {
      if (exact.rows !== exact.size) {
        throw new WenbanError(
          "storage",
          "vectors.has_gaps",
          "向量库里有已删除的行，要先重建。Rebuild first.",
        );
      }
      graph.writeIndexSync(path);
    },
  };
}

/** Share of the true nearest that a search finds, over a sample of points between stored vectors. */
function measureRecall(exact: ExactStore, search: (vector: number[]) => VectorHit[]): number {
  const rows = exact.liveRows(null);
  const samples = Math.min(RECALL_SAMPLES, rows.length);
  let found = 0;
  let wanted = 0;
  for (let i = 0; i < samples; i++) {
    const here = exact.vectorAt(rows[Math.floor((i * rows.length) / samples)] as number);
    const there = exact.vectorAt(rows[Math.floor(((i + 0.5) * rows.length) / samples)] as number);
    const between = Array.from(here, (value, d) => value + 0.6 * (there[d] as number));
    const truth = exact.nearest(between, RECALL_AT, rows).map((hit) => hit.passageId);
    const got = new Set(search(between).map((hit) => hit.passageId));
    wanted += truth.length;
    found += truth.filter((id) => got.has(id)).length;
  }
  return wanted === 0 ? 1 : found / wanted;
}
