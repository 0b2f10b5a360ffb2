import { describe, expect, it } from "vitest";
import { tellRows } from "../../../src/answer/evidence/tell-rows.ts";

describe("rows of tables in an answer", () => {
  it.each([
    [
      "name their columns once, and hold their cells as the source does",
      "学历：硕士\t金额（元）：900\n学历：博士\t金额（元）：1500",
      "硕士\t900\n博士\t1500",
      "学历、金额（元）：硕士，900；博士，1500",
    ],
    [
      "name them anew where others come",
      "学历：硕士\t金额：900元\n区域：城区\t租金：8元",
      "硕士\t900元\n城区\t8元",
      "学历、金额：硕士，900元\n区域、租金：城区，8元",
    ],
    [
      "leave the lines beside them alone",
      "补贴标准\n学历：硕士\t金额：900元",
      "补贴标准\n硕士\t900元",
      "补贴标准\n学历、金额：硕士，900元",
    ],
    [
      "stay as they are where the source names its values",
      "时间：周一\t地点：东门",
      "时间：周一\t地点：东门",
      "时间：周一\t地点：东门",
    ],
    ["stay as they are where a cell is cut", "九百元\t期限：三年", "九百元\t三年", "九百元\t期限：三年"],
  ])("%s", (_, shown, quote, told) => {
    expect(tellRows(shown, quote)).toBe(told);
    expect(told.length).toBeLessThanOrEqual(shown.length);
  });
});
