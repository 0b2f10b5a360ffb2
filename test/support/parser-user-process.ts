import { join } from "node:path";
import { createParserPool } from "../../src/parsing/parser-pool.ts";

/** Has the stub parser do one deed after the other (`node parser-user-process.ts DEED…`), and prints each result. */
const pool = createParserPool({ program: join(import.meta.dirname, "parser-stub-process.ts") });
for (const deed of process.argv.slice(2)) {
  const { blocks } = await pool.parse({ format: "csv", bytes: new TextEncoder().encode(deed) });
  process.stdout.write(blocks.map((block) => (block.type === "paragraph" ? block.text : "")).join("\n"));
}
