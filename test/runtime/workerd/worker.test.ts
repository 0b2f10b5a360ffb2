import { env } from "cloudflare:workers";
import worker from "../../../src/worker.ts";
import { describeSmoke } from "../smoke.ts";

describeSmoke("workerd", async () => (request) => worker.fetch(request, env));
