import { WenbanError } from "../errors.ts";
import { maskPersonalData } from "../language/personal-data.ts";
import type { AppServices } from "./app-services.ts";
import type { RateLimit } from "./rate-limit.ts";
import { noParameters, readJsonBody, readQuery } from "./request-input.ts";
import type { Route } from "./route.ts";
import { errorResponses, feedbackBody } from "./schemas.ts";

/** Rating an answer; what people write is kept with personal data masked. */
export function feedbackRoutes(services: AppServices, limit: RateLimit): Route[] {
  return [
    {
      method: "post",
      path: "/api/feedback",
      summary: "Rate an answer",
      request: { body: { required: true, content: { "application/json": { schema: feedbackBody } } } },
      responses: { 204: { description: "Kept" }, ...errorResponses(400, 401, 403, 404, 413, 415, 422, 429) },
      async handle(context) {
        limit.take(context.get("address"));
        readQuery(context, noParameters);
        const { messageId, rating, reason, comment } = await readJsonBody(context, feedbackBody);
        const isKept = await services.answers.rate(messageId, context.get("audience"), {
          rating,
          ...(reason !== undefined && { reason: maskPersonalData(reason).text }),
          ...(comment !== undefined && { comment: maskPersonalData(comment).text }),
        });
        if (!isKept)
          throw new WenbanError("not_found", "chat.not_found", "没有找到这条回答，可能已过保存期。");
        return context.body(null, 204);
      },
    },
  ];
}
