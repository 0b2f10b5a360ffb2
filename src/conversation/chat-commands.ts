import type { ClaimedMessage } from "./conversation-store.ts";

/** What people can tell the bot to do, instead of asking it something. */
export interface ChatCommand {
  name: string;
  /** Whether a message is this command, in the words it was sent in. */
  matches(text: string): boolean;
  /** Does it and says so, in words for the sender; may be called again for the same message after a crash. */
  run(message: ClaimedMessage): Promise<string>;
}

/** The command that a message gives; null when it asks something. */
export function findCommand(commands: readonly ChatCommand[], text: string): ChatCommand | null {
  return commands.find((command) => command.matches(text.trim())) ?? null;
}
