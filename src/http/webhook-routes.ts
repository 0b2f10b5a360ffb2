import { z } from "@hono/zod-openapi";
import { WenbanError } from "../errors.ts";
import type { AppServices } from "./app-services.ts";
import type { RequestContext, Route } from "./route.ts";
import { errorResponses } from "./schemas.ts";

/**
 * Platform callbacks. The request goes to its adapter untouched: signatures are over the raw body, and which methods
 * are allowed differs by platform.
 */
export function webhookRoutes({ receiveWebhook }: AppServices): Route[] {
  const receive = (context: RequestContext): Promise<Response> => {
    const platform = context.req.param("platform") ?? "";
    if (!receiveWebhook) {
      throw new WenbanError("not_found", "webhook.unknown", "没有这个回调地址，或该平台没有配置。");
    }
    return receiveWebhook(context.req.raw, platform, context.req.param("bot") ?? null);
  };
  const routes: Pick<Route, "method" | "summary">[] = [
    { method: "get", summary: "Handshake of a platform" },
    { method: "post", summary: "Callback of a platform" },
  ];
  return ["/webhooks/{platform}", "/webhooks/{platform}/{bot}"].flatMap((path) =>
    routes.map(({ method, summary }) => ({
      method,
      path,
      summary,
      request: {
        params: z.object(
          path.endsWith("{bot}") ? { platform: z.string(), bot: z.string() } : { platform: z.string() },
        ),
      },
      responses: { 200: { description: "As the platform asks" }, ...errorResponses(400, 401, 404, 413) },
      judgesMethods: true,
      handle: receive,
    })),
  );
}
