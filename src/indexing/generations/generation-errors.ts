import { WenbanError } from "../../errors.ts";

/** The number or name of a new generation is in use. */
export function generationTaken(number: number): WenbanError {
  return new WenbanError(
    "conflict",
    "index.generation_taken",
    `另一个程序正在建立第 ${number} 版索引。Another process is writing this generation.`,
    { hint: "等它结束后再试。Try again when it is done." },
  );
}

/** A write into a generation that does not exist or is published. */
export function generationClosed(number: number): WenbanError {
  return new WenbanError(
    "conflict",
    "index.generation_closed",
    `第 ${number} 版索引不在写入中。This generation is not being written.`,
    { hint: "重新运行 wenban index。Run the index again." },
  );
}
