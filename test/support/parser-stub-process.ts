import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { WenbanError } from "../../src/errors.ts";
import { disarmProcess } from "../../src/parsing/disarm-process.ts";
import type { ParsedFile } from "../../src/parsing/parsed-file.ts";
import { serveParsers } from "../../src/parsing/serve-parsers.ts";
import { startWatch } from "../../src/parsing/watch-process.ts";

/**
 * A parser process whose "csv" does what the file tells it: what hostile files make a parser do. Each gives a
 * paragraph per finding.
 */
const DEEDS: Record<string, () => string[] | Promise<string[]>> = {
  pid: () => [String(process.pid)],
  refuse: () => {
    throw new WenbanError("unprocessable", "ingest.corrupt_archive", "压缩包不完整。", {
      hint: "请重新导出。",
    });
  },
  throw: () => {
    throw new TypeError("undefined is not a function");
  },
  exit: () => process.exit(3),
  loop: () => {
    for (;;) Math.random();
  },
  wait: () => new Promise(() => setInterval(() => {}, 1_000)),
  heap: () => {
    for (const kept: number[][] = []; ; ) kept.push(new Array(10_000).fill(kept.length));
  },
  buffers: () => {
    for (const kept: Uint8Array[] = []; ; ) kept.push(new Uint8Array(1 << 20).fill(1));
  },
  array: () => [String(new Uint8Array(2 ** 52).length)],
  keep: () => {
    held.push(new Uint8Array(310 << 20).fill(1));
    return [String(process.pid)];
  },
  flood: () => Array.from({ length: 40 }, () => "字".repeat(1 << 20)),
  reach: () => findReachable(),
};
const held: Uint8Array[] = [];

/** Names of the things that a parser must not reach, as far as it can. */
async function findReachable(): Promise<string[]> {
  const attempts: Record<string, () => unknown> = {
    fetch: () => fetch("http://127.0.0.1:9/"),
    webSocket: () => new WebSocket("ws://127.0.0.1:9/"),
    http: () => import("node:http"),
    net: () => process.getBuiltinModule("net").Socket,
    program: () => import("node:child_process"),
    thread: () => import("node:worker_threads"),
    signal: () => process.kill(process.ppid, 0),
    script: () => createRequire(import.meta.url)("vm"),
    foreignFile: () => readFileSync("/etc/passwd"),
    ownTests: () => readFileSync(import.meta.filename.replace("parser-stub-process", "scratch")),
    writing: () => writeFileSync("/tmp/wenban-parser-was-here", ""),
    code: () => new Function("return 1")(),
    environment: () => {
      if (process.env.PATH === undefined) throw new Error("empty");
    },
  };
  const reached = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    const isReached = await Promise.resolve()
      .then(attempt)
      .then(
        () => true,
        () => false,
      );
    if (isReached) reached.push(name);
  }
  return reached;
}

async function parseStub(bytes: Uint8Array): Promise<ParsedFile> {
  const lines = (await DEEDS[new TextDecoder().decode(bytes)]?.()) ?? [];
  const blocks = lines.map((text) => ({ type: "paragraph", text, level: null, page: null }) as const);
  return { blocks, warnings: [] };
}

startWatch();
disarmProcess();
serveParsers({ csv: async () => parseStub });
