import { describe, expect, it } from "vitest";
import { createThesaurus, parseThesaurus } from "../../src/language/thesaurus.ts";
import { readKnowledge } from "../support/shipped-knowledge.ts";

describe("thesaurus", () => {
  const near = createThesaurus(parseThesaurus("# 动词\n减少 砍掉 压减\n\n协议 契约 # 文书\n减少 变少"));

  it("finds the words that say the same, with where they stand", () => {
    expect(near("砍掉了多少契约")).toEqual([
      { said: "砍掉", start: 0, end: 2, words: ["减少", "压减"] },
      { said: "契约", start: 5, end: 7, words: ["协议"] },
    ]);
  });

  it("lets a word of two groups stand for the words of both", () => {
    expect(near("减少")[0]?.words).toEqual(["砍掉", "压减", "变少"]);
  });

  it("prefers the longer word", () => {
    const find = createThesaurus(parseThesaurus("证明 凭证\n证明材料 佐证材料"));
    expect(find("证明材料").map(({ said }) => said)).toEqual(["证明材料"]);
  });

  it("takes no single characters and no group of one", () => {
    expect(createThesaurus(parseThesaurus("减 少 压减\n孤零零"))("减压减孤零零")).toEqual([]);
  });
});

describe("the shipped thesaurus", () => {
  const groups = parseThesaurus(readKnowledge("thesaurus.txt"));

  it("holds groups of words of two characters and more, written as they fold", () => {
    for (const { synonyms } of groups)
      for (const word of synonyms) expect(word).toMatch(/^[\p{Script=Han}a-zA-Z\d]{2,12}$/u);
  });

  it("lets no grade, day or size stand for another of its series", () => {
    const series = ["一二三四五六七八九", "日一二三四五六", "大中小", "男女", "上下"];
    const isOther = (left: string, right: string) => {
      const apart = [...left].flatMap((character, at) => (character === right[at] ? [] : [at]));
      const [at, ...more] = apart;
      if (left.length !== right.length || at === undefined || more.length > 0) return false;
      return series.some((one) => one.includes(left.charAt(at)) && one.includes(right.charAt(at)));
    };
    const mixed = groups.filter(({ synonyms }) =>
      synonyms.some((word) => synonyms.some((other) => isOther(word, other))),
    );
    expect(mixed.map(({ synonyms }) => synonyms.join(" "))).toEqual([]);
  });
});
