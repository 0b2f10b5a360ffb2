import { describe, expect, it } from "vitest";
import {
  findPlaces,
  placesOfDeeds,
  soundsLike,
  unresolvedPlaces,
} from "../../../src/answer/question/find-places.ts";
import { mendPlaceNames, mistypedPlaces } from "../../../src/answer/question/mend-places.ts";
import type { Region } from "../../../src/domain.ts";
import { fold } from "../../../src/language/fold.ts";
import { shippedRegions as regions } from "../../support/shipped-regions.ts";

const placesOf = (question: string) => findPlaces(fold(question), regions, "question");
const known: Region[] = ["510107", "370212", "350203", "350102"].flatMap((code) => regions.parse(code) ?? []);
const mend = (question: string) => mendPlaceNames(fold(question), known, regions);

describe("places of a question", () => {
  it.each([
    ["武侯区取消了几项", ["四川省成都市武侯区"]],
    ["武侯取消了几项", ["四川省成都市武侯区"]],
    ["成都市武侯区取消了几项", ["四川省成都市武侯区"]],
    ["成都武侯取消了几项", ["四川省成都市武侯区"]],
    ["四川成都武侯区取消了几项", ["四川省成都市武侯区"]],
    ["南京鼓楼区一般审批要几天", ["江苏省南京市鼓楼区"]],
    ["福州鼓楼加装电梯补多少", ["福建省福州市鼓楼区"]],
    ["廈門市思明區有幾個社區", ["福建省厦门市思明区"]],
    ["武侯和崂山各有多少家", ["四川省成都市武侯区", "山东省青岛市崂山区"]],
    ["加装电梯补贴多少钱", []],
    ["综合窗口有几个", []],
    ["友好协商的办法是什么", []],
  ])("%s", (question, expected) => {
    expect(placesOf(question).map(({ candidates }) => candidates[0]?.name)).toEqual(expected);
  });

  it("are all that a shared name can mean", () => {
    const [place] = placesOf("鼓楼区一般审批要几天");
    expect(place?.candidates.map(({ name }) => name)).toEqual([
      "江苏省南京市鼓楼区",
      "江苏省徐州市鼓楼区",
      "福建省福州市鼓楼区",
      "河南省开封市鼓楼区",
    ]);
  });

  it("stand where they were written", () => {
    const question = fold("请问崂山区有几个项目");
    const [place] = findPlaces(question, regions, "conversation");
    expect(place).toMatchObject({ text: "崂山区", from: "conversation" });
    expect(question.slice(place?.start, place?.end)).toBe("崂山区");
  });

  it.each(["武侯镇的工业用地", "西湖乡有几个村"])("are not the townships of their name: %s", (question) => {
    expect(placesOf(question)).toEqual([]);
  });
});

describe("a name right behind another place", () => {
  it.each([
    ["江苏思明镇有几个社区", ["江苏省"]],
    ["泉州的思明街道有几个社区", ["福建省泉州市"]],
    ["厦门的思明区有几个社区", ["福建省厦门市思明区"]],
  ])("means nothing beyond it in %s", (question, expected) => {
    expect(placesOf(question).map(({ candidates }) => candidates[0]?.name)).toEqual(expected);
  });
});

describe("a place where something is done", () => {
  it("is not asked about behind what is counted", () => {
    const question = "武侯区有多少家企业在香港上市";
    expect(placesOfDeeds(question, placesOf(question)).map(({ text }) => text)).toEqual(["香港"]);
  });

  it.each(["武侯区和崂山区各有多少家企业", "在武侯区有多少家企业"])("is none in %s", (question) => {
    expect(placesOfDeeds(question, placesOf(question))).toEqual([]);
  });
});

describe("places that the table does not know", () => {
  it.each([
    ["青云县有多少家企业", ["青云县"]],
    ["白鹭镇的一般审批要几天", ["白鹭镇"]],
    ["星海新区的补贴多少", ["星海新区"]],
  ])("%s", (question, expected) => {
    expect(unresolvedPlaces(fold(question), placesOf(question))).toEqual(expected);
  });

  it.each(["乡镇有多少个", "武侯区取消了几项", "哪个镇试点", "全县有多少家", "小镇建了几个"])(
    "are not in %s",
    (question) => {
      expect(unresolvedPlaces(fold(question), placesOf(question))).toEqual([]);
    },
  );
});

describe("names typed by their sound", () => {
  it.each([
    ["武后区取消了几项", "武侯区取消了几项"],
    ["劳山区有几个项目", "崂山区有几个项目"],
    ["思名区有多少社区", "思明区有多少社区"],
    ["武侯区取消了几项", "武侯区取消了几项"],
    ["加装电梯补贴多少", "加装电梯补贴多少"],
    ["老山区有几个项目", "崂山区有几个项目"],
    ["思民区有多少社区", "思明区有多少社区"],
    ["推进城市建设有几项", "推进城市建设有几项"],
    ["开发区和工业区有几家企业", "开发区和工业区有几家企业"],
    ["示范社区有几个", "示范社区有几个"],
    ["我市各县市区怎么办", "我市各县市区怎么办"],
    ["平山区有几个项目", "平山区有几个项目"],
  ])("%s → %s", (question, expected) => {
    expect(mend(question)).toBe(expected);
  });

  it("leave the name of another place alone", () => {
    expect(mend("南京鼓楼区有几个窗口")).toBe("南京鼓楼区有几个窗口");
  });

  it.each([
    ["证名", "证明", true],
    ["焦江", "椒江", true],
    ["重庆", "中庆", true],
    ["证件", "证明", false],
    ["证", "证明", false],
  ])("%s and %s: %s", (left, right, expected) => {
    expect(soundsLike(left, right)).toBe(expected);
  });
});

describe("names that sound like a place without documents", () => {
  it.each([
    ["萧杉区取消了几项", ["萧杉区"]],
    ["莆天市取消了几项", ["莆天市"]],
    ["萧山区取消了几项", []],
    ["推进城市更新的有几项", []],
    ["工业区和示范区有几家", []],
    ["各县市区都有哪些", []],
    ["建设无废城市的目标", []],
  ])("%s", (question, expected) => {
    expect(mistypedPlaces(fold(question), regions)).toEqual(expected);
  });
});

describe("a district that bears an everyday word for its name", () => {
  const lanzhou = ["620102", "510107"].flatMap((code) => regions.parse(code) ?? []);

  it.each([
    ["兰州城关停水找谁", "兰州城关区停水找谁"],
    ["兰州市城关停水找谁", "兰州市城关区停水找谁"],
    ["兰州城关区停水找谁", "兰州城关区停水找谁"],
    ["西宁城关停水找谁", "西宁城关停水找谁"],
    ["城关停水找谁", "城关停水找谁"],
  ])("is named in full behind its city: %s → %s", (typed, meant) => {
    expect(mendPlaceNames(fold(typed), lanzhou, regions)).toBe(meant);
  });
});
