import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { followConversation, resolveTurn } from "../../../src/answer/question/conversation.ts";
import type { Turn } from "../../../src/domain.ts";
import { fold } from "../../../src/language/fold.ts";
import { readKnowledge, shippedLexicon } from "../../support/shipped-knowledge.ts";
import { shippedRegions as regions } from "../../support/shipped-regions.ts";

const guides = new URL("../../../knowledge/procedures/", import.meta.url);
const names = readdirSync(guides).flatMap((file) => {
  const text = readKnowledge(`procedures/${file}`);
  const aliases = /^aliases: \[(.*)\]/m.exec(text)?.[1] ?? "";
  const title = /^title: (.*)/m.exec(text)?.[1] ?? "";
  return [title, ...aliases.split(/,\s*/)].filter((name) => name.length > 1).map(fold);
});
const tools = {
  regions,
  known: ["330110", "330106", "330300"].flatMap((code) => regions.parse(code) ?? []),
  lexicon: shippedLexicon(),
  names,
};

/** Turns in order, the user's and the answers to them in turn; the last is resolved. */
function resolve(...texts: string[]) {
  const turns: Turn[] = texts.map((text, index) => ({ role: index % 2 === 0 ? "user" : "assistant", text }));
  const last = turns.pop()?.text ?? "";
  return resolveTurn(fold(last), followConversation(turns, tools), tools);
}

const COUNT = "余杭区2015年取消了几个非行政许可事项?";
const LOST = "身份证丢了怎么补办?";

describe("another place or year", () => {
  it.each([
    ["那温州呢", COUNT, "温州2015年取消了几个非行政许可事项?"],
    ["溫州呢?", COUNT, "温州2015年取消了几个非行政许可事项?"],
    ["西湖呢", COUNT, "浙江省杭州市西湖区2015年取消了几个非行政许可事项?"],
    ["换成西湖区", COUNT, "西湖区2015年取消了几个非行政许可事项?"],
    ["温州和西湖区呢", COUNT, "温州和西湖区2015年取消了几个非行政许可事项?"],
    ["2014年呢", COUNT, "余杭区2014年取消了几个非行政许可事项?"],
    ["去年呢", COUNT, "余杭区去年取消了几个非行政许可事项?"],
    ["上一年呢", COUNT, "余杭区2014年取消了几个非行政许可事项?"],
    ["那西湖区2014年的呢", COUNT, "西湖区2014年取消了几个非行政许可事项?"],
    ["余杭区呢", LOST, "余杭区身份证丢了怎么补办?"],
    ["2016年呢", "温州取消了几项?", "2016年温州取消了几项?"],
    ["那椒江呢", "余杭区和西湖区审批提速各多少?", "椒江审批提速各多少?"],
  ])("%s after %s", (said, before, expected) => {
    expect(resolve(before, "9个。", said)).toMatchObject({ text: expected, manner: "alone", previous: null });
  });

  it("is the last one said, over several turns", () => {
    const turn = resolve(COUNT, "9个。", "那温州呢", "没有。", "西湖区呢", "没有。", "2014年呢");
    expect(turn.text).toBe("西湖区2014年取消了几个非行政许可事项?");
  });

  it("is exchanged after a refusal and after a clarification alike", () => {
    expect(resolve(COUNT, "没有找到适用于余杭区的文件。", "那温州呢").text).toMatch(/^温州2015年/);
    expect(resolve("鼓楼区补贴多少?", "请选择您问的地区：1. 甲；2. 乙。", "那温州呢").text).toBe(
      "温州补贴多少?",
    );
  });
});

describe("another occasion", () => {
  it.each([
    ["到期了呢", LOST, "身份证到期了怎么办?"],
    ["那丢了呢?", "身份证到期了怎么换?", "身份证丢了怎么办?"],
  ])("%s after %s", (said, before, expected) => {
    expect(resolve(before, "好。", said).text).toBe(expected);
  });
});

describe("a turn that leans on the question before", () => {
  it.each([
    ["多少钱", LOST, "身份证丢了补办,多少钱?"],
    ["要带什么?", LOST, "身份证丢了补办,要带什么?"],
    ["那要多久", "居住证怎么办?", "居住证,要多久?"],
    ["能邮寄吗", LOST, "身份证丢了补办,能邮寄吗?"],
    ["那未成年人呢", LOST, "身份证丢了补办,未成年人怎么补办?"],
    ["可以别人代办吗", LOST, "身份证丢了补办,可以别人代办吗?"],
    ["由谁牵头?", "武侯区的区域评估什么时候开始试行的?", "武侯区的区域评估开始试行,由谁牵头?"],
    [
      "其中办结了多少个?",
      "西湖区2014年代办了多少个投资项目?",
      "西湖区2014年代办了投资项目,其中办结了多少个?",
    ],
    ["那不动产登记呢", "武侯区企业开办要几个工作日?", "武侯区企业开办,不动产登记要几个工作日?"],
  ])("%s after %s", (said, before, expected) => {
    expect(resolve(before, "好。", said)).toMatchObject({
      text: expected,
      manner: "leaning",
      previous: before,
    });
  });

  it("points back to a document by its title", () => {
    const turn = resolve("《杭州市户外广告管理办法》规定了什么?", "设置要求。", "它什么时候施行?");
    expect(turn.asked).toContain("《杭州市户外广告管理办法》什么时候施行");
    expect(resolve("《甲办法》规定了什么?", "要求。", "这个办法由谁实施").asked).toContain(
      "《甲办法》由谁实施",
    );
  });

  it("rests on what was asked first, however many turns lean on it", () => {
    const turn = resolve(LOST, "好。", "多少钱", "40元。", "要带什么", "户口簿。", "在哪办?");
    expect(turn.text).toBe("身份证丢了补办,在哪办?");
  });

  it("rests on what was chosen", () => {
    const told = "请选择您要办理的事项：1. 公司设立登记；2. 个体工商户设立登记。";
    const turn = resolve("营业执照怎么办?", told, "2", "个体工商户设立登记。", "要带什么");
    expect(turn.text).toBe("个体工商户设立登记:营业执照,要带什么?");
  });

  it("names the thing that was told in the place it says", () => {
    const turn = resolve(
      "坪山有哪些改革?",
      "1.基层治理[1]；2.民生诉求[2]；3.科技创新[3]。",
      "第二个由谁牵头",
    );
    expect(turn.own).toBe("民生诉求由谁牵头");
  });
});

describe("a new topic", () => {
  it.each([
    ["护照多少钱", LOST],
    ["那护照首次申领要带什么材料", LOST],
    ["低保标准是多少", "公租房怎么申请?"],
    ["温州清退了几家中介机构?", LOST],
    ["居住证怎么办?", "请问营业执照怎么办?"],
    ["垃圾分类投放错误怎么处罚", LOST],
  ])("%s takes nothing over from %s", (said, before) => {
    expect(resolve(before, "好。", said)).toMatchObject({
      text: fold(said),
      previous: null,
      manner: "alone",
    });
  });

  it.each([
    ["停水了怎么办", LOST],
    ["彩票中心几点开门", LOST],
  ])("%s is not worded after %s", (said, before) => {
    const { text, manner } = resolve(before, "好。", said);
    expect(text).not.toContain("身份证");
    expect(manner).not.toBe("leaning");
  });

  it("keeps the place of the conversation, and not its year", () => {
    const turn = resolve(COUNT, "9个。", "居家养老服务站一共建成了多少个?");
    expect(turn.places.map(({ text }) => text)).toEqual(["余杭区"]);
    expect(turn.asked).not.toContain("2015");
  });

  it("is told from a choice, even while one is open", () => {
    const told = "请选择您要办理的事项：1. 公司设立登记；2. 个体工商户设立登记。";
    expect(resolve("营业执照怎么办?", told, "居住证多少钱").text).toBe("居住证多少钱");
  });
});

it("is as it was said where nothing was said before", () => {
  expect(resolve("那崂山呢?")).toMatchObject({ text: "那崂山呢?", manner: "alone", previous: null });
});
