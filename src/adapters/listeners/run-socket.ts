const HANDSHAKE_MS = 15_000;

/** An open WebSocket. What is sent after its end goes nowhere. */
export interface Socket {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface SocketOptions {
  url: string;
  signal: AbortSignal;
  /** Milliseconds without a message after which the other side is taken to be gone. */
  silentMs: number;
  onOpen?(socket: Socket): void;
  /** Messages are worked off one after the other. One that fails changes nothing for the next. */
  onMessage(data: string | Uint8Array<ArrayBuffer>, socket: Socket): Promise<void>;
}

/** Opens a WebSocket and resolves when it has ended and its messages are worked off, with whether it was open. */
export async function runSocket({ url, signal, silentMs, ...on }: SocketOptions): Promise<boolean> {
  const connection = new WebSocket(url);
  connection.binaryType = "arraybuffer";
  const socket: Socket = {
    send: (data) => {
      if (connection.readyState === WebSocket.OPEN) connection.send(data);
    },
    close: () => connection.close(),
  };
  let wasOpen = false;
  let work = Promise.resolve();
  let silence = setTimeout(socket.close, HANDSHAKE_MS);
  const hear = (): void => {
    clearTimeout(silence);
    silence = setTimeout(socket.close, silentMs);
  };
  const ended = new Promise<void>((resolve) => connection.addEventListener("close", () => resolve()));
  connection.addEventListener("open", () => {
    wasOpen = true;
    hear();
    on.onOpen?.(socket);
  });
  connection.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
    hear();
    const message = typeof data === "string" ? data : new Uint8Array(data);
    work = work.then(() => on.onMessage(message, socket)).catch(() => {});
  });
  signal.addEventListener("abort", socket.close);
  if (signal.aborted) socket.close();
  await ended;
  clearTimeout(silence);
  signal.removeEventListener("abort", socket.close);
  await work;
  return wasOpen;
}
