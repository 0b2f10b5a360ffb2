import { z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import {
  DEMO_STYLE,
  renderDemoPage,
  renderTorturePage,
  TORTURE_SCRIPT,
  TORTURE_STYLE,
  TRUSTED_TYPES_POLICY,
} from "../pages/demo-pages.ts";
import type { Markup } from "../pages/layout.ts";
import type { AppEnvironment, Route } from "./route.ts";

export const TORTURE_PATH = "/demo/torture";

/** Adds Trusted Types to the content policy; wraps around the headers that all pages get. */
export const requireTrustedTypes: MiddlewareHandler<AppEnvironment> = async (context, next) => {
  await next();
  const { headers } = context.res;
  headers.set(
    "content-security-policy",
    `${headers.get("content-security-policy")}; ${TRUSTED_TYPES_POLICY}`,
  );
};

/** Pages that show the widget on a site, and on one that makes it hard. */
export const demoRoutes: readonly Route[] = [
  page("/demo", "The widget as a site embeds it", renderDemoPage),
  page(TORTURE_PATH, "The widget on a page that is hard on it", renderTorturePage),
  file("/demo/demo.css", "text/css", DEMO_STYLE),
  file("/demo/torture.css", "text/css", TORTURE_STYLE),
  file("/demo/torture.js", "text/javascript", TORTURE_SCRIPT),
];

function page(path: string, summary: string, render: () => Markup): Route {
  return {
    method: "get",
    path,
    summary,
    responses: { 200: { description: "A page", content: { "text/html": { schema: z.string() } } } },
    handle: (context) => context.html(render()),
  };
}

function file(path: string, type: string, body: string): Route {
  return {
    method: "get",
    path,
    summary: "A file of the demonstration",
    responses: { 200: { description: "The file" } },
    handle: (context) =>
      context.body(body, 200, {
        "content-type": `${type}; charset=utf-8`,
        "cache-control": "public, max-age=300",
      }),
  };
}
