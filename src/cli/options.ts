import { InvalidArgumentError } from "commander";
import type { Audience, Visibility } from "../domain.ts";

/** Options that every command has. */
export interface CommonOptions {
  data?: string;
  json?: boolean;
}

export interface IndexOptions extends CommonOptions {
  prune?: boolean;
  strict?: boolean;
  shipped?: boolean;
  samples?: boolean;
  /** False by `--no-vectors`. */
  vectors: boolean;
  visibility?: Visibility;
  region?: string;
  publisher?: string;
}

export interface SearchOptions extends CommonOptions {
  k: number;
  region?: string;
  at?: string;
  audience: Audience;
  batch?: string;
}

export interface AskOptions extends CommonOptions {
  region?: string;
  at?: string;
  audience: Audience;
  batch?: string;
}

export interface ServeOptions extends CommonOptions {
  port?: string;
  host?: string;
}

/** A whole number between bounds, for commander; anything else is a bad argument. */
export function wholeNumber(smallest: number, largest: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= smallest && value <= largest) return value;
    throw new InvalidArgumentError(`应为 ${smallest} 到 ${largest} 的整数 (a whole number).`);
  };
}

/** A share from 0 to 1. */
export function share(text: string): number {
  const value = /^\d(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("应为 0 到 1 的小数 (a number from 0 to 1).");
}

/** A calendar day that exists. */
export function day(text: string): string {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (!Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError("应为 YYYY-MM-DD 格式的日期 (a day as YYYY-MM-DD).");
}

/** A moment in China's time, given as a day (its beginning) or to the minute; ISO 8601 in UTC. */
export function moment(text: string): string {
  const [, date, time = "00:00"] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?$/.exec(text) ?? [];
  const at = new Date(`${date ?? ""}T${time}:00+08:00`);
  if (date !== undefined && day(date) === date && !Number.isNaN(at.getTime())) return at.toISOString();
  throw new InvalidArgumentError("应为 2026-11-30 或 2026-11-30T18:00 (a day, or a moment in China time).");
}
