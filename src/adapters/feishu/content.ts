import { z } from "zod";

/** 「接收消息内容」: the shapes of `content`, which is JSON in a string. */
const textContent = z.object({ text: z.string() });
const postElement = z.object({
  tag: z.string(),
  text: z.string().optional(),
  /** A mention's key, such as `@_user_1`. */
  user_id: z.string().optional(),
});
const postContent = z.object({
  title: z.string().nullish(),
  content: z.array(z.array(postElement)),
});

/**
 * The words of a message, with its mentions as their keys; empty where it has none, as a picture.
 * @returns null when `content` is not what the platform sends
 */
export function readContent(type: string, content: string): string | null {
  const parsed = parseJson(content);
  if (parsed === null) return null;
  if (type === "text") return textContent.safeParse(parsed).data?.text ?? null;
  return type === "post" ? readPost(parsed) : "";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readPost(value: unknown): string | null {
  const post = postContent.safeParse(value).data;
  if (!post) return null;
  const lines = post.content.map((line) => line.map(readElement).join(""));
  return [post.title ?? "", ...lines].filter((line) => line.trim() !== "").join("\n");
}

function readElement({ tag, text, user_id }: z.infer<typeof postElement>): string {
  return tag === "at" ? (user_id ?? "") : (text ?? "");
}
