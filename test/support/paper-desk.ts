import type { Progress, SendResult } from "../../src/adapters/adapter.ts";
import { type DeskOptions, openDesk } from "./desk.ts";
import {
  createPaperAdapter,
  PAPER_SECRET,
  type PaperKind,
  type PaperNote,
  type PaperReply,
  pollPaper,
  writePaper,
} from "./paper-platform.ts";

export interface PaperDeskOptions extends DeskOptions {
  kind?: PaperKind;
  /** Platform messages of an answer. */
  parts?: number;
  /** The platform's end of a call; takes everything when absent. */
  post?: (note: PaperNote, count: number) => Promise<SendResult>;
  onProgress?: (progress: Progress) => Promise<void>;
}

export const SENT: SendResult = { status: "sent", platformMessageId: "p1" };

/** A desk with one bot of the platform on paper, and what that platform was sent. */
export function openPaperDesk(options: PaperDeskOptions = {}) {
  const { kind = "push", parts = 1, post = async () => SENT, onProgress, ...rest } = options;
  const notes: PaperNote[] = [];
  const adapter = createPaperAdapter((note) => {
    notes.push(note);
    return post(note, notes.length);
  }, onProgress);
  const env = {
    WENBAN_PAPER_SECRET: PAPER_SECRET,
    WENBAN_PAPER_KIND: kind,
    WENBAN_PAPER_PARTS: String(parts),
    ...rest.env,
  };
  const desk = openDesk({ definitions: [adapter], ...rest, env });
  return {
    ...desk,
    notes,
    write: (...messages: Parameters<typeof writePaper>) =>
      desk.webhooks.handle(writePaper(...messages), "paper"),
    poll: (id: string) => desk.webhooks.handle(pollPaper(id), "paper"),
  };
}

/** The questions that texts answer, as far as they name them. */
export function questionsIn(texts: readonly string[]): (string | undefined)[] {
  return texts.map((text) => /“(.*)”/.exec(text)?.[1]);
}

/** The questions that a reply answers; null when it says that there is no answer yet. */
export async function questionsOf(response: Response): Promise<(string | undefined)[] | null> {
  const { texts }: PaperReply = await response.json();
  return texts === null ? null : questionsIn(texts);
}
