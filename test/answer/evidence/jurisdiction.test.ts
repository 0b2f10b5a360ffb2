import { describe, expect, it } from "vitest";
import {
  createCoverage,
  documentCovers,
  narrowestPlaces,
  windowCovers,
} from "../../../src/answer/evidence/jurisdiction.ts";
import type { AskedPlace } from "../../../src/answer/question/understood-question.ts";
import type { Document } from "../../../src/domain.ts";
import { sampleDocument } from "../../support/sample-documents.ts";
import { firstClause } from "../../support/sample-windows.ts";
import { shippedRegions as regions } from "../../support/shipped-regions.ts";

function asked(text: string): AskedPlace {
  const [mention] = regions.find(text);
  return { text, candidates: mention?.candidates ?? [], from: "question" };
}

const documentOf = (region: string | null, text = "取消审批事项37项。") =>
  sampleDocument({
    id: "one",
    text,
    title: "改革情况",
    region: region === null ? null : regions.parse(region),
  });

describe("a document's jurisdiction", () => {
  it.each([
    ["四川省成都市武侯区", "武侯区", true],
    ["四川省成都市", "武侯区", true],
    ["四川省", "武侯区", true],
    ["全国", "武侯区", true],
    ["四川省成都市武侯区", "成都市", false],
    ["四川省成都市青羊区", "武侯区", false],
    ["江苏省南京市鼓楼区", "南京鼓楼区", true],
    ["江苏省南京市鼓楼区", "徐州鼓楼区", false],
    ["福建省福州市", "南京鼓楼区", false],
    ["江苏省南京市鼓楼区", "鼓楼区", true],
    [null, "武侯区", false],
  ])("%s for %s: %s", (region, place, covers) => {
    expect(documentCovers(documentOf(region), asked(place), regions)).toBe(covers);
  });
});

describe("a sentence may speak for a place outside its document's jurisdiction", () => {
  const covers = (document: Document, place: string) =>
    windowCovers(firstClause(document), asked(place), regions);

  it.each([
    ["四川省成都市金牛区", "武侯区共建公园3个。全区共19个。", "武侯区", true],
    ["四川省成都市金牛区", "全区共19个。武侯区共建公园3个。", "武侯区", false],
    ["江苏省徐州市", "南京市鼓楼区建成驿站96个。", "南京鼓楼区", false],
    ["江苏省徐州市", "南京鼓楼区建成驿站96个。", "南京鼓楼区", true],
    [null, "武侯区建成驿站96个。", "武侯区", true],
    [null, "全年建成驿站96个。\n武侯区共有两所。", "武侯区", true],
    [null, "全年建成驿站96个。", "武侯区", false],
  ])("%s: %s for %s: %s", (region, text, place, expected) => {
    expect(covers(documentOf(region, text), place)).toBe(expected);
  });

  it("reads a long document once, however many windows come from it", () => {
    let reads = 0;
    const document = documentOf(null, "全年建成驿站96个。");
    const window = firstClause(document);
    const counted = {
      ...document,
      get shown() {
        reads++;
        return document.shown;
      },
    };
    const coversPlace = createCoverage(asked("武侯区"), regions);
    const windows = Array.from({ length: 50 }, () => ({
      ...window,
      view: { ...window.view, document: counted },
    }));
    expect(windows.map(coversPlace)).not.toContain(true);
    expect(reads).toBe(1);
  });
});

describe("of nested places the narrowest is asked about", () => {
  it.each([
    [["成都", "武侯区"], ["武侯区"]],
    [["四川", "成都", "武侯区"], ["武侯区"]],
    [
      ["武侯区", "崂山区"],
      ["武侯区", "崂山区"],
    ],
    [["武侯区"], ["武侯区"]],
  ])("%j", (places, expected) => {
    expect(narrowestPlaces(places.map(asked), regions).map(({ text }) => text)).toEqual(expected);
  });
});
