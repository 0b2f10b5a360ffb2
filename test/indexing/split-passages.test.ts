import { describe, expect, it } from "vitest";
import { cleanText } from "../../src/indexing/cleaning/clean.ts";
import { splitPassages } from "../../src/indexing/splitting/split-passages.ts";
import { fixtureText } from "../support/document-fixtures.ts";

function split(text: string, title = "", withheld: { start: number; end: number }[] = []) {
  const { shown, offsets, declaredLevels } = cleanText(text);
  return splitPassages({ documentId: "文", title, shown, offsets, declaredLevels, withheld });
}

const headings = (text: string, title?: string) => split(text, title).map((passage) => passage.headings);
const shown = (text: string) => split(text).map((passage) => passage.shown);
const sentence = (n: number) => `这是第${n}句话，它说的是政务服务改革中的一件小事，字数不多也不少。`;
const paragraph = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => sentence(from + i)).join("");

describe("splitting along headings", () => {
  it("follows (一) and 1. with the name that begins the paragraph", () => {
    const [intro, first, second, third] = split(
      fixtureText("district-report.txt"),
      "2018年青湖区改革工作稳步推进",
    );
    expect(intro?.headings).toEqual([]);
    expect(first?.headings).toEqual(["(一)优化审批服务,方便企业群众", "1.减少申报材料"]);
    expect(first?.shown).toMatch(/^\(一\)优化审批服务,方便企业群众\n1\.减少申报材料。全年取消/);
    expect(second?.headings).toEqual(["(一)优化审批服务,方便企业群众", "2.推行帮办代办"]);
    expect(third?.headings).toEqual(["(二)深化城乡统筹,补齐民生短板", "1.完善养老服务"]);
  });

  it("takes short lines without final mark for headings, two in a row for one", () => {
    expect(headings(fixtureText("captions.txt"), "这一年,小改革办成大民生")).toEqual([
      ["松岭的做法被写进全省工作简报"],
      ["“免证办”改革 少跑路、少交材料"],
      ["“邻里帮”激活基层力量"],
    ]);
  });

  it("keeps a heading into which another column ran", () => {
    const passages = split(fixtureText("glued-title.txt"), "这12个改革项目关系松岭未来发展");
    const last = passages.at(-1);
    expect(last?.headings).toEqual(["改革项目一览表"]);
    expect(last?.shown).toContain("2.优化民生诉求办理牵头区领导:区长");
  });

  it("keeps articles of a rule apart, under their chapter", () => {
    const found = headings(
      fixtureText("notice.txt"),
      "安宁市人民政府办公室关于印发安宁市居住证办理服务办法的通知",
    );
    expect(found).toContainEqual(["第二章  办理", "第三条"]);
    expect(found).toContainEqual(["第二章  办理", "第四条"]);
    expect(found).toContainEqual(["第三章  附则", "第六条"]);
  });

  it("follows the levels of Markdown, without the title", () => {
    const text = `# 指南\n\n${paragraph(0, 3)}\n\n## 办理材料\n\n${paragraph(3, 3)}\n\n### 原件\n\n${paragraph(6, 3)}`;
    expect(headings(text, "指南")).toEqual([[], ["办理材料"], ["办理材料", "原件"]]);
  });

  it("takes the questions a page puts to itself for headings, and keeps each with its answer", () => {
    const asked = ["一、登记要带什么？", "二、登记收费吗？", "三、多久办好？"];
    const found = split(asked.map((question, i) => `${question}\n${paragraph(i * 4, 4)}`).join("\n"));
    expect(found.map((passage) => passage.headings)).toEqual(asked.map((question) => [question]));
    expect(found.map((passage) => passage.shown.split("\n")[0])).toEqual(asked);
    const page = ["问：谁能报名？", "问：在哪报名？"].map(
      (question) => `${question}\n答：${paragraph(0, 4)}`,
    );
    expect(headings(page.join("\n"))).toEqual([["问：谁能报名？"], ["问：在哪报名？"]]);
  });

  it("takes questions in a row, which nothing answers, for no headings", () => {
    expect(headings("1.谁能报名？\n2.在哪报名？\n3.要带什么？")).toEqual([[]]);
  });

  it("takes a label on its own line for a heading, but not a salutation", () => {
    const text = `各区人民政府：\n${paragraph(0, 3)}\n办理时间：\n${paragraph(3, 3)}`;
    expect(headings(text)).toEqual([[], ["办理时间"]]);
  });

  it("takes numbered items of a list for text", () => {
    const text = `办理材料\n1.居民身份证\n2.近期照片\n3.居住证明\n${paragraph(0, 2)}`;
    expect(headings(text, "指南")).toEqual([["办理材料"]]);
  });

  it("takes many short lines in a row for a list", () => {
    expect(headings("甲镇\n乙镇\n丙镇\n丁镇\n戊镇\n以上各镇均已设立便民服务中心。")).toEqual([[]]);
  });

  it.each([
    ["一、", "二、"],
    ["（一）", "（二）"],
    ["1.", "2."],
    ["1、", "2、"],
    ["（1）", "（2）"],
    ["①", "②"],
    ["步骤一：", "步骤二："],
  ])("knows the numbering %s", (first, second) => {
    const text = `${first}提交申请\n${paragraph(0, 3)}\n${second}领取证件\n${paragraph(3, 3)}`;
    expect(headings(text)).toEqual([[`${first}提交申请`], [`${second}领取证件`]]);
  });
});

describe("sizes", () => {
  it("leave a short document whole", () => {
    expect(shown(paragraph(0, 12))).toHaveLength(1);
  });

  it("are about 300 characters, at ends of sentences", () => {
    const pieces = shown(paragraph(0, 60));
    for (const piece of pieces) {
      expect(piece).toMatch(/。$/);
      expect(piece.length).toBeGreaterThan(150);
      expect(piece.length).toBeLessThanOrEqual(450);
    }
    expect(pieces.join("")).toBe(paragraph(0, 60));
  });

  it("prefer the beginning of a paragraph and of 一是, 二是", () => {
    const list = ["一是", "二是", "三是", "四是", "五是"].map(
      (mark, i) => `${mark}完善机制。${paragraph(i * 4, 3)}`,
    );
    const pieces = shown(list.join(""));
    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) expect(piece).toMatch(/^[一二三四五]是/);
    const paragraphs = shown(`${paragraph(0, 7)}\n${paragraph(7, 7)}`);
    expect(paragraphs).toEqual([paragraph(0, 7), paragraph(7, 7)]);
  });

  it("keep an answer with its question", () => {
    const pairs = Array.from({ length: 8 }, (_, i) => `问：第${i}个问题是什么？\n答：${paragraph(i * 4, 4)}`);
    const pieces = shown(pairs.join("\n"));
    expect(pieces.length).toBeGreaterThan(2);
    for (const piece of pieces) expect(piece).not.toMatch(/^答|问：第\d个问题是什么？$/);
  });

  it("put remnants under one roof", () => {
    const text = `一、收费\n不收费。\n二、时限\n材料齐全的当场办结，不齐的一次告知。\n三、地点\n${paragraph(0, 6)}`;
    expect(headings(text)).toEqual([[], ["三、地点"]]);
  });

  it("fall back on a fixed width where nothing ends", () => {
    const pieces = split("政务服务事项办理指南".repeat(20_000));
    expect(pieces.length).toBeGreaterThan(500);
    expect(Math.max(...pieces.map((piece) => piece.shown.length))).toBeLessThanOrEqual(450);
    expect(pieces.map((piece) => piece.shown).join("")).toBe("政务服务事项办理指南".repeat(20_000));
  });

  it("never cut a character in two", () => {
    for (const piece of shown("𠮷".repeat(3000))) expect(piece.isWellFormed()).toBe(true);
  });
});

describe("passages", () => {
  it("are numbered, and know their place in both texts", () => {
    const text = fixtureText("damaged.txt");
    const passages = split(text);
    expect(passages.map(({ id }) => id)).toEqual(passages.map((_, i) => `文#${i}`));
    const passage = passages.find((candidate) => candidate.shown.includes("876项"));
    expect(text.slice(passage?.start, passage?.end)).toContain(
      "全市保留的876項涉批事項全部納入政務(wù)服務(wù)網辦(bàn)理。",
    );
  });

  it("hold nothing that is withheld, and all the rest", () => {
    const text = `${sentence(1)}\n${sentence(2)}\n${sentence(3)}`;
    const start = text.indexOf(sentence(2));
    const passages = split(text, "", [{ start, end: start + sentence(2).length }]);
    expect(passages.map((passage) => passage.shown)).toEqual([sentence(1), sentence(3)]);
    expect(split(text, "", [{ start: 0, end: text.length }])).toEqual([]);
  });

  it("of an empty text are none", () => {
    expect(split("")).toEqual([]);
    expect(split("\n \n")).toEqual([]);
  });
});
