import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { exitCode, toWenbanError } from "../errors.ts";
import { PACKAGE_ROOT } from "../node-runtime.ts";
import type { AddCommand, CommandContext } from "./command-context.ts";
import { withAsker, withCommon, withData } from "./command-options.ts";
import { controlCommands } from "./control-commands.ts";
import { type EvalOptions, withEval } from "./eval-options.ts";
import { type GapsOptions, type ProveOptions, withGaps, withProve } from "./gap-options.ts";
import { columnMapping, type ImportOptions } from "./import-options.ts";
import {
  type AskOptions,
  day,
  type IndexOptions,
  type SearchOptions,
  type ServeOptions,
  wholeNumber,
} from "./options.ts";
import { type Terminal, writeError } from "./terminal.ts";

const BAD_ARGUMENTS = 2;
const INTERRUPTED = 130;

/** Runs one command line (without node and script) and gives its exit code. */
export async function runCli(args: readonly string[], context: CommandContext): Promise<number> {
  const { terminal } = context;
  const result: { code?: number } = {};
  const program = createProgram(context, (code) => {
    result.code = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return result.code ?? (terminal.signal.aborted ? tellInterrupted(terminal) : 0);
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : BAD_ARGUMENTS;
    if (terminal.signal.aborted) return tellInterrupted(terminal);
    const error = toWenbanError(thrown);
    writeError(terminal, error);
    return exitCode(error);
  }
}

function tellInterrupted({ stderr }: Terminal): number {
  stderr.write("已中断；已完成的部分保留，再次运行会接着做。Interrupted; what is done is kept.\n");
  return INTERRUPTED;
}

function createProgram(context: CommandContext, setCode: (code: number) => void): Command {
  const { stdout, stderr } = context.terminal;
  const program = new Command("wenban")
    .description("问办：有出处的政策与办事问答。Cited answers about government policies and services.")
    .version(readVersion(), "-V, --version", "显示版本 (show the version)")
    .helpCommand("help [command]", "某个命令的说明 (help for a command)")
    .helpOption("-h, --help", "显示说明 (show help)")
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
    })
    .exitOverride()
    .showSuggestionAfterError();
  for (const add of [...commands, ...controlCommands, addDoctor]) add(program, context, setCode);
  return program;
}

function readVersion(): string {
  return JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8")).version;
}

const addIndex: AddCommand = (program, context, setCode) => {
  withCommon(program.command("index [path...]"))
    .description(
      "收录文件和文件夹 (add or update documents: docx, xlsx, csv, pdf, md, txt, html, json, jsonl)",
    )
    .option("--prune", "删去已不存在的文件，只限给出的路径 (remove what vanished from the paths)")
    .option("--strict", "有文件读不了时以 1 退出 (exit 1 when a file can't be read)")
    .option("--shipped", "同时收录随附的知识 (also index the shipped knowledge)")
    .option(
      "--samples",
      "同时收录示例数据：一个虚构的区 (also index the sample data of a fictional district)",
    )
    .option("--no-vectors", "不建向量索引 (leave vectors out)")
    .addOption(
      new Option("--visibility <kind>", "未注明时的公开范围 (default visibility)").choices([
        "public",
        "internal",
      ]),
    )
    .option("--region <region>", "未注明时的适用地区：全称或 6 位代码 (default region)")
    .option("--publisher <name>", "未注明时的发布机构 (default publisher)")
    .action(async (paths: string[], options: IndexOptions) => {
      const { runIndex } = await import("./run-index.ts");
      setCode(await runIndex(paths, options, context));
    });
};

const addImport: AddCommand = (program, context, setCode) => {
  const command = program
    .command("import")
    .description("导入办事指南或清单，先核对再收录 (import service guides or a register)")
    .helpOption("-h, --help", "显示说明 (show help)");
  for (const kind of ["procedures", "register"] as const) {
    withImport(withCommon(command.command(`${kind} <file>`)))
      .description(
        kind === "register"
          ? "导入一份清单、名录 (import a register: xlsx, csv, docx, pdf, md, html, json)"
          : "导入办事指南 (import service guides: xlsx, csv, docx, pdf, md, yaml, jsonl)",
      )
      .action(async (file: string, options: ImportOptions) => {
        const { runImport } = await import("./run-import.ts");
        setCode(await runImport(kind, file, options, context));
      });
  }
};

const addSearch: AddCommand = (program, context) => {
  withAsker(withCommon(program.command("search [query]")))
    .description("查找段落，按相关程度排列 (ranked passages)")
    .option("--k <number>", "最多几条，1 到 100 (passages wanted)", wholeNumber(1, 100), 10)
    .option("--batch <file>", "逐行读取 {id, query} 的 JSONL 文件，- 为标准输入 (one search a line)")
    .action(async (query: string | undefined, options: SearchOptions) => {
      const { runSearch } = await import("./run-search.ts");
      await runSearch(query, options, context);
    });
};

const addAsk: AddCommand = (program, context) => {
  withAsker(withCommon(program.command("ask [question]")))
    .description("回答一个问题，并给出原文出处 (one cited answer)")
    .option("--batch <file>", "逐行读取 {id, question, …} 的 JSONL 文件，- 为标准输入 (one answer a line)")
    .action(async (question: string | undefined, options: AskOptions) => {
      const { runAsk } = await import("./run-ask.ts");
      await runAsk(question, options, context);
    });
};

const addServe: AddCommand = (program, context, setCode) => {
  withData(program.command("serve"))
    .description("启动服务 (serve on http://127.0.0.1:8787)")
    .option("--port <number>", "端口，默认 8787 (port)", (text: string) =>
      String(wholeNumber(0, 65_535)(text)),
    )
    .option("--host <address>", "监听地址，默认 127.0.0.1 (address to listen on)")
    .action(async (options: ServeOptions) => {
      const { runServe } = await import("./run-serve.ts");
      await runServe(options, context);
      setCode(0);
    });
};

const addEval: AddCommand = (program, context, setCode) => {
  withEval(withCommon(program.command("eval <suite...>")))
    .description("用评测集检验回答质量 (judge answers by suites: files, or folders of jsonl files)")
    .action(async (suites: string[], options: EvalOptions) => {
      const { runEval } = await import("./run-eval.ts");
      setCode(await runEval(suites, options, context));
    });
};

const addGaps: AddCommand = (program, context) => {
  withGaps(withCommon(program.command("gaps")))
    .description("列出没有答好的问题，相近的归为一组 (what was not well answered, in groups)")
    .action(async (options: GapsOptions) => {
      const { runGaps } = await import("./run-gaps.ts");
      await runGaps(options, context);
    });
};

const addProve: AddCommand = (program, context, setCode) => {
  withProve(withCommon(program.command("prove [gap]")))
    .description("修复后再问一遍：之前与现在，并检验评测集 (ask a gap again: before and after)")
    .action(async (gap: string | undefined, options: ProveOptions) => {
      const { runProve } = await import("./run-prove.ts");
      setCode(await runProve(gap, options, context));
    });
};

const addDoctor: AddCommand = (program, context, setCode) => {
  withCommon(program.command("doctor"))
    .description("检查安装和配置 (check the set-up)")
    .action(async (options: { data?: string; json?: boolean }) => {
      const { runDoctor } = await import("./run-doctor.ts");
      setCode(await runDoctor(options, context));
    });
};

const commands = [addIndex, addImport, addSearch, addAsk, addServe, addEval, addGaps, addProve];

function withImport(command: Command): Command {
  return command
    .option("--dry-run", "只显示会怎样，不写入 (show what would happen, write nothing)")
    .option(
      "--map <column=field>",
      "指明一列的含义，可多次 (what a column is; repeatable)",
      columnMapping,
      {},
    )
    .option("--name <name>", "清单名称 (name of the register)")
    .option("--edition <label>", "版次，如 2025年版 (edition)")
    .option("--date <day>", "截至哪一天，YYYY-MM-DD (day as of which it holds)", day)
    .option("--complete", "清单是完整的：不在其中就是没有 (it names every entry)")
    .option("--incomplete", "清单不完整 (it does not name every entry)")
    .option("--publisher <name>", "发布机构 (publisher)")
    .option("--region <region>", "适用地区：全称或 6 位代码 (region)")
    .addOption(new Option("--visibility <kind>", "公开范围 (visibility)").choices(["public", "internal"]))
    .option("--strict", "有未收的行时以 1 退出 (exit 1 when a row was refused)")
    .option("--no-vectors", "不建向量索引 (leave vectors out)");
}
