import { beforeAll, describe, expect, it } from "vitest";
import type { SourceFile } from "../../src/indexing/loader.ts";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";

const PAGE = `云溪区困难家庭遗体火化补助办事须知

一、补助对象
本区户籍的最低生活保障家庭成员。

二、补助标准
普通车接运遗体，每具补助260元。
冷藏遗体三日以内，每具补助450元。
骨灰堂寄存，每格每年收取60元。

三、办理地点
青石路18号殡仪服务站一楼。
`;

const RIVAL = `云溪区殡仪车辆管理办法

殡仪车由民政部门统一编号，接运遗体实行登记。冷藏柜每日消毒。
火化设备每年检修一次，检修费用由区财政承担。
`;

const rival: SourceFile = { path: "hearses.txt", bytes: new TextEncoder().encode(RIVAL) };
const page: SourceFile = { path: "cremation.txt", bytes: new TextEncoder().encode(PAGE) };

describe("a page that leads without a sure sentence", () => {
  let desk: AnswerDesk;
  beforeAll(async () => {
    desk = await openAnswerDesk([page]);
  });

  it.each([
    ["云溪区困难家庭火化，普通车拉一趟给多少", "260元"],
    ["云溪区困难家庭火化 遗体冷藏要自己掏钱吗给多少", "450元"],
  ])("quotes what it says: %s", async (question, figure) => {
    const answer = await desk.ask(question);
    expect(answer.text).toContain(figure);
  });

  it("sets a second sentence beside one that is not sure by itself, each with its citation", async () => {
    const answer = await desk.ask("困难家庭火化要去哪儿弄");
    expect(answer.text).toContain("青石路18号");
    expect(answer.citations.map(({ documentId }) => documentId)).toEqual(["cremation", "cremation"]);
  });

  it.each([
    "云溪区困难家庭火化的骨灰盒多大岁数能领",
    "云溪区困难家庭遗体火化要抽几次血",
    "云溪区养老机构床位一个月收多少钱",
  ])("does not quote what says nothing of the kind: %s", async (question) => {
    await desk.expectDeclined(question);
  });
});

describe("a page that leads before another of its matter", () => {
  let desk: AnswerDesk;
  beforeAll(async () => {
    desk = await openAnswerDesk([page, rival]);
  });

  // No sentence is sure to answer these, so that without the page's lead they are refused.
  it.each([
    ["云溪区低保家庭办后事骨灰放一年多少钱", "60元"],
    ["云溪区家里困难老人过世火化补助拉人的车给报多少", "260元"],
  ])("quotes the sentence nearest to the question: %s", async (question, figure) => {
    await desk.expectAnswer(question, { keys: [figure], documents: ["cremation"] });
  });
});

const FILLER = "居委会在收到来信之后逐件登记，由专人转给有关的责任人，并在公示栏里贴出答复。".repeat(12);
const COLUMN = `信箱问答汇编

一、大件旧物的清运
请搬到小区北门，每周六上午9:00—11:00统一收运，不收费用。${FILLER}

二、楼道的安全
楼道里不得堆放旧沙发、旧床垫，也不得停放电动车，违者由物业拖离。${FILLER}
`;

const column: SourceFile = { path: "column.txt", bytes: new TextEncoder().encode(COLUMN) };

describe("a page that holds the whole question, though its title says nothing of it", () => {
  let desk: AnswerDesk;
  beforeAll(async () => {
    desk = await openAnswerDesk([page, column]);
  });

  it("quotes the sentence that has what is asked for", async () => {
    const answer = await desk.ask("旧沙发旧床垫堆在楼道，物业要拖离，周六几点来收运");
    expect(answer.text).toContain("9:00—11:00");
    expect(answer.citations.map(({ documentId }) => documentId)).toContain("column");
  });

  it.each(["旧沙发堆在楼道里，物业要罚多少钱", "物业拖离的电动车去哪条路上领"])(
    "does not quote what says nothing of the kind: %s",
    async (question) => {
      await desk.expectDeclined(question);
    },
  );
});
