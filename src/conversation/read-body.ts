import { WenbanError } from "../errors.ts";
import { OVER, type Wait } from "./wait.ts";

/** Time for a body to arrive; platforms send theirs at once. */
const BODY_MS = 10_000;

/**
 * Reads a body once, as bytes, and stops as soon as it is too long or too slow.
 * @throws WenbanError `http.unsupported_encoding` for a compressed body, `http.body_too_large`, `http.timeout`
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  wait: Wait,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = request.headers.get("content-encoding") ?? "identity";
  if (encoding.trim().toLowerCase() !== "identity") {
    const message = "请求体不能压缩。(Compressed bodies are not read.)";
    throw new WenbanError("unsupported_type", "http.unsupported_encoding", message);
  }
  const length = request.headers.get("content-length");
  if (Number(length ?? 0) > maxBytes) throw tooLarge(maxBytes);
  // A server reads no more than was announced; what announces nothing is watched while it comes.
  if (length === null) return readStream(request, maxBytes, wait);
  const body = await inTime(request.arrayBuffer(), wait);
  if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
  return new Uint8Array(body);
}

async function readStream({ body }: Request, maxBytes: number, wait: Wait): Promise<Uint8Array<ArrayBuffer>> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  try {
    return join(await inTime(readChunks(reader, maxBytes), wait));
  } catch (error) {
    void reader.cancel().catch(() => {});
    throw error;
  }
}

async function inTime<T>(reading: Promise<T>, wait: Wait): Promise<T> {
  const done = new AbortController();
  const late = wait(BODY_MS, done.signal).then((): Promise<T> | T => {
    if (!done.signal.aborted) throw tooSlow();
    return reading;
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    done.abort(OVER);
  }
}

async function readChunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(read.value);
  }
  return chunks;
}

function join(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function tooLarge(maxBytes: number): WenbanError {
  const message = `请求体超过 ${maxBytes} 字节。(The body is too large.)`;
  return new WenbanError("too_large", "http.body_too_large", message);
}

function tooSlow(): WenbanError {
  return new WenbanError(
    "timed_out",
    "http.timeout",
    "请求体没有及时到达。(The body did not arrive in time.)",
  );
}
