import { z } from "@hono/zod-openapi";
import { LONGEST_QUESTION } from "../answer/question-text.ts";
import { currentNotice } from "../control/control.ts";
import { toWenbanError, type WenbanError } from "../errors.ts";
import { isFictional } from "../language/fictional-place.ts";
import { type AskPage, renderAskPage, renderThanksPage, THANKS } from "../pages/ask-page.ts";
import { SCRIPT, STYLE } from "../pages/assets.ts";
import type { AppServices } from "./app-services.ts";
import { RateLimitedError } from "./error-response.ts";
import { idField, questionField, regionField } from "./fields.ts";
import type { GiveAnswer } from "./give-answer.ts";
import type { RateLimit } from "./rate-limit.ts";
import { readForm } from "./request-input.ts";
import type { RequestContext, Route } from "./route.ts";
import type { SuggestQuestions } from "./suggest-questions.ts";

const WEB_FACE: readonly string[] = ["web"];

const askForm = z.object({
  question: questionField,
  conversationId: idField.optional(),
  region: regionField.optional(),
});
const looseForm = z.object({ question: z.string().default(""), region: z.string().default("") });
const ratingForm = z.object({ messageId: idField, rating: z.enum(["up", "down"]) });

const pageResponse = { description: "A page", content: { "text/html": { schema: z.string() } } };

/** What the pages lean on beside the services. */
interface PageParts {
  giveAnswer: GiveAnswer;
  limit: RateLimit;
  suggestQuestions: SuggestQuestions;
}

/** The pages where one asks without a script, their style and their small script. */
export function pageRoutes(
  services: AppServices,
  { giveAnswer, limit, suggestQuestions }: PageParts,
): Route[] {
  const { site, answers, corpus } = services;

  const show = async (context: RequestContext, page: Partial<AskPage>, status: 200 | 422 | 429 = 200) => {
    const asked = {
      question: "",
      region: site.region ?? "",
      problem: null,
      answer: null,
      ...page,
    };
    const questions = asked.answer === null ? await suggestQuestions(corpus()) : [];
    const showsSamples = site.region === null && (await corpus().regionCodes("public")).some(isFictional);
    const notice = currentNotice(await services.control.state(), services.runtime.now());
    /* An answer can be gone back to from its source, without asking again; nobody else is given it. */
    context.header("cache-control", asked.answer === null ? "no-store" : "private, no-cache");
    return context.html(
      renderAskPage({
        site,
        notice: notice?.text ?? null,
        path: context.req.path === "/chat" ? "/chat" : "/",
        suggestions: questions,
        showsSamples,
        longestQuestion: LONGEST_QUESTION,
        ...asked,
      }),
      status,
    );
  };

  const answerForm = async (context: RequestContext): Promise<Response> => {
    const typed = await readForm(context, looseForm);
    try {
      limit.take(context.get("address"));
      const given = await readForm(context, askForm);
      const answer = await giveAnswer(
        { ...given, audience: "public", faces: WEB_FACE },
        { signal: context.req.raw.signal },
      );
      return await show(context, { region: typed.region, answer });
    } catch (thrown) {
      const error = toWenbanError(thrown);
      const isTheirs = error.kind === "unprocessable" || error instanceof RateLimitedError;
      if (!isTheirs) throw error;
      return show(
        context,
        { ...typed, problem: describeProblem(error) },
        error.kind === "unprocessable" ? 422 : 429,
      );
    }
  };

  const rateForm = async (context: RequestContext): Promise<Response> => {
    limit.take(context.get("address"));
    const { messageId, rating } = await readForm(context, ratingForm);
    await answers.rate(messageId, "public", { rating });
    const answer = await answers.get(messageId, "public");
    return answer
      ? show(context, { answer, thanks: THANKS[rating] })
      : context.html(renderThanksPage(site, rating));
  };

  const form = (schema: z.ZodType) => ({
    body: { required: true, content: { "application/x-www-form-urlencoded": { schema } } },
  });
  return [
    ...["/", "/chat"].flatMap((path): Route[] => [
      {
        method: "get",
        path,
        summary: path === "/" ? "The page where one asks" : "The same as a chat, where scripts run",
        responses: { 200: pageResponse },
        handle: (context) => show(context, { question: context.req.query("q") ?? "" }),
      },
      {
        method: "post",
        path,
        summary: "Ask by the page's form",
        request: form(askForm),
        responses: { 200: pageResponse, 422: pageResponse, 429: pageResponse },
        handle: answerForm,
      },
    ]),
    {
      method: "post",
      path: "/feedback",
      summary: "Rate by the page's form",
      request: form(ratingForm),
      responses: { 200: pageResponse },
      handle: rateForm,
    },
    asset("/assets/wenban.css", "text/css; charset=utf-8", STYLE),
    asset("/assets/wenban.js", "text/javascript; charset=utf-8", SCRIPT),
  ];
}

/** In the words of the form, which has no fields called by English names. */
function describeProblem({ code, message, hint = "" }: WenbanError): string {
  return code === "question.unknown_region" ? `没有找到这个地区，或有多个同名地区。${hint}` : message;
}

function asset(path: string, type: string, body: string): Route {
  return {
    method: "get",
    path,
    summary: "A file of the pages",
    responses: { 200: { description: "The file" } },
    handle: (context) =>
      context.body(body, 200, { "content-type": type, "cache-control": "public, max-age=300" }),
  };
}
