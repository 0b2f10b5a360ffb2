import { type Command, Option } from "commander";
import { day } from "./options.ts";

/** What every command takes. */
export function withData(command: Command): Command {
  return command
    .option("--data <dir>", "数据目录，默认 WENBAN_DATA 或 ./data (where all state lives)")
    .helpOption("-h, --help", "显示说明 (show help)")
    .allowExcessArguments(false);
}

/** What every command takes that has a result. */
export function withCommon(command: Command): Command {
  return withData(command).option("--json", "输出 JSON (for machines)");
}

/** Who asks, where and when. */
export function withAsker(command: Command): Command {
  return command
    .option("--region <region>", "提问人所在地区：全称或 6 位代码 (region of the asker)")
    .option("--at <day>", "以哪一天为今天，YYYY-MM-DD (the day taken as today)", day)
    .addOption(
      new Option("--audience <who>", "提问人 (who asks)").choices(["public", "staff"]).default("public"),
    );
}
