import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAgainst, checkStatement } from "../../../src/answer/evidence/check-statement.ts";
import { anyNumber, changesOf } from "../../support/change-statement.ts";
import { SENTENCES } from "../../support/statement-corpus.ts";

const REPORT =
  "2023年，云溪区共取消市级审批事项9项，减少申请材料116份，审批时限由30个工作日压缩到12个工作日。";
const NOTICE =
  "申请人应当自收到补正通知之日起15日内，向云溪区政务服务中心提交补正材料；逾期不提交的，视为撤回申请。";
const PARALLEL = "云溪区推进改革，取消9项；河口区深化服务，取消5项。";

const TRUE_STATEMENTS: [string, string][] = [
  ["云溪区2023年共取消市级审批事项9项。", REPORT],
  ["2023年云溪区取消了9项市级审批事项。", REPORT],
  ["云溪区减少申请材料116份。", REPORT],
  ["审批时限从30个工作日压缩到了12个工作日。", REPORT],
  ["审批时限压缩到12个工作日。", REPORT],
  ["云溪区2023年取消市级审批事项9项、减少申请材料116份。", REPORT],
  ["2023年，云溪區共取消市級審批事項９項。", REPORT],
  ["逾期不提交的，视为撤回申请。", NOTICE],
  ["河口区深化服务，取消5项。", PARALLEL],
  ["河口区取消5项。", PARALLEL],
  ["首次申领免费，补办社会保障卡收取工本费20元。", "补办社会保障卡收取工本费20元，首次申领免费。"],
  ["补办社会保障卡的工本费为20元。", "补办社会保障卡收取工本费20元，首次申领免费。"],
  ["提交身份证或户口簿。", "提交身份证或者户口簿。"],
  ["提交身份证。", "提交身份证、户口簿和照片。"],
  ["《办法》于2024-03-01公布。", "《办法》于2024年3月1日公布。"],
  ["公租房租金按市场租金的60%收取。", "公租房租金按照市场租金的60%收取，特困家庭全额免收。"],
  ["区人民法院建立了7个调解室。", "二〇二三年十月，区人民法院建立调解室七个。"],
  ["2023年10月，区人民法院建立调解室七个。", "二〇二三年十月，区人民法院建立调解室七个。"],
  ["补助最低800元，最高3000元。", "补助不低于800元，最高不超过3000元。"],
  ["办结时限为15日。", "办结时限为15日内。"],
  ["日均办件量约为1500件。", "中心运行良好，日均办件量约1500件。"],
  ["区财政投资12000万元。", "区财政投资1.2亿元。"],
];

const LIES: [string, string, string][] = [
  ["a figure", "云溪区2023年共取消市级审批事项8项。", REPORT],
  ["a figure of the same sentence", "云溪区2023年共取消市级审批事项116项。", REPORT],
  ["a measure word", "云溪区2023年共取消市级审批事项9件。", REPORT],
  ["a unit of time", "审批时限由30日压缩到12日。", REPORT],
  ["a year", "云溪区2022年共取消市级审批事项9项。", REPORT],
  ["a place", "河口区2023年共取消市级审批事项9项。", REPORT],
  ["a verb", "云溪区2023年共减少市级审批事项9项。", REPORT],
  ["a verb left out", "云溪区2023年有审批事项9项。", REPORT],
  ["the figure of one thing given to another", "云溪区取消申请材料116份。", REPORT],
  ["an inserted negation", "云溪区2023年未取消市级审批事项9项。", REPORT],
  ["from and to", "审批时限由12个工作日压缩到30个工作日。", REPORT],
  ["by instead of to", "审批时限压缩了12个工作日。", REPORT],
  ["a removed negation", "逾期提交的，视为撤回申请。", NOTICE],
  ["a duty made a leave", "申请人可以自收到补正通知之日起15日内提交补正材料。", NOTICE],
  ["a condition left out", "视为撤回申请。", NOTICE],
  ["a place for another's figure", "云溪区取消5项。", PARALLEL],
  ["another's clause behind one's own", "云溪区推进改革，取消5项。", PARALLEL],
  ["a pair in the wrong order", "河口区有9家。", "云溪区和河口区分别有12家和9家。"],
  ["a colon for a clause", "云溪区：5项。", PARALLEL],
  ["a total for an increase", "增加20家，共20家。", "增加9家，共20家。"],
  ["an aim told as a fact", "到2025年建成养老机构9家。", "力争到2025年建成养老机构9家。"],
  ["an aim in front", "到2025年建成养老机构9家。", "到2025年，力争建成养老机构9家。"],
  ["an aim of an earlier clause", "养老机构新增9家。", "力争到2025年实现全覆盖，养老机构新增9家。"],
  ["a pilot told as a rule", "全区推行一窗受理。", "在全区推行一窗受理试点。"],
  ["a word cut in two", "动产登记在区中心办理。", "不动产登记在区中心办理。"],
  ["an exempted group", "企业免征增值税。", "年销售额低于100万元的，企业免征增值税。"],
  ["an exception left out", "审批结果应当公开。", "审批结果应当公开，但涉密的除外。"],
  ["a case told as the rule", "收费20元。", "首次不收费，补办的收费20元。"],
  ["a bound left out", "补助3000元。", "补助不超过3000元。"],
  ["a bound turned", "处1000元以下罚款。", "处1000元以上罚款。"],
  ["an approximation made exact", "办件1500件。", "办件约1500件。"],
  ["a period's figure for its last year", "2023年新设外资企业57家。", "2021年至2023年，新设外资企业57家。"],
  ["last year's figure", "2023年下降9件。", "2023年召开会议，上年下降9件。"],
  ["a title", "《河口区租赁办法》自2024年3月1日起施行。", "《云溪区租赁办法》自2024年3月1日起施行。"],
  ["a telephone number", "电话0571-66881235。", "电话0571-66881234。"],
  ["office hours", "9:00至18:00受理。", "9:00至17:00受理。"],
  ["a body with a like name", "到政务服务中心办理。", "到行政服务中心办理，可以使用政务服务网。"],
  ["who does what to whom", "区局向市局移交案件。", "市局向区局移交案件。"],
  ["a second negation", "不得向企业不得收费。", "不得向企业收费。"],
  ["two leaves for one", "甲事项可以免费，乙事项可以免费。", "甲事项可以免费，乙事项收费。"],
  ["words of its own", "该政策效果显著。", REPORT],
  ["nothing at all", "。", REPORT],
  ["nothing but a connective", "但是。", "但是，涉密的除外。"],
  ["one of two made both", "提交身份证和户口簿。", "提交身份证或者户口簿。"],
  ["all for some", "所有企业免收检测费。", "部分企业免收检测费。"],
  ["a case of earlier clauses left out", "指派人员，无偿提供服务。", "给予援助的，指派人员，无偿提供服务。"],
  ["a far exception left out", "抵押合同无效。", "抵押合同无效，法律另有规定的除外。"],
  ["a case told as a fact", "申请人不满16周岁。", "申请人不满16周岁的，由监护人代办。"],
  ["a modifier told as a fact", "抵押合同无效。", "抵押合同无效的后果依照规定处理。"],
  ["one party for the other", "承租人向承租人请求赔偿损失。", "承租人向出租人请求赔偿损失。"],
  ["the old price for the new", "护照每本160元。", "护照每本120元，由每本160元下调。"],
  ["half a year's bound", "居住半年。", "居住半年以上。"],
  ["a figure of the next clause", "3个月内缴纳50%。", "1个月内缴纳50%，3个月内缴至75%。"],
];

describe("checkStatement", () => {
  it.each(TRUE_STATEMENTS)("lets 「%s」 pass", (statement, evidence) => {
    expect(checkStatement(statement, evidence)).toEqual({ ok: true, problems: [] });
  });

  it.each(LIES)("refuses %s: 「%s」", (_, statement, evidence) => {
    const { ok, problems } = checkStatement(statement, evidence);
    expect(ok).toBe(false);
    expect(problems.length).toBeGreaterThan(0);
  });

  it.each([
    ["云溪区2023年共取消市级审批事项8项。", "figure:8项"],
    ["云溪区2022年共取消市级审批事项9项。", "date:2022年"],
    ["云溪区2023年共增加市级审批事项9项。", "words:增加"],
    ["云溪区2023年有审批事项9项。", "force:取消"],
  ])("says what is wrong with 「%s」", (statement, problem) => {
    expect(checkStatement(statement, REPORT).problems).toContain(problem);
  });

  it("lets extracts pass by construction", () => {
    for (const sentence of SENTENCES) {
      expect(checkStatement(sentence, sentence).ok).toBe(true);
      expect(checkStatement(sentence, SENTENCES.join("\n")).ok).toBe(true);
    }
  });

  it("refuses 1,000 single changes, each beside the sentences that stand around it", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.nat(SENTENCES.length - 1), anyNumber, anyNumber, (index, random, which) => {
        const changes = changesOf(SENTENCES[index] ?? "", random);
        const change = changes[which % changes.length];
        fc.pre(change !== undefined);
        seen.set(change.kind, (seen.get(change.kind) ?? 0) + 1);
        const evidence = SENTENCES.slice(Math.max(0, index - 1), index + 2).join("");
        return !checkStatement(change.text, evidence).ok;
      }),
      { numRuns: 1_000 },
    );
    expect([...seen.keys()].sort()).toEqual([
      "date",
      "direction",
      "figure",
      "force",
      "name",
      "negation",
      "unit",
    ]);
  }, 120_000);

  it("lets at least 99 of 100 unchanged sentences and clauses of their own pass", () => {
    const statements = SENTENCES.flatMap((sentence, index) => {
      const evidence = SENTENCES.slice(Math.max(0, index - 1), index + 2).join("");
      const first = sentence.slice(0, sentence.search(/[，；]/));
      const isExcepted = /^[，；][^，；。]*除外/.test(sentence.slice(first.length));
      return (isExcepted ? [sentence] : [sentence, first])
        .filter((text) => text.length > 12)
        .map((text) => ({ text, evidence }));
    });
    const passed = statements.filter(({ text, evidence }) => checkStatement(text, evidence).ok);
    expect(statements.length).toBeGreaterThan(50);
    expect(passed.length / statements.length).toBeGreaterThanOrEqual(0.99);
  });

  it("answers for any text without failing, and never lets a text pass that shares no word", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (statement, evidence) => {
        const { ok, problems } = checkStatement(statement, evidence);
        expect(ok).toBe(problems.length === 0);
        expect(checkStatement(`鼫${statement}`, evidence.replaceAll("鼫", "")).ok).toBe(false);
      }),
    );
  });

  it("does bounded work on hostile texts", () => {
    const longs = [
      "啊".repeat(4_000),
      "不得".repeat(2_000),
      "9项、".repeat(1_500),
      "《".repeat(4_000),
      "一,".repeat(2_000),
    ];
    for (const evidence of longs) {
      expect(checkStatement(`${evidence.slice(0, 300)}了`, evidence).problems).toBeDefined();
    }
  });
});

describe("checkAgainst", () => {
  const title = "《云溪区2023年改革工作报告》 浙江省示例市云溪区";

  it.each([
    ["the document's place", "云溪区共有养老机构9家。", "全区共有养老机构9家。"],
    ["the document's year", "2023年全区新增养老机构9家。", "全区新增养老机构9家。"],
    [
      "the document's title",
      "根据《云溪区2023年改革工作报告》，全区新增养老机构9家。",
      "全区新增养老机构9家。",
    ],
  ])("takes %s from what frames the text", (_, statement, text) => {
    expect(checkAgainst(statement, [{ text, frame: title }]).problems).toEqual([]);
    expect(checkAgainst(statement, [{ text }]).ok).toBe(false);
  });

  it("takes the year from what stands before, unless another one is named since", () => {
    const statement = "2021年新增养老机构9家。";
    const text = "新增养老机构9家。";
    expect(checkAgainst(statement, [{ text, before: "2021年，改革深化。" }]).ok).toBe(true);
    expect(checkAgainst(statement, [{ text, before: "2021年，改革深化。2022年，" }]).ok).toBe(false);
  });

  it("keeps the document's place off sentences about another", () => {
    const text = "河口区共有养老机构9家，床位800张。";
    expect(checkAgainst("云溪区共有养老机构9家。", [{ text, frame: title }]).ok).toBe(false);
    expect(checkAgainst("云溪区有床位800张。", [{ text, frame: title }]).ok).toBe(false);
  });

  it("rests each clause on one of several texts, and says on which", () => {
    const texts = [
      { text: "云溪区有养老机构9家。" },
      { text: "无关的一句。" },
      { text: "河口区有养老机构12家。" },
    ];
    const both = checkAgainst("云溪区有养老机构9家，河口区有养老机构12家。", texts);
    expect(both).toEqual({ ok: true, problems: [], usedTexts: [0, 2] });
    expect(checkAgainst("云溪区有养老机构12家，河口区有养老机构9家。", texts).ok).toBe(false);
  });
});
