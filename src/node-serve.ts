import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { adapters } from "./adapters/index.ts";
import { listeners as listenerDefinitions } from "./adapters/listeners/index.ts";
import { type Bot, type BotsContext, readBots } from "./adapters/read-bots.ts";
import type { Config } from "./config.ts";
import { createControl } from "./control/control.ts";
import { openSqliteControlStore } from "./control/stores/sqlite-control-store.ts";
import { createForgetCommand } from "./conversation/forget-command.ts";
import { type Listeners, startListeners } from "./conversation/listeners.ts";
import { createSqliteAnswerLog } from "./conversation/stores/sqlite-answer-log.ts";
import {
  openSqliteConversations,
  type SqliteConversations,
} from "./conversation/stores/sqlite-conversations.ts";
import { waitByTimer } from "./conversation/wait.ts";
import { createWebhooks } from "./conversation/webhooks.ts";
import { WenbanError } from "./errors.ts";
import type { AppServices } from "./http/app-services.ts";
import { addressBehind } from "./http/client-address.ts";
import type { App } from "./http/route.ts";
import { startAnsweringThread } from "./node-answering.ts";
import { closeHttpServer, createHttpServer } from "./node-http.ts";
import { watchLoad } from "./node-load.ts";
import { readLinkSecret } from "./node-secrets.ts";
import type { Settings, Workplace } from "./node-services.ts";
import { openWidgetFiles } from "./node-widget.ts";
import { createAnswering, createServices } from "./services.ts";

/** Where operators' decisions are recorded, within the data directory. */
export const CONTROL_FILE = "control.sqlite";
/** How long open requests may go on after the order to stop. */
const DRAIN_MS = 20_000;

/** Services that run until they are stopped. */
export interface RunningServices {
  services: AppServices;
  /**
   * Says that it is stopping and finishes or hands over the platforms' messages it works on; the server goes on
   * meanwhile, and what comes in is for the next process.
   */
  drain(): Promise<void>;
  /** Drains, and closes what was opened. */
  stop(): Promise<void>;
}

/**
 * The platform bots that the environment configures.
 * @throws WenbanError `config.bots` that names every variable that is missing or wrong
 */
export function openBots(
  { env, config, regions, runtime }: Settings,
  { memoryOf }: Pick<SqliteConversations, "memoryOf">,
): Bot[] {
  const { publicUrl, siteName, operator, hotline } = config;
  const now = () => runtime.now();
  const context: BotsContext = {
    now,
    memoryOf,
    fetch: (...request) => runtime.fetch(...request),
    publicUrl,
    siteName,
    operator,
    hotline,
  };
  const bots = readBots(env, adapters, context, listenerDefinitions);
  const lost = bots.filter(({ region }) => region !== null && regions.parse(region) === null);
  if (lost.length === 0) return bots;
  const channels = lost.map(({ channel }) => channel).join("、");
  const message = `这些平台账号的 REGION 不是一个地区，或有多个同名地区：${channels}。No such region.`;
  throw new WenbanError("not_configured", "config.bots", message, {
    hint: "请写全称，如 浙江省杭州市西湖区，或 6 位行政区划代码。Write the full name or the 6-digit code.",
  });
}

/** Where the platforms' messages are kept. */
export function conversationsPath({ dataDir }: Pick<Config, "dataDir">): string {
  return join(dataDir, "conversations.sqlite");
}

/** Opens the conversations beside the service that may be working on them. */
export function openSharedConversations(
  config: Pick<Config, "dataDir" | "retentionDays">,
): SqliteConversations {
  const path = conversationsPath(config);
  return openSqliteConversations({
    path,
    now: () => new Date(),
    exclusive: false,
    retentionDays: config.retentionDays,
  });
}

/**
 * Opens what the platforms' messages are kept in; the caller holds the data directory.
 * @throws WenbanError `storage.unwritable`
 */
export function openConversations({ config, runtime }: Settings): SqliteConversations {
  return openSqliteConversations({
    path: conversationsPath(config),
    now: () => runtime.now(),
    exclusive: true,
    retentionDays: config.retentionDays,
    checkpointsBeside: true,
  });
}

/** Starts everything that the service runs; the caller holds the data directory. */
export async function startServices(
  workplace: Workplace,
  bots: readonly Bot[],
  conversations: SqliteConversations,
): Promise<RunningServices> {
  const { config, index, runtime, logger } = workplace;
  const linkSecret = readLinkSecret(config.dataDir);
  const answering = createAnswering({ ...workplace, linkSecret, corpus: () => index.current() });
  const answers = createSqliteAnswerLog(join(config.dataDir, "answers.sqlite"), config.retentionDays);
  const controls = openSqliteControlStore(join(config.dataDir, CONTROL_FILE), () => runtime.now());
  // Platforms want their acknowledgement at once, whatever is being answered.
  const thread = bots.length > 0 ? startAnsweringThread(workplace, answering.answerQuestion) : null;
  const { answerQuestion } = thread ?? answering;
  const control = createControl(controls, () => runtime.now(), logger);
  const { hotline, userRate, retentionDays } = config;
  const webhooks = createWebhooks({
    ...conversations,
    control,
    commands: [createForgetCommand(conversations.records, controls)],
    retentionDays,
    bots,
    answerQuestion,
    runtime,
    logger,
    hotline,
    userRate,
  });
  const listeners = startListeners({
    bots,
    deliver: webhooks.deliver,
    now: () => runtime.now(),
    wait: waitByTimer,
    logger,
  });
  const load = watchLoad();
  const services = createServices(
    {
      ...workplace,
      corpus: () => index.current(),
      answers,
      control,
      widgetFiles: await openWidgetFiles(),
      receiveWebhook: (request, platform, bot) => webhooks.handle(request, platform, bot),
      condition: {
        unwell: webhooks.unwell,
        isOverloaded: load.isOverloaded,
        metrics: async () => [...(await webhooks.metrics.render()), ...listenerMetrics(listeners)],
      },
      clientAddress: ({ headers }, bindings) =>
        addressBehind(headers, socketAddress(bindings), config.proxies),
    },
    answering,
  );
  await thread?.ready;
  webhooks.resume();
  const drain = async (): Promise<void> => {
    await Promise.all([listeners.stop(), webhooks.drain()]);
  };
  return {
    services,
    drain,
    async stop() {
      await drain();
      await thread?.close();
      load.stop();
      await runtime.settled();
      await answers.close();
      await controls.close();
    },
  };
}

function listenerMetrics(listeners: Listeners): string[] {
  return [
    "# HELP wenban_listener_running Whether a bot's long connection is kept up.",
    "# TYPE wenban_listener_running gauge",
    ...[...listeners.running()].map(
      ([channel, isRunning]) => `wenban_listener_running{channel="${channel}"} ${Number(isRunning)}`,
    ),
  ];
}

/** A listening server. */
export interface Listening {
  url: string;
  /** Takes no new connection, waits for open requests, then closes them. */
  close(): Promise<void>;
}

/** @throws WenbanError `config.port_in_use` or `config.bad_host` */
export async function listen(app: App, { port, host }: Pick<Config, "port" | "host">): Promise<Listening> {
  const server = createHttpServer(app);
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw listenError(cause, host, port);
  }
  const { port: actual } = server.address() as AddressInfo;
  const shown = host === "0.0.0.0" || host === "127.0.0.1" || host === "::" ? "localhost" : host;
  return {
    url: `http://${shown.includes(":") ? `[${shown}]` : shown}:${actual}`,
    close: () => closeHttpServer(server, DRAIN_MS),
  };
}

function listenError(cause: unknown, host: string, port: number): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  if (code === "EADDRINUSE") {
    return new WenbanError(
      "not_configured",
      "config.port_in_use",
      `端口 ${port} 已被占用。The port is in use.`,
      {
        hint: "用 --port 换一个端口，或停掉占用它的程序。Choose another with --port.",
        cause,
      },
    );
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new WenbanError(
      "not_configured",
      "config.bad_host",
      `不能在 ${host}:${port} 上监听。Can't listen there.`,
      {
        hint: "检查 --host 和 --port；小于 1024 的端口需要系统权限。Check --host and --port.",
        cause,
      },
    );
  }
  return cause;
}

/** The other end of the connection. */
function socketAddress(bindings: unknown): string {
  const { incoming } = bindings as Partial<HttpBindings>;
  return incoming?.socket.remoteAddress ?? "unknown";
}
