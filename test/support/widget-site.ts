import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "../../src/app.ts";
import { INITIAL_STATE, type Notice } from "../../src/control/control-change.ts";
import type { App } from "../../src/http/route.ts";
import { listen } from "../../src/node-serve.ts";
import { openWidgetFiles } from "../../src/node-widget.ts";
import { createSampleServices } from "./sample-services.ts";
import { answerForWidget, CUT } from "./widget-answers.ts";

/** What a page of the site is made of. */
export interface SitePage {
  /** Attributes of the script tag, beside its address and key. */
  attributes?: string;
  /** Markup before the script tag. */
  body?: string;
  /** Content of the page's head. */
  head?: string;
  policy?: string;
}

/** A site that embeds the widget of a service on another origin; both on ports of their own. */
export interface WidgetSite {
  origin: string;
  service: string;
  /** Address of a page that is served as told. */
  page(page: SitePage): string;
  /** The notice that the service tells from now on. */
  setNotice(notice: Notice | null): void;
  /** Reports of broken policies that came in. */
  reports: string[];
  close(): Promise<void>;
}

export async function openWidgetSite(): Promise<WidgetSite> {
  const pages: SitePage[] = [];
  const reports: string[] = [];
  let service = "";
  let notice: Notice | null = null;

  const site = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    if (pathname === "/report") {
      for await (const piece of request) reports.push(String(piece));
      response.end();
      return;
    }
    sendPage(response, pages[Number(pathname.slice(1))], service);
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;

  const services = createSampleServices({
    answerQuestion: answerForWidget,
    widgetFiles: await openWidgetFiles(),
    control: { state: async () => ({ ...INITIAL_STATE, notice }) },
  });
  const access = { ...services.access, allowedOrigins: [origin], rateLimit: 100_000 };
  const server = await listen(cutOnce(createApp({ ...services, access })), { port: 0, host: "127.0.0.1" });
  service = server.url.replace("localhost", "127.0.0.1");

  return {
    origin,
    service,
    page: (page) => `${origin}/${pages.push(page) - 1}`,
    setNotice(next) {
      notice = next;
    },
    reports,
    async close() {
      site.closeAllConnections();
      site.close();
      await server.close();
    },
  };
}

function sendPage(response: ServerResponse, page: SitePage | undefined, service: string): void {
  if (!page) {
    response.writeHead(404).end();
    return;
  }
  const { attributes = "", body = "", head = "", policy } = page;
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    ...(policy && { "content-security-policy": policy.replaceAll("SERVICE", service) }),
  });
  response.end(`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>河口区人民政府</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${head}</head>
<body><header>河口区</header><main><h1>河口区人民政府</h1><p>${"政务公开 办事服务 互动交流。".repeat(20)}</p>${body}</main><footer>主办单位</footer>
<script src="${service}/widget/v1.js" data-site="pk_site" ${attributes} defer></script></body></html>`);
}

/** The same application, but the stream of one question breaks in its middle the first time. */
function cutOnce(app: App): App {
  let isCut = false;
  const fetch: App["fetch"] = async (request, ...rest) => {
    const asked = request.method === "POST" ? await request.clone().text() : "";
    const response = await app.fetch(request, ...rest);
    if (isCut || !asked.includes(CUT)) return response;
    isCut = true;
    const whole = new Uint8Array(await response.arrayBuffer());
    const half = whole.slice(0, whole.length / 2);
    let isSent = false;
    const body = new ReadableStream({
      pull(controller) {
        if (isSent) controller.error(new Error("cut"));
        else controller.enqueue(half);
        isSent = true;
      },
    });
    return new Response(body, response);
  };
  return Object.assign(Object.create(app), { fetch });
}
