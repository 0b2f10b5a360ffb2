import type { CommonOptions } from "./options.ts";

export interface PauseOptions extends CommonOptions {
  reason?: string;
}

export interface NoticeOptions extends CommonOptions {
  until?: string;
  clear?: boolean;
}

export interface ForgetOptions extends CommonOptions {
  channel?: string;
}

export interface DeadOptions extends CommonOptions {
  replay?: string;
}

export interface KeyOptions extends CommonOptions {
  audience: "public" | "staff";
  expires?: string;
}
