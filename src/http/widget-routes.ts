import { z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { LONGEST_QUESTION } from "../answer/question-text.ts";
import { currentNotice } from "../control/control.ts";
import { WenbanError } from "../errors.ts";
import type { AccessSettings, AppServices } from "./app-services.ts";
import type { AppEnvironment, RequestContext, Route } from "./route.ts";
import { errorResponses, jsonResponse } from "./schemas.ts";
import type { SuggestQuestions } from "./suggest-questions.ts";
import type { WidgetFile, WidgetFiles } from "./widget-files.ts";

/** Five minutes: a new version reaches every page that soon. */
const LOADER_CACHE = "public, max-age=300";
/** Names that carry a hash never change their content. */
const HASHED_CACHE = "public, max-age=31536000, immutable";
const HASHED_NAME = /-[0-9A-Z]{8}\.js$/;
/** Seconds; a notice is seen within a minute. */
const CONFIG_CACHE = "public, max-age=30";

const configSchema = z
  .object({
    siteName: z.string(),
    operator: z.string().nullable(),
    hotline: z.string(),
    usesModel: z.boolean(),
    longestQuestion: z.int(),
    suggestions: z.array(z.string()),
    notice: z.object({ text: z.string(), until: z.string().nullable() }).nullable(),
  })
  .openapi("WidgetConfig");

const fileResponse = { description: "The script", content: { "text/javascript": { schema: z.string() } } };

const FILES = [
  { path: "/widget/v1.js", summary: "The widget's loader, for one script tag" },
  { path: "/widget/panel/{name}", summary: "What the loader fetches when someone opens the widget" },
  { path: "/widget/locales/{name}", summary: "The widget's wording in another language" },
];

/** The widget's files and what it says of the site. Nothing here is secret: any page may read it. */
export function widgetRoutes(services: AppServices, suggestQuestions: SuggestQuestions): Route[] {
  const files = FILES.map(
    ({ path, summary }): Route => ({
      method: "get",
      path,
      summary,
      ...(path.endsWith("}") && { request: { params: z.object({ name: z.string() }) } }),
      responses: {
        200: fileResponse,
        304: { description: "Unchanged" },
        ...errorResponses(404, 503),
      },
      handle: (context) => serveFile(context, services.widgetFiles),
    }),
  );
  return [
    {
      method: "get",
      path: "/widget/config",
      summary: "What the widget says of the site, with the notice in force",
      responses: { 200: jsonResponse("The site", configSchema), ...errorResponses(503) },
      async handle(context) {
        const suggestions = await suggestQuestions(services.corpus());
        const config = await describeSite(services, suggestions);
        return context.json(config, 200, { "cache-control": CONFIG_CACHE });
      },
    },
    ...files,
  ];
}

async function describeSite(
  { site, control, runtime }: AppServices,
  suggestions: string[],
): Promise<z.output<typeof configSchema>> {
  const { siteName, operator, hotline, usesModel } = site;
  const notice = currentNotice(await control.state(), runtime.now());
  return { siteName, operator, hotline, usesModel, longestQuestion: LONGEST_QUESTION, suggestions, notice };
}

/** @throws WenbanError `http.not_found`, or `widget.not_built` where there is no file at all */
function serveFile(context: RequestContext, files: WidgetFiles): Response {
  const path = context.req.path.slice("/widget/".length);
  const file = files.get(path);
  if (file) return respondWithFile(context, file, HASHED_NAME.test(path) ? HASHED_CACHE : LOADER_CACHE);
  if (files.size > 0) {
    throw new WenbanError("not_found", "http.not_found", "没有这个地址。", {
      hint: "挂件的入口是 /widget/v1.js。",
    });
  }
  throw new WenbanError("not_configured", "widget.not_built", "挂件还没有构建。", {
    hint: "运行 npm run build:widget 后重新启动。",
  });
}

/** Lets any page load what lies under `/widget/`; wraps around the headers that keep other pages out. */
export const openToAllSites: MiddlewareHandler<AppEnvironment> = async (context, next) => {
  await next();
  context.res.headers.set("access-control-allow-origin", "*");
  context.res.headers.set("cross-origin-resource-policy", "cross-origin");
};

/** Lets the sites that may ask hold the chat in a frame; wraps around the headers that forbid all framing. */
export function allowFraming({ allowedOrigins }: AccessSettings): MiddlewareHandler<AppEnvironment> {
  const ancestors = `frame-ancestors ${["'self'", ...allowedOrigins].join(" ")}`;
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    const policy = headers.get("content-security-policy") ?? "";
    headers.set("content-security-policy", policy.replace(/frame-ancestors [^;]*/, ancestors));
    headers.delete("x-frame-options");
  };
}

function respondWithFile(context: RequestContext, file: WidgetFile, caching: string): Response {
  const headers = { etag: file.etag, "cache-control": caching, vary: "Accept-Encoding" };
  if (context.req.header("if-none-match")?.includes(file.etag)) return context.body(null, 304, headers);
  const typed = { ...headers, "content-type": "text/javascript; charset=utf-8" };
  const takesGzip = /\bgzip\b/.test(context.req.header("accept-encoding") ?? "");
  if (!file.gzip || !takesGzip) return context.body(file.text, 200, typed);
  return context.body(file.gzip, 200, { ...typed, "content-encoding": "gzip" });
}
