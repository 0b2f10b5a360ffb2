import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import type { AdapterDefinition } from "../../src/adapters/adapter.ts";
import { createArrivalOrder } from "../../src/conversation/arrival-order.ts";
import { createHttpServer } from "../../src/node-http.ts";
import { openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { SENT } from "../support/paper-desk.ts";
import {
  createPaperAdapter,
  PAPER_SECRET,
  type PaperMessage,
  writePaper,
} from "../support/paper-platform.ts";
import { deliver } from "../support/wechat-platform.ts";

const desks: TestDesk[] = [];
afterAll(() => {
  for (const desk of desks) desk.close();
  removeTestFolders();
});

/** A platform whose requests take their time to verify, by the id of their message; the clock's time. */
function openSlowDesk(clock: FakeClock, delays: Readonly<Record<string, number>>): TestDesk {
  const paper = createPaperAdapter(async () => SENT);
  const slow: AdapterDefinition = {
    ...paper,
    create(settings, context) {
      const adapter = paper.create(settings, context);
      return {
        ...adapter,
        async receive(request) {
          const received = await adapter.receive(request);
          const delay = delays[received.messages[0]?.key ?? ""] ?? 0;
          if (delay > 0) await clock.wait(delay);
          return received;
        },
      };
    },
  };
  const desk = openDesk({ clock, definitions: [slow], env: { WENBAN_PAPER_SECRET: PAPER_SECRET } });
  desks.push(desk);
  return desk;
}

const write = (desk: TestDesk, message: PaperMessage) => desk.webhooks.handle(writePaper(message), "paper");
const keys = (desk: TestDesk) => desk.rows("inbox").map(({ ext_key }) => ext_key);

describe("requests of one moment", () => {
  it("are stored in the order in which they were read, however long each takes to verify", async () => {
    const clock = new FakeClock();
    const desk = openSlowDesk(clock, { a: 120, b: 0, c: 60, d: 10 });
    const responses = Promise.all(["a", "b", "c", "d"].map((id) => write(desk, { id })));
    await clock.advance(200);
    expect((await responses).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(keys(desk)).toEqual(["a", "b", "c", "d"]);
  });

  it("do not wait long for one that takes longer, and then keep their order", async () => {
    const clock = new FakeClock();
    const desk = openSlowDesk(clock, { a: 60_000, b: 100, c: 0 });
    const [slow, ...others] = ["a", "b", "c"].map((id) => write(desk, { id }));
    await clock.advance(249);
    expect(keys(desk)).toEqual([]);
    await clock.advance(1);
    await Promise.all(others);
    expect(keys(desk)).toEqual(["b", "c"]);
    await clock.advance(60_000);
    expect((await slow)?.status).toBe(200);
    expect(keys(desk)).toEqual(["b", "c", "a"]);
  });

  it("do not wait for one that is refused", async () => {
    const clock = new FakeClock();
    const desk = openSlowDesk(clock, {});
    const forged = new Request("https://x.example/", { method: "POST", body: "[]" });
    const [refused, taken] = await Promise.all([
      desk.webhooks.handle(forged, "paper"),
      write(desk, { id: "b" }),
    ]);
    expect([refused.status, taken.status]).toEqual([401, 200]);
    expect(clock.now()).toEqual(new FakeClock().now());
  });
});

it("a request holds up those of its own channel alone", async () => {
  const clock = new FakeClock();
  const { join } = createArrivalOrder(clock, clock.wait);
  join("paper/one");
  const passed: string[] = [];
  void join("paper/one")
    .turn()
    .then(() => passed.push("one"));
  void join("paper/two")
    .turn()
    .then(() => passed.push("two"));
  await settle();
  expect(passed).toEqual(["two"]);
  await clock.advance(250);
  expect(passed).toEqual(["two", "one"]);
});

it("encrypted requests that come in one write are stored in the order of the bytes", async () => {
  const desk = openDesk();
  desks.push(desk);
  const server = createHttpServer({ fetch: (request) => desk.webhooks.handle(request, "wechat") });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const count = 20;
  const timestamp = Math.floor(desk.clock.now().getTime() / 1000);
  const requests = Array.from({ length: count }, (_, n) => {
    const Content = `第${n}问${"长".repeat(200 * (count - n))}`;
    return deliver({ timestamp, fields: { MsgId: String(n + 1), Content, FromUserName: `oUSER${n}` } });
  });
  const written = await Promise.all(requests.map(toBytes));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(Buffer.concat(written));
  for (let received = ""; received.split("HTTP/1.1 200").length <= count; ) {
    const [bytes] = await once(socket, "data");
    received += bytes;
  }
  socket.destroy();
  server.close();
  expect(keys(desk)).toEqual(Array.from({ length: count }, (_, n) => String(n + 1)));
});

async function toBytes(request: Request): Promise<Buffer> {
  const { pathname, search } = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  const head = `POST ${pathname}${search} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
