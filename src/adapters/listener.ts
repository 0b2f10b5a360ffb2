import type { z } from "zod";
import type { AdapterContext, AdapterDefinition, IncomingMessage } from "./adapter.ts";

/**
 * A long connection that brings a bot's messages to a service no platform can reach, as behind a firewall. Node
 * only; answers go out by the bot's adapter.
 */
export interface Listener {
  /**
   * Stays connected until the signal is given. Each delivery is acknowledged to the platform when `deliver` has
   * stored it. Connects again by itself; rejects with a WenbanError for what another try can't mend.
   */
  listen(
    deliver: (messages: readonly IncomingMessage[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
}

/** How the listener of a platform's bot is made. */
export interface ListenerDefinition<Env extends z.ZodObject = z.ZodObject> {
  /** The platform whose settings it reads. */
  platform: AdapterDefinition<Env>;
  /** Null where the bot's settings ask for no long connection. */
  create(settings: z.output<Env>, context: AdapterContext): Listener | null;
}

/** Declares a listener; the registry in `listeners/index.ts` lists it. */
export function defineListener<Env extends z.ZodObject>(
  definition: ListenerDefinition<Env>,
): ListenerDefinition {
  return definition as unknown as ListenerDefinition;
}
