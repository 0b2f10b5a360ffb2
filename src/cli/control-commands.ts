import { Option } from "commander";
import type { AddCommand } from "./command-context.ts";
import { withCommon } from "./command-options.ts";
import type {
  DeadOptions,
  ForgetOptions,
  KeyOptions,
  NoticeOptions,
  PauseOptions,
} from "./control-options.ts";
import { type CommonOptions, moment } from "./options.ts";

const addPause: AddCommand = (program, context) => {
  withCommon(program.command("pause [face]"))
    .description("暂停一个入口，10 秒内生效 (stop a face: web, api, a platform, platform/bot, or all)")
    .option("--reason <text>", "告诉公众的原因 (told to everybody who asks)")
    .action(async (face: string | undefined, options: PauseOptions) => {
      const { runPause } = await import("./run-control.ts");
      await runPause(face, options, context);
    });
};

const addResume: AddCommand = (program, context) => {
  withCommon(program.command("resume <face>"))
    .description("恢复一个入口 (let a face answer again)")
    .action(async (face: string, options: CommonOptions) => {
      const { runResume } = await import("./run-control.ts");
      await runResume(face, options, context);
    });
};

const addNotice: AddCommand = (program, context) => {
  withCommon(program.command("notice [text]"))
    .description("在网页和小组件上方显示紧急通知 (an emergency notice above every conversation)")
    .option("--until <moment>", "到什么时候为止，如 2026-11-30T18:00 (until when, China time)", moment)
    .option("--clear", "撤下通知 (take it back)")
    .action(async (text: string | undefined, options: NoticeOptions) => {
      const { runNotice } = await import("./run-control.ts");
      await runNotice(text, options, context);
    });
};

const addKey: AddCommand = (program, context) => {
  const command = program
    .command("key")
    .description("管理接口密钥 (API keys for /api, of the public or of staff)")
    .helpOption("-h, --help", "显示说明 (show help)");
  withCommon(command.command("create <name>"))
    .description("新建一个密钥，只显示这一次 (make a key; it is shown once)")
    .addOption(
      new Option("--audience <who>", "谁在用：staff 可查内部资料 (staff keys open internal documents)")
        .choices(["public", "staff"])
        .default("public"),
    )
    .option("--expires <moment>", "到期时间，如 2027-01-01 (when it ends, China time)", moment)
    .action(async (name: string, options: KeyOptions) => {
      const { runKeyCreate } = await import("./run-key.ts");
      await runKeyCreate(name, options, context);
    });
  withCommon(command.command("list"))
    .description("列出密钥 (list the keys)")
    .action(async (options: CommonOptions) => {
      const { runKeyList } = await import("./run-key.ts");
      await runKeyList(options, context);
    });
  withCommon(command.command("revoke <id>"))
    .description("停用一个密钥 (end a key)")
    .action(async (id: string, options: CommonOptions) => {
      const { runKeyRevoke } = await import("./run-key.ts");
      await runKeyRevoke(id, options, context);
    });
};

const addForget: AddCommand = (program, context) => {
  withCommon(program.command("forget <user>"))
    .description("删除一个人在聊天里的提问和回答 (delete what a person asked in chats, and the answers)")
    .option("--channel <platform/bot>", "只在这个机器人里，如 wechat/default；默认全部 (in one bot only)")
    .action(async (user: string, options: ForgetOptions) => {
      const { runForget } = await import("./run-forget.ts");
      await runForget(user, options, context);
    });
};

const addDead: AddCommand = (program, context) => {
  withCommon(program.command("dead"))
    .description("列出没能送达的回答，或重新发送 (answers that could not be delivered)")
    .option("--replay <id>", "重新发送这一条 (send this one again)")
    .action(async (options: DeadOptions) => {
      const { runDead } = await import("./run-dead.ts");
      await runDead(options, context);
    });
};

const addAudit: AddCommand = (program, context) => {
  withCommon(program.command("audit"))
    .description("列出暂停、通知、密钥和删除的记录 (who decided what, and when)")
    .action(async (options: CommonOptions) => {
      const { runAudit } = await import("./run-control.ts");
      await runAudit(options, context);
    });
};

/** What an operator decides while the service runs: pauses, notices, keys, and the record of it all. */
export const controlCommands: readonly AddCommand[] = [
  addPause,
  addResume,
  addNotice,
  addKey,
  addForget,
  addDead,
  addAudit,
];
