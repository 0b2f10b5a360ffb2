import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WenbanError } from "../../src/errors.ts";
import { PROCEDURE_FIELDS } from "../../src/indexing/procedure-schema.ts";
import { fold } from "../../src/language/fold.ts";
import { createLexicon, parseLexicon } from "../../src/language/lexicon.ts";
import { readKnowledge, shippedLexicon } from "../support/shipped-knowledge.ts";

const lexicon = shippedLexicon();
const shipped = parseLexicon(readKnowledge("lexicon.yaml"));
/** Without the phrases, which stand for themselves, and without what only finds items. */
const entries = shipped.filter(
  ({ official, says, isItem, action }) => says[0] !== official && !isItem && action === undefined,
);
const phrases = shipped.filter(({ official, says }) => says[0] === official).map(({ official }) => official);

function repeated(words: readonly string[]): string[] {
  const seen = new Set<string>();
  return words.filter((word) => seen.size === seen.add(word).size);
}

function officials(question: string): string[] {
  return lexicon.expand(fold(question)).map((hit) => hit.official);
}

describe("the shipped lexicon", () => {
  it.each([
    ["身份证丢了咋整", ["居民身份证丢失补领", "办理流程"]],
    ["身分證丟了怎麼辦", ["居民身份证", "办理流程"]],
    ["换身份证要带什么", ["居民身份证换领", "办理材料"]],
    ["我想扯证", ["结婚登记"]],
    ["驾照到期了", ["机动车驾驶证换证"]],
    ["暂住证还能用吗", ["居住证"]],
    ["廉租房怎么申请", ["公共租赁住房", "办理流程"]],
    ["新农合多少钱", ["城乡居民基本医疗保险", "收费标准"]],
    ["公积金", ["住房公积金"]],
    ["我在椒江租房子想提公积金", ["提取住房公积金"]],
    ["吃低保要啥条件", ["最低生活保障"]],
    ["办个体户在哪办?", ["个体工商户登记", "办理地点"]],
    ["五证合一", ["多证合一"]],
    ["放管服改革", ["简政放权、放管结合、优化服务"]],
    ["几点上班,电话多少", ["办理时间", "咨询电话"]],
    ["能不能找人替我办，不要钱的那种", ["代办", "免费"]],
    ["腿脚不便，能上门来办吗", ["行动不便", "上门服务"]],
    ["材料没带齐能不能先办后补", ["容缺受理"]],
    ["砍掉了多少开证明的事", ["取消", "开具"]],
    ["有几家中介公司被踢出去了", ["中介机构", "清退"]],
    ["混日子的干部有没有被处分", ["庸懒散", "惩戒"]],
    ["公家买东西怎么省钱", ["政府采购"]],
    ["拆房子的砖头水泥和建筑垃圾怎么处理", ["建筑废弃物"]],
    ["老厂房旧改以后", ["旧工业区", "城市更新"]],
    ["庄稼淹了，保险赔多少", ["受灾", "理赔"]],
    ["没爹没妈的孩子一个月补多少", ["孤儿"]],
    ["老人白天没人管，有托老所吗", ["照料中心"]],
    ["在家住院，大夫到家里来打针", ["家庭病床", "上门服务"]],
    ["买块地建厂，多久能动工", ["出让", "开工"]],
    ["部门合并以后工商局归谁", ["机构改革", "市场监管"]],
    ["杂活太多，怎么给社区松绑", ["减负"]],
    ["網購被坑，黑心商家不退錢", ["消费维权"]],
    ["好老师去农村轮岗，名校办分校", ["交流轮岗", "集团化"]],
  ])("%s", (question, expected) => {
    expect(officials(question)).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    "认领证明",
    "最低保修期",
    "居民身份证换领",
    "住房公积金管理中心",
    "编制权力清单",
    "推动工作落实",
    "离开宾馆以后",
    "公开医院账目",
    "身份证明",
    "仲裁员名单",
    "澳门特别行政区",
    "在街道办理登记",
    "重新设立机构",
    "通报批评",
    "全村委托一人",
    "印发改革方案",
    "网上户籍查询",
    "组建委员会",
    "学校举行升旗仪式，校长讲话。",
    "今天天气很好，我们去公园散步吧。",
    "这部电影的配乐非常动人。",
  ])("leaves %s alone", (text) => {
    expect(officials(text).filter((official) => official !== "办理流程")).toEqual([]);
  });

  it("names the field that was asked for", () => {
    expect(lexicon.expand("身份证多少钱").map(({ said, field }) => [said, field])).toEqual([
      ["身份证", null],
      ["多少钱", "fee"],
    ]);
  });

  it("says everything once, in folded form, and nothing that is an official term", () => {
    const says = entries.flatMap((entry) => entry.says.map(fold));
    const officialTerms = new Set(entries.map((entry) => fold(entry.official)));
    expect(repeated(says)).toEqual([]);
    expect(says.filter((said) => officialTerms.has(said) || said.length < 2)).toEqual([]);
    expect(entries.filter((entry) => entry.says.length === 0)).toEqual([]);
  });

  it("says nothing that holds its own official term, which is found anyway", () => {
    const terms = entries.filter((entry) => entry.field === undefined);
    const idle = terms.flatMap(({ official, says }) =>
      says.filter((said) => fold(said).includes(fold(official))),
    );
    expect(idle).toEqual([]);
  });

  it("has each official term once, and enough of them", () => {
    const terms = entries.map((entry) => fold(entry.official));
    expect(repeated(terms)).toEqual([]);
    expect(terms.length).toBeGreaterThanOrEqual(800);
    expect(entries.flatMap((entry) => entry.says).length).toBeGreaterThanOrEqual(5000);
  });

  it("has no phrase that keeps nothing from being found", () => {
    const says = entries.flatMap((entry) => entry.says.map(fold));
    const touches = (phrase: string) =>
      says.some((said) =>
        [...phrase].some((_, i) => {
          const rest = phrase.slice(i);
          return rest.startsWith(said) || (i > 0 && said.startsWith(rest));
        }),
      );
    expect(phrases.filter((phrase) => !touches(fold(phrase)))).toEqual([]);
  });

  it("asks for fields there are, under their labels", () => {
    const labels = new Map(PROCEDURE_FIELDS.map((field) => [field.key, field.label]));
    for (const { field, official } of entries) {
      if (field !== undefined) expect([field, labels.get(field)]).toEqual([field, official]);
    }
  });
});

describe("expand", () => {
  const small = createLexicon([
    { official: "不动产权证书", says: ["房产证", "房本"] },
    { official: "查档", says: ["查房产证"] },
    { official: "別的", says: ["房本"] },
    { official: "居民身份证", says: ["身份证"] },
  ]);

  it("takes the longest words and the first entry", () => {
    expect(small.expand("查房产证和房本")).toEqual([
      { said: "查房产证", official: "查档", start: 0, end: 4, field: null },
      { said: "房本", official: "不动产权证书", start: 5, end: 7, field: null },
    ]);
  });

  it("leaves words inside their official term alone, and finds them elsewhere", () => {
    expect(small.expand("居民身份证和身份证").map((hit) => hit.start)).toEqual([6]);
  });

  it("gives spans that hold what was said, in order", () => {
    const word = fc.constantFrom("身份证", "房产证", "查", "居民", "房", "本", "。");
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join("");
        let last = 0;
        for (const { said, start, end } of small.expand(text)) {
          expect(text.slice(start, end)).toBe(said);
          expect(start).toBeGreaterThanOrEqual(last);
          last = end;
        }
      }),
    );
  });
});

describe("the shipped items and actions", () => {
  const items = shipped.filter(({ isItem }) => isItem);
  const actions = shipped.filter(({ action }) => action !== undefined);

  it("are kept out of what is expanded", () => {
    const small = createLexicon([
      { official: "养犬登记", says: ["养狗"], isItem: true },
      { official: "换领", says: ["快到期"], action: "renew" },
    ]);
    expect(small.expand("养狗的证快到期了")).toEqual([]);
    expect(small.entries).toHaveLength(2);
  });

  it("cover the common items of people and of businesses, each once", () => {
    const names = items.flatMap(({ official }) => official.split(/\s+/));
    expect(items.length).toBeGreaterThanOrEqual(300);
    expect(repeated(names)).toEqual([]);
    expect(
      items.flatMap(({ official, says }) => repeated(says).map((said) => `${official}: ${said}`)),
    ).toEqual([]);
  });

  it("say nothing of one character alone", () => {
    const pieces = items.flatMap(({ says }) => says.map((said) => said.split("+").join("")));
    expect(pieces.filter((said) => said.length < 2)).toEqual([]);
    expect(actions.flatMap(({ says }) => says).filter((said) => said.length < 2)).toEqual([]);
  });

  it("give no situation to two actions", () => {
    const situations = actions.flatMap(({ says }) => says.map(fold));
    expect(repeated(situations)).toEqual([]);
  });
});

describe("parseLexicon", () => {
  it.each(["terms: [", "terms: {a: b}", "words: {}", "terms: {a: {居住证: ''}}", "[]"])(
    "refuses %s",
    (yaml) => {
      expect(() => parseLexicon(yaml)).toThrow(WenbanError);
    },
  );

  it("reads groups and fields", () => {
    expect(
      parseLexicon("terms: {a: {居住证: 暂住证 暂住登记证}}\nfields: {fee: {收费标准: 多少钱}}"),
    ).toEqual([
      { official: "居住证", says: ["暂住证", "暂住登记证"] },
      { official: "收费标准", says: ["多少钱"], field: "fee" },
    ]);
  });
});
