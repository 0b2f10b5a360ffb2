import type { HierarchicalNSW } from "hnswlib-node";

/** The add-on's index class. */
export type NativeIndexClass = typeof HierarchicalNSW;

/**
 * Loads the optional add-on; null where it could not be built or does not load. Nothing else in the house
 * imports it.
 */
export async function loadHnswlib(): Promise<NativeIndexClass | null> {
  try {
    const loaded = await import("hnswlib-node");
    return loaded.default?.HierarchicalNSW ?? loaded.HierarchicalNSW ?? null;
  } catch {
    return null;
  }
}
