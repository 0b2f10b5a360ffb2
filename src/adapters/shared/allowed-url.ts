/** Addresses that arrive in requests: a forged one would send answers, or the service itself, anywhere. */
const LONGEST_URL = 2048;

/**
 * The address, when it may be called: https to a listed host on the ordinary port, without user names.
 * @param hosts host names; one that begins with a full stop stands for all names below it
 * @param apiBase where the platform's own addresses were configured to be: its scheme, host and port go too
 */
export function allowedUrl(text: string, hosts: readonly string[], apiBase?: string): URL | null {
  // Only what every parser reads in the same way: no white space, control character or backslash.
  if (text.length > LONGEST_URL || !/^[\x21-\x7e]+$/.test(text) || text.includes("\\")) return null;
  if (!/^https?:\/\/[^/?#@]+([/?#]|$)/i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return null;
  const isConfigured =
    apiBase !== undefined && URL.canParse(apiBase) && new URL(apiBase).origin === url.origin;
  const isListed = hosts.some((host) => matchesHost(url.hostname, host));
  return isConfigured || (url.protocol === "https:" && url.port === "" && isListed) ? url : null;
}

function matchesHost(name: string, host: string): boolean {
  return host.startsWith(".") ? name.endsWith(host) && name.length > host.length : name === host;
}
