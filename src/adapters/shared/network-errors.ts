/**
 * Codes of errors that come before a request is sent: nobody is found under the name, nobody listens, or they are
 * not who they should be. Those of Node's sockets and of undici, which lies behind its fetch.
 */
const BEFORE_SENDING = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_INVALID_URL",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
]);
/** Causes looked through; an error that names itself as its cause ends somewhere too. */
const MOST_CAUSES = 5;

/** Whether a request that ended in this error may have reached the other side; yes when nothing says no. */
export function mayHaveBeenSent(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < MOST_CAUSES && current instanceof Error; depth++) {
    if ("code" in current && typeof current.code === "string" && BEFORE_SENDING.has(current.code))
      return false;
    current = current.cause;
  }
  return true;
}
