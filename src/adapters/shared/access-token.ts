/** Access tokens that expire: one at a time for each app, shared between the service's instances. */
import { z } from "zod";
import type { AdapterContext } from "../adapter.ts";
import type { CallFailure, CallResult, PlatformReply } from "./platform-call.ts";

/** A token is replaced before its end, so that none ends between its check and its use. */
const USED_SHARE = 0.9;

export interface IssuedToken {
  kind: "token";
  token: string;
  lifetimeMs: number;
}

export interface AccessTokenSource {
  /** Names the app on its platform: the same for all that may share its tokens. */
  app: string;
  /**
   * Fetches a token from the platform.
   * @param refused a token that the platform no longer takes; null when one is wanted for any other reason
   */
  issue(refused: string | null): Promise<IssuedToken | CallFailure>;
}

export interface AccessTokens {
  /**
   * Makes a call with a token. A reply that says the token is no longer good makes it new once, however many
   * calls find out at the same time, and the call is made once more.
   */
  withToken(
    call: (token: string) => Promise<CallResult>,
    isInvalid: (reply: PlatformReply) => boolean,
  ): Promise<CallResult>;
}

const storedToken = z.object({ token: z.string(), renewAt: z.number(), endsAt: z.number() });
type StoredToken = z.infer<typeof storedToken>;

/** @param context what the adapter was given: the memory it shares with its other instances, and its clock */
export function createAccessTokens(
  source: AccessTokenSource,
  { memory, now }: Pick<AdapterContext, "memory" | "now">,
): AccessTokens {
  const key = `access_token:${source.app}`;
  let held: StoredToken | null = null;
  let renewing: Promise<StoredToken | CallFailure> | null = null;

  const recall = async (): Promise<StoredToken | null> => {
    const before = held;
    const stored = parseStored(await memory.get(key));
    // A token made while the memory was being read is newer than what was read.
    if (held === before) held = stored;
    return held;
  };
  const renew = (refused: string | null): Promise<StoredToken | CallFailure> => {
    renewing ??= issueAndStore(refused).finally(() => {
      renewing = null;
    });
    return renewing;
  };
  const issueAndStore = async (refused: string | null): Promise<StoredToken | CallFailure> => {
    const issued = await source.issue(refused);
    // Whatever became of the request for a token, nothing was sent with it.
    if (issued.kind === "failed") return { ...issued, failure: { ...issued.failure, mayHaveArrived: false } };
    const time = now().getTime();
    const { token, lifetimeMs } = issued;
    held = { token, renewAt: time + lifetimeMs * USED_SHARE, endsAt: time + lifetimeMs };
    await memory.set(key, JSON.stringify(held), lifetimeMs);
    return held;
  };
  const isFresh = (token: StoredToken | null) => token !== null && now().getTime() < token.renewAt;

  /** A token that is good for now; the one before goes on to its end when no new one is to be had. */
  const current = async (): Promise<StoredToken | CallFailure> => {
    const known = isFresh(held) ? held : await recall();
    if (known && isFresh(known)) return known;
    const renewed = await renew(null);
    const isUsable = known !== null && now().getTime() < known.endsAt;
    return "kind" in renewed && isUsable ? known : renewed;
  };
  /** The token in place of one that the platform refused: another instance or call may have made it already. */
  const replace = async (refused: string): Promise<StoredToken | CallFailure> => {
    if (renewing) return renewing;
    const known = held?.token === refused ? await recall() : held;
    return known && known.token !== refused && isFresh(known) ? known : renew(refused);
  };

  return {
    async withToken(call, isInvalid) {
      const first = await current();
      if ("kind" in first) return first;
      const result = await call(first.token);
      if (result.kind === "failed" || !isInvalid(result)) return result;
      const second = await replace(first.token);
      return "kind" in second ? second : call(second.token);
    },
  };
}

function parseStored(value: string | null): StoredToken | null {
  try {
    return storedToken.parse(JSON.parse(value ?? "null"));
  } catch {
    return null;
  }
}
