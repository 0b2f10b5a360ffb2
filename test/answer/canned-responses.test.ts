import { describe, expect, it } from "vitest";
import { type CannedReason, cannedResponse } from "../../src/answer/canned-responses.ts";
import { isAnswered, type Outcome } from "../../src/domain.ts";
import { testSettings } from "../support/answer-settings.ts";

const OUTCOMES: [Outcome, CannedReason[]][] = [
  ["small_talk", ["greeting", "thanks", "about_bot"]],
  ["out_of_scope", ["personal_account", "off_topic", "opinion", "private_person"]],
  ["handoff", ["complaint", "report_official", "emergency", "crisis", "violence"]],
  ["blocked_input", ["attack", "unsafe"]],
  [
    "no_source",
    [
      "office_holder",
      "still_in_force",
      "no_source",
      "other_place",
      "other_year",
      "only_counted",
      "not_in_guide",
    ],
  ],
  ["weak_source", ["weak_source"]],
  ["error_upstream", ["service_failure"]],
];

describe("fixed texts", () => {
  it.each(OUTCOMES.flatMap(([outcome, reasons]) => reasons.map((reason) => [reason, outcome] as const)))(
    "%s is %s, in whole sentences of polite Chinese",
    (reason, outcome) => {
      const { outcome: found, text } = cannedResponse(reason, testSettings, "2017年");
      expect(found).toBe(outcome);
      expect(isAnswered(found)).toBe(false);
      expect(text).toMatch(/^[\p{Script=Han}\d].*。$/su);
      expect(text).not.toMatch(/undefined|null|你(?!们)|\$\{/);
    },
  );

  it.each<[CannedReason, string]>([
    ["emergency", "110"],
    ["emergency", "120"],
    ["crisis", "12356"],
    ["violence", "12338"],
    ["report_official", "12388"],
    ["complaint", "5566"],
    ["no_source", "5566"],
    ["attack", "5566"],
  ])("%s names the number %s", (reason, number) => {
    expect(cannedResponse(reason, { ...testSettings, hotline: "5566" }).text).toContain(number);
  });

  it.each<CannedReason>(["no_source", "other_place", "other_year", "not_in_guide"])(
    "%s says what was looked for",
    (reason) => {
      expect(cannedResponse(reason, testSettings, "《某某指南》的费用").text).toContain("《某某指南》的费用");
    },
  );

  it.each([
    ["问办", null, "本地的政策"],
    ["问办", { code: "330110", name: "浙江省杭州市余杭区" }, "浙江省杭州市余杭区的政策"],
    ["河口区政务", null, "河口区政务的政策"],
  ])("a site called %s offers what it has", (siteName, region, offer) => {
    const { text } = cannedResponse("off_topic", { ...testSettings, siteName, region });
    expect(text).toContain(`我可以回答${offer}和办事问题`);
  });

  it("a refusal never tells why a trick failed", () => {
    expect(cannedResponse("attack", testSettings).text).not.toMatch(/指令|提示词|规则|注入/);
  });
});
