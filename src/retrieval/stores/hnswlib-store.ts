import type { HierarchicalNSW } from "hnswlib-node";
import { WenbanError } from "../../errors.ts";
import type { SearchOptions } from "../lexical-index.ts";
import { type Covers, checkLimit, compileFilter, coversByPrefix } from "../search-filter.ts";
import { checkVector, type VectorEntry, type VectorHit, type VectorStore } from "../vector-store.ts";
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
const WIDEST = 512;
const GOOD_RECALL = 0.9;
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
  /** Picks the smallest breadth that finds 90 % of the true neighbours of a sample; returns the recall. */
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
  { covers = coversByPrefix }: Options = {},
): HnswlibStore {
  const graph = new NativeIndex("cosine", dimensions);
  graph.initIndex(FIRST_CAPACITY, NEIGHBOURS, BUILD_BREADTH, SEED);
  return new GraphStore(graph, createExactStore(dimensions, { covers }), WIDEST, covers);
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
  { covers = coversByPrefix }: Options = {},
): HnswlibStore {
  const graph = new NativeIndex("cosine", exact.dimensions);
  graph.readIndexSync(path);
  return new GraphStore(graph, exact, breadth, covers);
}

class GraphStore implements HnswlibStore {
  readonly dimensions: number;
  readonly exact: ExactStore;
  readonly #graph: HierarchicalNSW;
  readonly #covers: Covers;
  #breadth: number;

  constructor(graph: HierarchicalNSW, exact: ExactStore, breadth: number, covers: Covers) {
    this.dimensions = exact.dimensions;
    this.exact = exact;
    this.#graph = graph;
    this.#covers = covers;
    this.#breadth = breadth;
  }

  get breadth(): number {
    return this.#breadth;
  }

  async upsert(entries: readonly VectorEntry[]): Promise<void> {
    await this.exact.upsert(entries);
    for (const { passageId } of entries) {
      const row = this.exact.rowOf(passageId);
      if (row >= this.#graph.getMaxElements()) this.#graph.resizeIndex(row * 2);
      this.#graph.addPoint(Array.from(this.exact.vectorAt(row)), row);
    }
  }

  async delete(documentId: string): Promise<void> {
    const rows = this.exact.liveRows((fields) => fields.documentId === documentId);
    await this.exact.delete(documentId);
    for (const row of rows) this.#graph.markDelete(row);
  }

  async search(vector: ArrayLike<number>, { limit, filter }: SearchOptions): Promise<VectorHit[]> {
    checkLimit(limit);
    const accepts = compileFilter(filter, this.#covers);
    checkVector(vector, this.dimensions);
    const allowed = accepts ? this.exact.liveRows(accepts) : null;
    const available = allowed?.length ?? this.exact.size;
    if (this.#breadth <= WIDEST && !(allowed && available <= EXACT_BELOW)) {
      const share = available / Math.max(1, this.exact.rows);
      const wanted = Math.ceil(limit / share) * (allowed ? SPARE : 1);
      const found = this.#propose(Array.from(vector), wanted, accepts);
      if (found.length >= Math.min(limit, available)) return found.slice(0, limit);
    }
    return this.exact.nearest(vector, limit, allowed ?? this.exact.liveRows(null));
  }

  tune(): number {
    for (const breadth of BREADTHS) {
      this.#breadth = breadth;
      const recall = measureRecall(this.exact, (vector) => this.#propose(vector, RECALL_AT, null));
      if (recall >= GOOD_RECALL) return recall;
    }
    this.#breadth = WIDEST + 1;
    return 1;
  }

  writeGraph(path: string): void {
    if (this.exact.rows !== this.exact.size) {
      throw new WenbanError("storage", "vectors.has_gaps", "向量库里有已删除的行，要先重建。Rebuild first.");
    }
    this.#graph.writeIndexSync(path);
  }

  /** Rows the graph proposes for a query, as hits that the filter accepts. */
  #propose(vector: number[], wanted: number, accepts: Accepts | null): VectorHit[] {
    const count = Math.min(Math.ceil(wanted), this.#graph.getCurrentCount(), this.#graph.getMaxElements());
    if (count === 0) return [];
    this.#graph.setEf(Math.max(this.#breadth, count));
    const { neighbors, distances } = this.#graph.searchKnn(vector, count);
    return neighbors.flatMap((row, i) => this.exact.hitAt(row, 1 - (distances[i] as number), accepts) ?? []);
  }
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
