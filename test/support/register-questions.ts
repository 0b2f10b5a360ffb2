import type { DocumentRecord } from "../../src/indexing/document-store.ts";
import { type ListSheet, registerRecord } from "./register-documents.ts";

/** Numbers from a seed, the same on every machine. */
export function createDice(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    next,
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
    shuffle: <T>(list: readonly T[]): T[] =>
      list
        .map((item) => ({ item, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item),
  };
}
type Dice = ReturnType<typeof createDice>;

const WHOSE =
  "家庭 个人 子女 父母 配偶 企业 学生 职工 农户 租房 离退休人员 残疾人 高龄老人 孤儿 外来人员 船员 教师 村民 业主 股东 华侨 退役军人".split(
    " ",
  );
const WHAT =
  "收入 住房 亲属关系 居住 婚姻状况 财产状况 就读 在职 工资 监护 抚养 纳税 社保缴纳 无业 无房 健康 身份 户籍 死亡 出生 无违法记录 无犯罪记录 生活困难 残疾等级 房屋产权 土地权属 学历 工作经历 学籍 转学 失业 供养 收养 丧偶 未婚 离异 存款 经营场所 曾用名".split(
    " ",
  );
const OFFICES =
  "市公安局 市民政局 市人力资源和社会保障局 市住房和城乡建设局 市市场监督管理局 市卫生健康委员会 市教育局 市自然资源和规划局 市农业农村局 市司法局 市医疗保障局 市退役军人事务局".split(
    " ",
  );
const MATTERS =
  "公租房申请 低保申请 入学报名 临时救助 公积金提取 不动产登记 食品经营许可 残疾人补贴 高龄津贴 社保转移 出生登记 法律援助".split(
    " ",
  );
const STATES: readonly [string, string][] = [
  ["取消", "不再提供"],
  ["取消", ""],
  ["保留", ""],
  ["以数据共享代替", "通过省数据共享平台查询"],
  ["以部门核查代替", "由经办单位向出具单位核查"],
  ["以个人承诺代替", "由申请人书面承诺"],
];
const LABELS: readonly (readonly [string, string, string, string, string, string, string])[] = [
  ["证明名称", "又称", "处理方式", "替代途径", "责任单位", "用于何事", "设定依据"],
  ["证明事项", "俗称", "清理结果", "核验方式", "实施主体", "涉及的办理事项", "依据"],
  ["取消或保留的证明材料", "别名", "改革方式", "取消后办理方式", "主管部门", "使用事项", "法律依据"],
];

export interface MadeRow {
  name: string;
  alias: string;
  status: string;
  replacedBy: string;
  department: string;
  matter: string;
  basis: string;
}

/** Two editions of a list of proofs, and names that neither holds. */
export interface MadeList {
  name: string;
  older: MadeRow[];
  newer: MadeRow[];
  absent: string[];
  records: DocumentRecord[];
}

/** A list of `size` rows in two editions, the newer one complete or not. */
export function makeList(seed: number, size: number, isComplete: boolean): MadeList {
  const dice = createDice(seed);
  const names = dice.shuffle([
    ...WHAT.map((what) => `${what}证明`),
    ...WHOSE.flatMap((whose) => WHAT.map((what) => `${whose}${what}证明`)),
  ]);
  const newer = names.slice(0, size).map((name, at) => makeRow(name, at, dice));
  const gone = names.slice(size, size + 6).map((name, at) => makeRow(name, size + at, dice));
  const older = [...newer.slice(7).map((row, at) => (at % 20 === 0 ? changed(row, dice) : row)), ...gone];
  const absent = names
    .slice(size + 6)
    .filter((name) => !newer.some((row) => row.name.includes(name) || row.alias === name));
  const labels = dice.pick(LABELS);
  const name = "问江市证明事项清单";
  const sheet = (
    id: string,
    label: string,
    date: string,
    rows: readonly MadeRow[],
    whole: boolean,
  ): ListSheet => ({
    id,
    name,
    label,
    date,
    isComplete: whole,
    notes: [`${name}（${label}）`, ...(whole ? ["本清单为全部证明事项，清单之外一律不得索要。"] : [])],
    columns: [
      ["序号", "ordinal"],
      [labels[0], "name"],
      [labels[1], "aliases"],
      [labels[2], "status"],
      [labels[3], "replacedBy"],
      [labels[4], "department"],
      [labels[5], "other"],
      [labels[6], "basis"],
    ],
    rows: rows.map((row, at) => [
      String(at + 1),
      row.name,
      row.alias,
      row.status,
      row.replacedBy,
      row.department,
      row.matter,
      row.basis,
    ]),
  });
  const records = [
    registerRecord(sheet("newer", "2025年版", "2025-06-30", newer, isComplete)),
    registerRecord(sheet("older", "2024年版", "2024-06-30", older, false)),
  ];
  return { name, older, newer, absent, records };
}

function makeRow(name: string, at: number, dice: Dice): MadeRow {
  const [status, replacedBy] = dice.pick(STATES);
  const stem = name.replace(/证明$/, "");
  return {
    name,
    alias: at % 3 === 0 ? dice.pick([`${stem}情况说明`, `${stem}条子`, `${stem}介绍信`]) : "",
    status,
    replacedBy,
    department: dice.pick(OFFICES),
    matter: dice.pick(MATTERS),
    basis: `《某某管理办法》第${10 + Math.floor(dice.next() * 40)}条`,
  };
}

function changed(row: MadeRow, dice: Dice): MadeRow {
  const [status, replacedBy] = dice.pick(STATES.filter(([other]) => other !== row.status));
  return { ...row, status, replacedBy };
}

/** Ways of asking whether a proof is still wanted. Those of `HELD_OUT` were not looked at while the rules were made. */
export const STATUS_QUESTIONS = [
  "{n}现在还要开吗？",
  "{n}取消了没",
  "办{m}还要不要{n}",
  "还用开{n}吗",
  "{n}还需要提供吗？",
  "请问{n}是保留还是取消了",
  "单位让我开{n}，现在还要吗",
  "{n}还要不要交",
];
export const HELD_OUT_STATUS = [
  "请问{n}是不是不用开了",
  "村里让我去打个{n}，这个现在还有必要吗",
  "{n}这东西还得跑去开吗",
  "我想知道{n}有没有被取消",
  "办{m}的时候{n}还收不收",
  "听说{n}不用交了，真的假的",
  "{n}能不能不开",
  "现在还有{n}这一说吗",
  "{n}废除了吗",
  "窗口还问我要{n}，合理吗",
  "{n}咋处理的",
  "我爸去办{m}，人家非要{n}，有这规定吗",
  "要不要再去开{n}啊",
  "开{n}还有用没",
  "申请{m}用不用准备{n}",
];
export const WHO_QUESTIONS = ["{n}归谁管", "{n}归哪个部门管？", "{n}是哪个单位负责的"];
export const HELD_OUT_WHO = [
  "{n}该去问哪个局",
  "管{n}的是谁",
  "谁在管{n}",
  "{n}由哪家单位说了算",
  "{n}哪个衙门的事",
];
