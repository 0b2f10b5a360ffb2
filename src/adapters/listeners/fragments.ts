type Bytes = Uint8Array<ArrayBuffer>;

/** How long the rest of a message is waited for. */
const WAIT_MS = 60_000;
/** Messages in parts at one time; the oldest is given up for a new one. */
const MOST_MESSAGES = 100;
const MOST_PARTS = 1000;

/** Puts together messages that come in parts. */
export interface Fragments {
  /**
   * @param place how many parts the message has, and which one this is, from 0
   * @returns the whole when this was its last missing part, else null, as for a place that can't be
   */
  add(messageId: string, place: { sum: number; seq: number }, part: Bytes): Bytes | null;
}

interface Pending {
  parts: (Bytes | undefined)[];
  missing: number;
  since: number;
}

export function createFragments(now: () => Date): Fragments {
  const pending = new Map<string, Pending>();
  const forget = (time: number): void => {
    for (const [id, { since }] of pending) {
      if (time - since <= WAIT_MS && pending.size <= MOST_MESSAGES) return;
      pending.delete(id);
    }
  };
  return {
    add(messageId, { sum, seq }, part) {
      if (sum === 1 && seq === 0) return part;
      const isPlace = Number.isInteger(sum) && Number.isInteger(seq) && seq >= 0 && seq < sum;
      if (!isPlace || sum > MOST_PARTS) return null;
      const time = now().getTime();
      const fresh = { parts: Array<Bytes | undefined>(sum).fill(undefined), missing: sum, since: time };
      const message = pending.get(messageId) ?? fresh;
      if (message.parts.length !== sum) return null;
      if (message.parts[seq] === undefined) message.missing--;
      message.parts[seq] = part;
      pending.set(messageId, message);
      forget(time);
      if (message.missing > 0) return null;
      pending.delete(messageId);
      return join(message.parts);
    },
  };
}

function join(parts: readonly (Bytes | undefined)[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0));
  let at = 0;
  for (const part of parts) {
    if (part) whole.set(part, at);
    at += part?.length ?? 0;
  }
  return whole;
}
