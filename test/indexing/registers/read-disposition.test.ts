import { describe, expect, it } from "vitest";
import type { RegisterDisposition } from "../../../src/domain.ts";
import {
  readDisposition,
  readListDisposition,
  readReplacement,
} from "../../../src/indexing/registers/read-disposition.ts";

describe("readDisposition", () => {
  it.each<[string, RegisterDisposition | null]>([
    ["取消", "cancelled"],
    ["予以取消", "cancelled"],
    ["已取消", "cancelled"],
    ["不再要求提供", "cancelled"],
    ["不再提供", "cancelled"],
    ["废止", "cancelled"],
    ["不予保留", "cancelled"],
    ["免于提交", "cancelled"],
    ["保留", "kept"],
    ["继续实施", "kept"],
    ["保留（可通过数据共享核验）", "kept"],
    ["不取消", "kept"],
    ["暂不取消", "kept"],
    ["不予取消", "kept"],
    ["以数据共享代替", "replaced_by_data_sharing"],
    ["以數據共享代替", "replaced_by_data_sharing"],
    ["取消，改为网络核验", "replaced_by_data_sharing"],
    ["调用电子证照", "replaced_by_data_sharing"],
    ["取消，改为部门核查", "replaced_by_department_check"],
    ["内部核查", "replaced_by_department_check"],
    ["部门间核验", "replaced_by_department_check"],
    ["行政协助", "replaced_by_department_check"],
    ["调查核实", "replaced_by_department_check"],
    ["以个人承诺代替", "replaced_by_commitment"],
    ["书面承诺", "replaced_by_commitment"],
    ["告知承诺制", "replaced_by_commitment"],
    ["由居民身份证替代", "replaced"],
    ["取消，由户口簿代替", "replaced"],
    ["转移", "transferred"],
    ["委托行业协会承接", "transferred"],
    ["下放至县级", "delegated"],
    ["委托乡镇行使", "delegated"],
    ["合并", "merged"],
    ["与居住登记合并", "merged"],
    ["名称调整", "adjusted"],
    ["变更", "adjusted"],
    ["新增", "added"],
    ["拟取消", null],
    ["建议取消", null],
    ["待研究取消", null],
    ["—", null],
    ["详见文件", null],
    ["", null],
  ])("「%s」 is %s", (status, disposition) => {
    expect(readDisposition(status)).toBe(disposition);
  });
});

describe("readReplacement", () => {
  it.each([
    ["取消，改为部门核查", "部门核查"],
    ["以数据共享代替（通过市大数据平台核验）", "数据共享"],
    ["数据共享（通过市大数据平台核验）", "通过市大数据平台核验"],
    ["由居民身份证替代", "居民身份证"],
    ["下放至县级", "县级"],
    ["取消", null],
    ["保留", null],
  ])("of 「%s」 is %s", (status, replacement) => {
    expect(readReplacement(status)).toBe(replacement);
    expect(status).toContain(replacement ?? "");
  });
});

describe("readListDisposition", () => {
  it.each([
    ["取消证明事项清单", "cancelled"],
    ["保留证明事项清单", "kept"],
    ["政府职能转移目录", "transferred"],
    ["下放事项目录", "delegated"],
    ["权力清单", null],
    ["取消和保留的证明事项清单", null],
    ["拟取消证明事项清单（征求意见稿）", null],
    ["证明事项清理清单", null],
  ])("of %s is %s", (name, disposition) => {
    expect(readListDisposition(name)).toBe(disposition);
  });
});
