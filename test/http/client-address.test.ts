import { expect, it } from "vitest";
import { addressBehind } from "../../src/http/client-address.ts";

const SOCKET = "10.0.0.9";

it.each<[string | null, number, string]>([
  ["203.0.113.7", 0, SOCKET],
  ["203.0.113.7", 1, "203.0.113.7"],
  ["6.6.6.6, 203.0.113.7", 1, "203.0.113.7"],
  ["6.6.6.6, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"],
  ["2001:db8::7", 1, "2001:db8::7"],
  [null, 1, SOCKET],
  ["", 1, SOCKET],
  ["203.0.113.7", 2, SOCKET],
  ["unknown", 1, SOCKET],
  ["<script>", 1, SOCKET],
])("X-Forwarded-For %j behind %i proxies: %s", (header, proxies, expected) => {
  const headers = new Headers(header === null ? {} : { "x-forwarded-for": header });
  expect(addressBehind(headers, SOCKET, proxies)).toBe(expected);
});
