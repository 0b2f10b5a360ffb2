/** The request with some headers or its body replaced; null takes a header out. */
export async function changeRequest(
  request: Request,
  headers: Record<string, string | null>,
  body?: string,
): Promise<Request> {
  const changed = new Headers(request.headers);
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  return new Request(request.url, { method: "POST", headers: changed, body: body ?? (await request.text()) });
}
