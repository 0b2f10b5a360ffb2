/** The key code of every key that an input method takes (UI Events, 7.3.1). */
const TAKEN_BY_INPUT_METHOD = 229;

/**
 * Whether a key sends the question: Enter, unless a line is to be broken, or an input method still composes.
 * Safari ends composing before the key comes, and tells of it by the key code alone.
 */
export function sendsQuestion(
  event: Pick<KeyboardEvent, "key" | "shiftKey" | "isComposing" | "keyCode">,
): boolean {
  return (
    event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== TAKEN_BY_INPUT_METHOD
  );
}
