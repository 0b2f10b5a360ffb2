import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shippedRegions } from "../support/shipped-knowledge.ts";

const regions = shippedRegions();

/** Mentions as `text=code|code`. */
function mentions(text: string): string[] {
  return regions
    .find(text)
    .map((m) => `${text.slice(m.start, m.end)}=${m.candidates.map((region) => region.code).join("|")}`);
}

describe("find", () => {
  it.each([
    ["我在椒江租房子想提公积金", ["椒江=331002"]],
    ["台州市椒江区的办事大厅", ["台州市椒江区=331002"]],
    ["温州市民在哪办居住证", ["温州市=330300"]],
    ["2015年余杭区取消了几个非行政许可事项?", ["余杭区=330110"]],
    ["坪山今年有几个改革项目", ["坪山=440310"]],
    ["全国首批两个镇级试点", []],
  ])("finds plain names: %s", (text, expected) => {
    expect(mentions(text)).toEqual(expected);
  });

  it.each([
    ["浙江省杭州市西湖区怎么办", ["浙江省杭州市西湖区=330106"]],
    ["杭州市西湖区", ["杭州市西湖区=330106"]],
    ["杭州西湖区", ["杭州西湖区=330106"]],
    ["南昌西湖区", ["南昌西湖区=360103"]],
    ["杭州西湖的审批", ["杭州西湖=330106"]],
    ["浙江余杭", ["浙江余杭=330110"]],
    ["浙江省 杭州市 余杭区", ["浙江省 杭州市 余杭区=330110"]],
    ["杭州的余杭", ["杭州的余杭=330110"]],
    ["北京市东城区", ["北京市东城区=110101"]],
    ["重庆奉节县", ["重庆奉节县=500236"]],
    ["湖北仙桃", ["湖北仙桃=429004"]],
    ["济南市中区", ["济南市中区=370103"]],
    ["青岛市北区", ["青岛市北区=370203"]],
    ["吉林省吉林市", ["吉林省吉林市=220200"]],
    ["阳泉市郊区", ["阳泉市郊区=140311"]],
  ])("joins a chain into one mention: %s", (text, expected) => {
    expect(mentions(text)).toEqual(expected);
  });

  it.each([
    ["西湖区", ["西湖区=330106|360103"]],
    ["鼓楼区在哪", ["鼓楼区=320106|320302|350102|410204"]],
    ["通州区", ["通州区=110112|320612"]],
    ["龙港", ["龙港=211403|330383"]],
  ])("gives every candidate of an ambiguous name: %s", (text, expected) => {
    expect(mentions(text)).toEqual(expected);
  });

  it.each([
    ["我在南昌,西湖区怎么办", ["南昌=360100", "西湖区=360103"]],
    ["余杭区和西湖区审批提速各多少", ["余杭区=330110", "西湖区=330106"]],
    ["余杭和西湖审批提速各多少", ["余杭=330110", "西湖=330106"]],
    ["西湖与余杭比", ["西湖=330106", "余杭=330110"]],
    ["温州、西湖", ["温州=330300", "西湖=330106"]],
    ["杭州和南昌的西湖区", ["杭州=330100", "南昌的西湖区=360103"]],
  ])("narrows by the other places of the text: %s", (text, expected) => {
    expect(mentions(text)).toEqual(expected);
  });

  it.each([
    ["海南", ["海南=460000"]],
    ["吉林", ["吉林=220000"]],
    ["南昌", ["南昌=360100"]],
    ["恩施", ["恩施=422800"]],
  ])("takes the widest of names that lie in one another: %s", (text, expected) => {
    expect(mentions(text)).toEqual(expected);
  });

  it.each([
    ["溫州市與臺州市", ["溫州市=330300", "臺州市=331000"]],
    ["余杭區2015年", ["余杭區=330110"]],
    ["新疆維吾爾自治區烏魯木齊市", ["新疆維吾爾自治區烏魯木齊市=650100"]],
    ["內蒙古", ["內蒙古=150000"]],
  ])("reads traditional script: %s", (text, expected) => {
    expect(mentions(text)).toEqual(expected);
  });

  it.each([
    ["景宁畲族自治县", ["景宁畲族自治县=331127"]],
    ["景宁县和景宁", ["景宁县=331127", "景宁=331127"]],
    ["恩施州", ["恩施州=422800"]],
    ["延边", ["延边=222400"]],
    ["浦东", ["浦东=310115"]],
    ["大兴安岭", ["大兴安岭=232700"]],
    ["内蒙", ["内蒙=150000"]],
  ])("knows short and spoken forms: %s", (text, expected) => {
    expect(mentions(text)).toEqual(expected);
  });

  it.each([
    "中华人民共和国",
    "西湖的荷花开了",
    "坚持和平发展,改革开放",
    "双方友好合作,资源共享",
    "公安局的电话",
    "长治久安与大同小异",
    "办事指南汇总、服务指南通知、指南平台和指南京剧",
    "信息公开和政府采购",
    "按约定日期还款",
    "管理县级事项",
    "清新县级公路",
    "收费县道",
    "社区市民中心",
    "全市中小学",
    "在高新区和经开区",
    "中山北路与南京西路路口",
    "大兴调查研究之风",
    "以上城市",
    "采光和日照",
    "我区城区和郊区",
    "区长和县长",
  ])("takes ordinary words for what they are: %s", (text) => {
    expect(mentions(text)).toEqual([]);
  });

  it.each([
    ["在和县办", ["和县=340523"]],
    ["和县的政策", ["和县=340523"]],
    ["马鞍山和县", ["马鞍山和县=340523"]],
    ["余杭区级前置审批条件", ["余杭=330110"]],
    ["杭州银行", ["杭州=330100"]],
    ["长治的办事大厅", ["长治=140400"]],
    ["余杭街道", ["余杭=330110"]],
  ])("keeps what is a place beside them: %s", (text, expected) => {
    expect(mentions(text)).toEqual(expected);
  });

  it.each([
    ["江干区", "330102|330114", 2021],
    ["杭州江干", "330102|330114", 2021],
    ["下城区", "330105", 2021],
    ["余杭市", "330110", 2001],
    ["坪山新区", "440310", 2016],
    ["龙港镇", "330383", 2019],
    ["襄樊市", "420600", 2010],
    ["上海闸北", "310106", 2015],
    ["绍兴县", "330603", 2013],
  ])("resolves a former name: %s", (text, codes, year) => {
    const [mention] = regions.find(text);
    expect(mention?.candidates.map((region) => region.code).join("|")).toBe(codes);
    expect(mention?.former?.year).toBe(year);
  });

  it("says nothing of a former name where a present one is meant", () => {
    expect(regions.find("余杭区")[0]?.former).toBeNull();
    expect(regions.find("巢湖")[0]?.former).toBeNull();
  });

  it("gives ordered, separate spans inside any text, with a candidate each", () => {
    const piece = fc.constantFrom(
      "杭州",
      "西湖",
      "区",
      "市",
      "和",
      "的",
      " ",
      "县",
      "江干区",
      "浙江省",
      "中",
      "路",
      "級",
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 30 }),
        (parts) => {
          const text = parts.join("");
          let last = 0;
          for (const { start, end, candidates } of regions.find(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            expect(candidates.length).toBeGreaterThan(0);
            last = end;
          }
        },
      ),
    );
  });

  it("survives a long run of names", () => {
    expect(regions.find("江干区".repeat(20_000))).toHaveLength(20_000);
    expect(regions.find("浙江省杭州市".repeat(20_000))).toHaveLength(20_000);
  });
});

describe("parse", () => {
  it.each([
    ["浙江省杭州市余杭区", "浙江省杭州市余杭区"],
    ["余杭", "浙江省杭州市余杭区"],
    ["330110", "浙江省杭州市余杭区"],
    [" 杭州西湖 ", "浙江省杭州市西湖区"],
    ["路桥", "浙江省台州市路桥区"],
    ["溫州市", "浙江省温州市"],
    ["330103", "浙江省杭州市拱墅区"],
    ["429004", "湖北省仙桃市"],
    ["100000", "全国"],
    ["全国", "全国"],
    ["吉林", "吉林省"],
  ])("%s is %s", (input, name) => {
    expect(regions.parse(input)?.name).toBe(name);
  });

  it.each(["西湖区", "鼓楼", "330104", "999999", "浙江省不存在县", "杭州市余杭区文一路", "", "杭州和温州"])(
    "%s is unknown or ambiguous",
    (input) => {
      expect(regions.parse(input)).toBeNull();
    },
  );

  it("reads every full name back", () => {
    for (const { region } of regions.names()) expect(regions.parse(region.name)?.code).toBe(region.code);
  });
});

describe("the hierarchy", () => {
  it.each([
    ["100000", "330110", true],
    ["330000", "330110", true],
    ["330100", "330110", true],
    ["330110", "330110", true],
    ["330110", "330100", false],
    ["330100", "330300", false],
    ["330000", "360103", false],
    ["330106", "360103", false],
    ["110000", "110101", true],
    ["420000", "429004", true],
    ["469000", "460100", false],
    ["650000", "659001", true],
    ["330110", "100000", false],
  ])("%s covers %s: %s", (upper, lower, expected) => {
    expect(regions.covers(upper, lower)).toBe(expected);
  });

  it.each([
    ["330110", ["100000", "330000", "330100", "330110"]],
    ["110101", ["100000", "110000", "110101"]],
    ["429004", ["100000", "420000", "429004"]],
    ["441900", ["100000", "440000", "441900"]],
    ["100000", ["100000"]],
    ["999999", []],
  ])("lineage of %s", (code, expected) => {
    expect(regions.lineage(code).map((region) => region.code)).toEqual(expected);
  });

  it("tells what a division was cut out of", () => {
    expect(regions.splitFrom("330113")).toMatchObject({ year: 2021, from: { code: "330110" } });
    expect(regions.splitFrom("330110")).toBeNull();
  });

  it("lists the names a typo can be compared with, without those that are plain words", () => {
    const names = new Map([...regions.names()].map(({ name, region }) => [name, region.code]));
    expect(names.get("椒江")).toBe("331002");
    expect(names.get("椒江区")).toBe("331002");
    expect(names.has("合作")).toBe(false);
    expect(names.has("江干区")).toBe(false);
  });
});
