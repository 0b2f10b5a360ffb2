/**
 * Places at which a process may die, in the order a message passes them. Tests kill it there; nothing else
 * uses them.
 */
export const FAULT_POINTS = [
  "body_read",
  "verified",
  "accepted",
  "acknowledged",
  "claimed",
  "composed",
  "finished",
  "sending",
  "part_delivered",
  "delivered",
  "sent",
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Called at each point passed. */
export type FaultHook = (point: FaultPoint) => void;
