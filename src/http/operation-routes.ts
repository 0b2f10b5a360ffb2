import { z } from "@hono/zod-openapi";
import type { AppServices } from "./app-services.ts";
import type { Metrics } from "./metrics.ts";
import type { App, Route } from "./route.ts";
import { errorResponses, jsonResponse } from "./schemas.ts";
import { checkWell } from "./service-condition.ts";

const aliveSchema = z.object({ status: z.literal("ok") });
const readySchema = z.object({ status: z.literal("ready"), index: z.string() });

/** What operators and their tools ask: alive, ready, counters, and the description of all routes. */
export function operationRoutes(services: AppServices, metrics: Metrics, app: App): Route[] {
  return [
    {
      method: "get",
      path: "/healthz",
      summary: "Alive",
      responses: { 200: jsonResponse("Alive", aliveSchema) },
      handle: (context) => context.json({ status: "ok" }),
    },
    {
      method: "get",
      path: "/readyz",
      summary: "Can answer: an index is loaded, the data directory can be written, and it is not stopping",
      responses: { 200: jsonResponse("Ready", readySchema), ...errorResponses(503) },
      handle(context) {
        checkWell(services.condition);
        return context.json({ status: "ready", index: services.corpus().generation });
      },
    },
    {
      method: "get",
      path: "/metrics",
      summary: "Counters in Prometheus text format; no user text",
      responses: { 200: { description: "Counters", content: { "text/plain": { schema: z.string() } } } },
      async handle(context) {
        const conversations = await services.condition.metrics();
        const text = metrics.render() + conversations.map((line) => `${line}\n`).join("");
        return context.body(text, 200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
      },
    },
    {
      method: "get",
      path: "/openapi.json",
      summary: "This description",
      responses: {
        200: { description: "OpenAPI 3.1", content: { "application/json": { schema: z.looseObject({}) } } },
      },
      handle: (context) =>
        context.json(
          app.getOpenAPI31Document({
            openapi: "3.1.0",
            info: {
              title: "Wenban 问办",
              version: "1",
              description: "Cited answers about government documents",
            },
          }),
        ),
    },
  ];
}
