import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { WenbanError } from "./errors.ts";
import { checkOrigin, readAudience } from "./http/access.ts";
import type { AppServices } from "./http/app-services.ts";
import { askRoutes } from "./http/ask-routes.ts";
import { demoRoutes, requireTrustedTypes, TORTURE_PATH } from "./http/demo-routes.ts";
import { documentRoutes } from "./http/document-routes.ts";
import { errorResponse, respondToError } from "./http/error-response.ts";
import { feedbackRoutes } from "./http/feedback-routes.ts";
import { createGiveAnswer } from "./http/give-answer.ts";
import { readIdentity } from "./http/identity.ts";
import { createMetrics, type Metrics } from "./http/metrics.ts";
import { operationRoutes } from "./http/operation-routes.ts";
import { pageRoutes } from "./http/page-routes.ts";
import { createConcurrencyLimit, createRateLimit } from "./http/rate-limit.ts";
import { checkPercentEncoding } from "./http/request-input.ts";
import { type App, type AppEnvironment, addRoutes } from "./http/route.ts";
import { createRunningAnswers } from "./http/running-answers.ts";
import { searchRoutes } from "./http/search-routes.ts";
import { shedLoad } from "./http/service-condition.ts";
import { createSuggestQuestions } from "./http/suggest-questions.ts";
import { webhookRoutes } from "./http/webhook-routes.ts";
import { allowFraming, openToAllSites, widgetRoutes } from "./http/widget-routes.ts";

const LARGEST_BODY = 64 * 1024;
/** Streams that one address may hold open at once. */
const MOST_STREAMS = 4;
/** Searches and ratings cost little: so many times the questions of a minute. */
const LIGHT_REQUESTS = 4;

/** The HTTP application: limits, access, and every route in one list. Speaks Web standards only. */
export function createApp(services: AppServices): App {
  const app: App = new OpenAPIHono<AppEnvironment>();
  const { access, control, site, runtime } = services;
  const metrics = createMetrics();
  const giveAnswer = createGiveAnswer(services, metrics);
  const now = () => runtime.now();
  const questions = createRateLimit(access.rateLimit, now);
  const light = createRateLimit(access.rateLimit * LIGHT_REQUESTS, now);
  const streams = createConcurrencyLimit(MOST_STREAMS);
  const suggestQuestions = createSuggestQuestions();

  app.onError((error, context) => respondToError(context, error, services.logger));
  app.notFound((context) =>
    errorResponse(context, 404, {
      code: "http.not_found",
      message: "没有这个地址。",
      hint: "可用的地址见 /openapi.json。",
    }),
  );
  app.use("/widget/*", openToAllSites);
  app.use("/chat", allowFraming(access));
  app.use(TORTURE_PATH, requireTrustedTypes);
  app.use(observe(services, metrics), secureHeaders(securityHeaders), checkAddress);
  for (const path of ["/", "/chat", "/feedback", "/api/*"]) {
    app.use(path, checkOrigin(access, site.publicUrl), limitBody);
  }
  for (const path of ["/api/ask", "/api/search"]) app.use(path, shedLoad(services.condition));
  app.post("/", shedLoad(services.condition));
  app.use("/api/*", readIdentity(access));
  for (const path of ["/api/*", "/sources/*"]) app.use(path, readAudience(access, control, now));

  addRoutes(app, [
    ...askRoutes(services, { giveAnswer, limits: { questions, streams }, running: createRunningAnswers() }),
    ...searchRoutes(services, light),
    ...documentRoutes(services),
    ...feedbackRoutes(services, light),
    ...webhookRoutes(services),
    ...widgetRoutes(services, suggestQuestions),
    ...demoRoutes,
    ...operationRoutes(services, metrics, app),
    ...pageRoutes(services, { giveAnswer, limit: questions, suggestQuestions }),
  ]);
  return app;
}

const securityHeaders: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  /* "no-referrer" would make browsers send `Origin: null` with the page's own form. */
  referrerPolicy: "same-origin",
  xFrameOptions: "DENY",
};

const limitBody: MiddlewareHandler<AppEnvironment> = bodyLimit({
  maxSize: LARGEST_BODY,
  onError: () => {
    throw new WenbanError("too_large", "http.body_too_large", `请求体最大 ${LARGEST_BODY / 1024} KB。`);
  },
});

const checkAddress: MiddlewareHandler<AppEnvironment> = async (context, next) => {
  const { pathname, search } = new URL(context.req.url);
  checkPercentEncoding(pathname + search);
  await next();
};

/** Notes each request by its route, never by its path, and takes the client's address. */
function observe(services: AppServices, metrics: Metrics): MiddlewareHandler<AppEnvironment> {
  const { logger, runtime } = services;
  return async (context, next) => {
    const started = runtime.now().getTime();
    context.set("address", services.clientAddress(context.req.raw, context.env));
    await next();
    const route = context.get("routePattern") ?? "other";
    const { status } = context.res;
    metrics.countRequest(route, status);
    logger.info("http.request", {
      method: context.req.method,
      route,
      status,
      ms: runtime.now().getTime() - started,
    });
  };
}
