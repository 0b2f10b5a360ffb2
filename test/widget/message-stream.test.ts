import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEventReader, readParts, type StreamPart } from "../../src/widget/transport/message-stream.ts";

function cut(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [...ends, text.length].map((end, i) => text.slice(i === 0 ? 0 : ends[i - 1], end));
}

describe("server-sent events", () => {
  it.each([
    ["one line", "data: a\n\n", ["a"]],
    ["no space after the colon", "data:a\n\n", ["a"]],
    ["several lines", "data: a\ndata: b\n\n", ["a\nb"]],
    ["carriage returns", "data: a\r\n\r\ndata: b\r\r\n", ["a", "b"]],
    ["comments and other fields", ": keep-alive\n\nevent: x\nid: 1\ndata: a\n\n", ["a"]],
    ["an event without its end", "data: a\n\ndata: b\n", ["a"]],
    ["nothing", "", []],
  ])("%s", (_name, text, events) => {
    expect(createEventReader().push(text)).toEqual(events);
  });

  it("are the same wherever the stream is cut", () => {
    const text = ': x\r\n\r\ndata: {"a":"问"}\r\n\r\ndata: b\ndata: c\n\ndata: d\r\rdata: e\n\n';
    fc.assert(
      fc.property(fc.array(fc.nat()), (places) => {
        const reader = createEventReader();
        expect(cut(text, places).flatMap((piece) => reader.push(piece))).toEqual([
          '{"a":"问"}',
          "b\nc",
          "d",
          "e",
        ]);
      }),
    );
  });
});

describe("parts", () => {
  const stream = 'data: {"type":"start","messageId":"m"}\n\ndata: not json\n\ndata: [DONE]\n\n';

  it("come one by one, without what is none", async () => {
    const parts: StreamPart[] = [];
    await readParts(new Response(stream), (part) => parts.push(part));
    expect(parts).toEqual([{ type: "start", messageId: "m" }]);
  });

  it("come whole where characters are cut in two", async () => {
    const bytes = new TextEncoder().encode('data: {"type":"text-delta","delta":"问办"}\n\n');
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const parts: StreamPart[] = [];
    await readParts(new Response(body), (part) => parts.push(part));
    expect(parts).toEqual([{ type: "text-delta", delta: "问办" }]);
  });
});
