/**
 * The client's address behind reverse proxies of one's own: each adds to X-Forwarded-For whom it was called by, so that
 * many entries from the right are true and the rest may be forged.
 * @param socketAddress the other end of the connection
 * @param proxies how many proxies stand before the service; 0: the header is not looked at
 */
export function addressBehind(headers: Headers, socketAddress: string, proxies: number): string {
  const named = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const address = proxies > 0 ? named.at(-proxies) : undefined;
  return address !== undefined && /^[\da-fA-F.:]{3,45}$/.test(address) ? address : socketAddress;
}
