import type { Audience } from "../domain.ts";

/**
 * What an operator decides while the service runs. Changes are only ever added: read from the first to the last
 * they give the state of today, and they are the record of who decided what.
 */
export type ControlChange =
  /** A face answers nothing but `reason` until it is resumed. */
  | { type: "paused"; face: string; reason: string }
  | { type: "resumed"; face: string }
  /** An emergency notice above every conversation; `until` in ISO 8601, null: until it is taken back. */
  | { type: "notice_set"; text: string; until: string | null }
  | { type: "notice_cleared" }
  | { type: "key_created"; key: ApiKey }
  | { type: "key_revoked"; id: string }
  /** A person's records were deleted; the person is named by a hash only. */
  | { type: "forgotten"; personHash: string; channel: string | null; messages: number };

/** A key of a program or a person that asks over HTTP. The key itself is shown once and kept nowhere. */
export interface ApiKey {
  /** Names the key in lists and in the record; tells nothing of it. */
  id: string;
  name: string;
  audience: Audience;
  /** SHA-256 of the key, hex. */
  hash: string;
  /** ISO 8601; null: it holds until it is revoked. */
  expiresAt: string | null;
}

/** A change as recorded. */
export interface RecordedChange {
  /** Rising. */
  sequence: number;
  /** ISO 8601. */
  at: string;
  /** Who made it: the account on the machine, or a face. */
  actor: string;
  change: ControlChange;
}

export interface Pause {
  face: string;
  reason: string;
  /** ISO 8601. */
  since: string;
}

/** What an operator puts above every conversation, such as that a service hall is closed. */
export interface Notice {
  text: string;
  /** When it ends, ISO 8601; null: when it is taken back. */
  until: string | null;
}

/** Where all changes lead. */
export interface ControlState {
  pauses: ReadonlyMap<string, Pause>;
  notice: Notice | null;
  /** By id, revoked ones left out. */
  keys: ReadonlyMap<string, ApiKey>;
}

export const INITIAL_STATE: ControlState = { pauses: new Map(), notice: null, keys: new Map() };

/** The state after one more change. */
export function applyChange(state: ControlState, { change, at }: RecordedChange): ControlState {
  switch (change.type) {
    case "paused": {
      const { face, reason } = change;
      return { ...state, pauses: new Map(state.pauses).set(face, { face, reason, since: at }) };
    }
    case "resumed":
      return { ...state, pauses: without(state.pauses, change.face) };
    case "notice_set":
      return { ...state, notice: { text: change.text, until: change.until } };
    case "notice_cleared":
      return { ...state, notice: null };
    case "key_created":
      return { ...state, keys: new Map(state.keys).set(change.key.id, change.key) };
    case "key_revoked":
      return { ...state, keys: without(state.keys, change.id) };
    case "forgotten":
      return state;
  }
}

function without<T>(entries: ReadonlyMap<string, T>, name: string): ReadonlyMap<string, T> {
  return new Map([...entries].filter(([key]) => key !== name));
}
