import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Concept } from "./paraphrases.ts";

/** A local server that embeds in the wire format of OpenAI. */
export interface EmbeddingServer {
  /** Such as `http://127.0.0.1:1234/v1`. */
  baseUrl: string;
  /** Texts embedded so far. */
  readonly embedded: number;
  close(): Promise<void>;
}

/** Dimensions for the characters of no known word, and what one of them counts for. */
const OTHER_DIMENSIONS = 24;
const OTHER_WEIGHT = 0.15;

/** A text's concepts, whichever of their words it says, each a dimension; the rest is noise by character. */
function embed(text: string, concepts: readonly Concept[]): number[] {
  const vector = new Array<number>(concepts.length + OTHER_DIMENSIONS).fill(0);
  for (let at = 0; at < text.length; ) {
    const found = concepts.findIndex(
      ({ official, everyday }) => text.startsWith(official, at) || text.startsWith(everyday, at),
    );
    const concept = concepts[found];
    const dimension = concept ? found : concepts.length + (text.charCodeAt(at) % OTHER_DIMENSIONS);
    vector[dimension] = (vector[dimension] ?? 0) + (concept ? 1 : OTHER_WEIGHT);
    at += concept ? (text.startsWith(concept.official, at) ? concept.official : concept.everyday).length : 1;
  }
  return vector;
}

/** Starts a server that knows the synonyms of some concepts. */
export async function startEmbeddingServer(concepts: readonly Concept[]): Promise<EmbeddingServer> {
  let embedded = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      const { input, model } = JSON.parse(body) as { input: string[]; model: string };
      embedded += input.length;
      const data = input.map((text, index) => ({
        object: "embedding",
        index,
        embedding: embed(text, concepts),
      }));
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ object: "list", model, data, usage: { prompt_tokens: 0, total_tokens: 0 } }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get embedded() {
      return embedded;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
