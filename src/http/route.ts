import type { OpenAPIHono, RouteConfig } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Audience } from "../domain.ts";
import { errorResponse } from "./error-response.ts";

/** What middleware hands to routes. */
export interface AppEnvironment {
  Variables: {
    /** Whom all limits count: the address of the socket, the API key that came along, or the user that a site vouches for. */
    address: string;
    /** Set by a staff key; public otherwise. */
    audience: Audience;
    /** The faces that the request came through: it is turned away when one of them is paused. */
    faces: readonly string[];
    /** Pattern of the route that answered, for metrics; never the path itself. */
    routePattern: string;
  };
}

export type App = OpenAPIHono<AppEnvironment>;
export type RequestContext = Context<AppEnvironment>;

/** One documented route. `path` is the OpenAPI path; `pattern` the router's, where they differ. */
export interface Route {
  method: "get" | "post";
  path: string;
  pattern?: string;
  summary: string;
  request?: NonNullable<RouteConfig["request"]>;
  responses: RouteConfig["responses"];
  /** Whether `handle` is given every other method of the path too, and says itself what is allowed. */
  judgesMethods?: boolean;
  handle(context: RequestContext): Response | Promise<Response>;
}

/** Routes that take the staff key. */
const STAFF_PATH = /^\/(?:api|sources)\//;
const STAFF_SCHEME = "staff";

/** Adds routes to the application and to its description; other methods on their paths get 405. */
export function addRoutes(app: App, routes: readonly Route[]): void {
  const methods = new Map<string, string[]>();
  app.openAPIRegistry.registerComponent("securitySchemes", STAFF_SCHEME, { type: "http", scheme: "bearer" });
  for (const route of routes) {
    const { method, path, summary, responses, request } = route;
    const pattern = route.pattern ?? path.replace(/\{(\w+)\}/g, ":$1");
    app.openAPIRegistry.registerPath({
      method,
      path,
      summary,
      responses,
      ...(request && { request }),
      ...(STAFF_PATH.test(path) && { security: [{}, { [STAFF_SCHEME]: [] }] }),
    });
    const handle = (context: RequestContext) => {
      context.set("routePattern", path);
      return route.handle(context);
    };
    app.on(method.toUpperCase(), pattern, handle);
    if (route.judgesMethods) app.all(pattern, handle);
    else methods.set(pattern, [...(methods.get(pattern) ?? []), method.toUpperCase()]);
  }
  for (const [pattern, allowed] of methods) {
    app.all(pattern, (context) => methodNotAllowed(context, allowed));
  }
}

function methodNotAllowed(context: RequestContext, allowed: readonly string[]): Response {
  const names = allowed.includes("GET") ? [...allowed, "HEAD"] : [...allowed];
  const response = errorResponse(context, 405, {
    code: "http.method_not_allowed",
    message: `这个地址只接受 ${names.join("、")} 请求。`,
  });
  response.headers.set("allow", names.join(", "));
  return response;
}
