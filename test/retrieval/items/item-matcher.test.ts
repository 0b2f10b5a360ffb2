import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createItemMatcher } from "../../../src/retrieval/items/item-matcher.ts";
import { lexicon } from "../../support/test-corpus.ts";

/** Items of no guide of ours, near to one another. */
const TITLES = [
  "居民身份证换领",
  "居民身份证补领",
  "居民身份证挂失申报",
  "居民身份证首次申领",
  "普通护照首次申请",
  "普通护照换发",
  "租房提取住房公积金",
  "购房提取住房公积金",
  "公司设立登记",
  "公司变更登记",
  "公司注销登记",
  "个体工商户注销登记",
  "机动车驾驶证期满换证",
  "机动车驾驶证遗失补证",
  "出生登记",
  "死亡人员户口注销登记",
  "户外招牌设施设置备案",
];
const matcher = createItemMatcher(lexicon);
const shelf = matcher.shelve(TITLES.map((title) => ({ id: title, names: [title] })));
const best = (question: string) => shelf.match(question)[0]?.id;

describe("the item that is meant", () => {
  it.each([
    ["身份证让人偷了", "居民身份证补领"],
    ["身份证被人冒用，想先挂失", "居民身份证挂失申报"],
    ["身份证掰断了咋整", "居民身份证换领"],
    ["身份證下個月到期", "居民身份证换领"],
    ["孩子头一回领身份证", "居民身份证首次申领"],
    ["没出过国，想弄个护照", "普通护照首次申请"],
    ["护照只剩半年了", "普通护照换发"],
    ["付房租能动公积金不", "租房提取住房公积金"],
    ["买二手房首付想用公积金", "购房提取住房公积金"],
    ["想开个公司", "公司设立登记"],
    ["公司换股东了", "公司变更登记"],
    ["公司黄了要关掉", "公司注销登记"],
    ["小店不开了，个体户的照咋销", "个体工商户注销登记"],
    ["驾照找不着了", "机动车驾驶证遗失补证"],
    ["驾照没丢，就是快到期", "机动车驾驶证期满换证"],
    ["孙子落地了上户口", "出生登记"],
    ["老人走了，户口咋销", "死亡人员户口注销登记"],
    ["店门口挂个牌匾", "户外招牌设施设置备案"],
  ])("%s: %s", (question, title) => {
    expect(best(question)).toBe(title);
  });

  it("wants another thing done than its neighbours", () => {
    const actions = new Map(shelf.match("身份证丢了").map(({ id, action }) => [id, action]));
    expect(actions.get("居民身份证补领")).toBe(1);
    expect(actions.get("居民身份证换领")).toBeLessThan(0.5);
    expect(actions.get("居民身份证首次申领")).toBe(-1);
  });

  it("is none where only the action is said", () => {
    const [top] = shelf.match("快到期了咋办");
    expect(top?.score ?? 0).toBeLessThan(0.5);
  });

  it("knows its items by id", () => {
    expect(shelf.has("出生登记")).toBe(true);
    expect(shelf.has("结婚登记")).toBe(false);
    expect(shelf.nameOf("结婚登记")).toBe("");
  });

  it("matches any text, best first and within bounds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
        const matches = shelf.match(text);
        const scores = matches.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        for (const { name, said, action } of matches) {
          expect(name >= 0 && name <= 1 && said >= 0 && said <= 1 && Math.abs(action) <= 1).toBe(true);
        }
      }),
    );
  });
});

describe("shelves", () => {
  it("of nothing match nothing", () => {
    expect(matcher.shelve([]).match("身份证丢了")).toEqual([]);
  });

  it("do without a lexicon's items", () => {
    const plain = createItemMatcher({ expand: () => [] }).shelve([{ id: "a", names: ["养犬登记"] }]);
    expect(plain.match("养犬登记怎么办")[0]?.name).toBeGreaterThan(0.2);
    expect(plain.match("给狗上牌")).toEqual([]);
  });
});
