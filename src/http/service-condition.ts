import type { MiddlewareHandler } from "hono";
import { WenbanError } from "../errors.ts";
import type { AppEnvironment } from "./route.ts";

/** How the service is, beside its index. */
export interface ServiceCondition {
  /** Why it should get no more requests for now; null when all is well. */
  unwell(): "draining" | "storage" | null;
  /** Whether questions come in faster than they can be answered. */
  isOverloaded(): boolean;
  /** Lines in the exposition format of Prometheus; no user text. */
  metrics(): Promise<readonly string[]>;
}

/** Of a service without platforms, whose load the runtime looks after. */
export const ALWAYS_WELL: ServiceCondition = {
  unwell: () => null,
  isOverloaded: () => false,
  metrics: async () => [],
};

const UNWELL = {
  draining: "服务正在停止。(The service is stopping.)",
  storage: "数据目录暂时无法写入。(The data directory can't be written.)",
};

/** @throws WenbanError `service.draining` or `service.storage` */
export function checkWell({ unwell }: ServiceCondition): void {
  const reason = unwell();
  if (reason) throw new WenbanError("unavailable", `service.${reason}`, UNWELL[reason]);
}

/** Turns questions away at once while there are too many: those who wait for an answer get theirs. */
export function shedLoad({ isOverloaded }: ServiceCondition): MiddlewareHandler<AppEnvironment> {
  return async (_context, next) => {
    if (isOverloaded()) {
      throw new WenbanError("unavailable", "service.overloaded", "提问的人较多，请稍后再试。");
    }
    await next();
  };
}
