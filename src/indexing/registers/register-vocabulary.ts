import type { RegisterColumn } from "../../domain.ts";
import { readDay } from "../metadata/read-day.ts";
import type { FieldWords } from "../tables/guess-columns.ts";
import { readDisposition } from "./read-disposition.ts";

/** A field that a column of a list can be taken for. */
export type RegisterField = Exclude<RegisterColumn["field"], "other">;

/** All of them, for messages and for checking a mapping that somebody wrote. */
export const REGISTER_FIELDS = [
  "name",
  "aliases",
  "code",
  "status",
  "replacedBy",
  "department",
  "level",
  "region",
  "basis",
  "from",
  "to",
  "ordinal",
  "other",
] as const satisfies readonly RegisterColumn["field"][];

const COUNTED = /^[（(]?\d{1,6}[）)]?[.、]?$/;
const CANCELS_OR_KEEPS =
  /^(?:予以|继续|已|全部)?(?:取消|保留|废止|新增|下放|转移|合并|调整|不变|实施)(?:$|[\d，,；;（(、])/;

function mostly(values: readonly string[], test: (value: string) => boolean): boolean {
  return values.filter(test).length * 2 >= values.length;
}

/** A column of what became of the entries: at least some of its values say so. */
function isStatus(values: readonly string[]): boolean {
  return mostly(values, (value) => /[拟待]/.test(value) || readDisposition(value) !== null);
}

/** 替代方式 is what takes the place, unless it also says of entries that they stay or go. */
function isReplacement(values: readonly string[]): boolean {
  return !mostly(values, (value) => CANCELS_OR_KEEPS.test(value.trim()));
}

/** What is said of an entry is not its name: 事项类型, 证明用途. */
const NO_NAME =
  /类型|类别|性质|数量?$|依据|编码|编号|用途|部门|单位|主体|时间|日期|时限|电话|方式|状态|来源|代办事项|涉及|对应|办理|相关/;

const isNoCounter = (values: readonly string[]) => !mostly(values, (value) => COUNTED.test(value));
const holdsDays = (values: readonly string[]) => mostly(values, (value) => readDay(value) !== null);

/** Words of one field, separated by spaces. */
function list(words: string): string[] {
  return words.split(" ");
}

/** How columns of lists are called, by field. A further column of a department stays `other`. */
export const REGISTER_VOCABULARY: readonly FieldWords<RegisterField>[] = [
  {
    field: "name",
    words: list(
      "name 取消证明材料名称 取消证明名称 取消的证明名称 证明材料名称 证明事项名称 证明名称 证照名称 材料名称 事项名称 职权名称 权力事项名称 权力名称 行政权力名称 行政权力事项名称 职能名称 职能事项名称 责任事项名称 中介服务事项名称 中介服务名称 中介服务事项 服务事项名称 服务名称 清单事项 许可事项名称 项目名称 代办点名称 服务点名称 网点名称 站点名称 证明事项 证明材料 取消证明事项 取消事项 权力事项 行政权力事项 职权事项 职权 职能事项 责任事项 转移事项 转移职能 服务事项 许可事项 审批事项 中介事项 代办事项 代办点 服务点 便民服务点 网点 机构名称 主项名称 名称 事项 项目 子项名称 单位名称 内容 具体事项 事项内容 职能内容",
    ),
    ends: list("事项名称 证明名称 材料名称 项目名称 点名称 机构名称 名称 事项"),
    parts: list("名称 事项 证明 项目 职权"),
    holds: (values, label) => isNoCounter(values) && !NO_NAME.test(label),
  },
  {
    field: "aliases",
    words: list(
      "aliases 别名 又称 俗称 曾用名 简称 别称 其他名称 日常用语 通俗名称 常用名 曾用名称 原名称 原名 习惯叫法 群众叫法 又叫 又名 也叫 也称 俗名 民间叫法 老百姓叫法 口语 通称",
    ),
    parts: list("别名 俗称 又称 曾用 简称 别称 又叫 叫法 俗名 又名 也叫"),
    ends: list("别名 俗称 又称 曾用名 简称 别称 又叫 叫法 俗名 又名 也叫"),
  },
  {
    field: "code",
    words: list(
      "code 编码 职权编码 事项编码 权力编码 基本编码 实施编码 职权编号 事项编号 事项代码 代码 编号",
    ),
    ends: list("编码 代码 编号"),
    holds: isNoCounter,
  },
  {
    field: "status",
    words: list(
      "status 状态 处理决定 清理意见 清理结果 处理结果 处理意见 清理决定 改革方式 处理方式 调整情况 变更情况 调整意见 调整类型 清理方式 处置方式 处置意见 改革举措 办理方式 取消方式 替代方式 改革后办理方式",
    ),
    parts: list("处理 清理 状态 调整 改革 取消 保留"),
    ends: list("状态 意见 决定 处理结果 清理结果 处理方式 改革方式 调整情况 处理情况 清理情况"),
    holds: isStatus,
  },
  {
    field: "replacedBy",
    words: list(
      "replacedby 替代方式 替代措施 代替方式 替代途径 替代材料 取消后办理方式 取消后的办理方式 取消后替代方式 替代办法 核验方式 核查方式 改革后方式 取消方式 承接单位 承接主体 承接机构 承接部门 接收单位 受委托单位 办理方式 处理方式 改革方式 办理途径",
    ),
    parts: list("替代 代替 核验 核查 承接"),
    ends: list("替代方式 替代措施 代替方式 替代 代替 核验方式 后办理方式 承接单位 承接主体 承接机构"),
    holds: (values, label) =>
      /承接|接收|委托|^replaced/.test(label) ||
      (isReplacement(values) && (!/^(?:办理|处理|改革)/.test(label) || isStatus(values))),
  },
  {
    field: "department",
    words: list(
      "department 责任单位 实施主体 实施单位 实施机关 实施部门 行使主体 主管部门 责任部门 牵头单位 牵头部门 行使机关 权力主体 责任主体 主管单位 职权部门 所属部门 业务主管部门 行业主管部门 部门 单位 索要单位 索要部门 要求提供单位 使用单位 转出部门 转出单位 开具单位 出具单位 开具部门 部门名称 单位名称 管理单位",
    ),
    parts: list("责任单位 主管 部门 单位 主体"),
    ends: list("主管部门 责任单位 实施主体 部门 单位 主体 机关"),
    holds: (values) => mostly(values, (value) => value.trim().length >= 3 || /[局委办院所]$/.test(value)),
  },
  {
    field: "level",
    words: list("level 行使层级 层级 实施层级 行使级别 实施级别 权限层级 权力层级 办理层级 审批层级 级别"),
    parts: list("层级"),
    ends: list("层级 级别"),
  },
  {
    field: "region",
    words: list(
      "region 区域 所属镇街 镇街 所在镇街 所属区域 行政区域 所属街道 所在街道 所属乡镇 乡镇街道 街道 乡镇 镇街道 街镇 所属街镇 适用区域 所在区域 区划 行政区划 所属区县 区县 县区 属地 辖区 实施区域 地区",
    ),
    parts: list("镇街 街道 乡镇 区域"),
    ends: list("镇街 街镇 区域 街道 乡镇 区县"),
  },
  {
    field: "basis",
    words: list(
      "basis 法律依据 设定依据 依据 取消依据 设立依据 实施依据 政策依据 职权依据 权力依据 法定依据 原设定依据 处理依据 清理依据 文件依据 依据文件",
    ),
    parts: list("依据"),
    ends: list("依据"),
  },
  {
    field: "from",
    words: list(
      "from 起始日期 起始时间 起始 生效日期 生效时间 施行日期 施行时间 取消日期 取消时间 实施日期 实施时间 执行日期 执行时间 开始日期 开始时间 公布日期",
    ),
    ends: list("起始日期 生效日期 施行日期 取消时间 取消日期 实施日期"),
    holds: holdsDays,
  },
  {
    field: "to",
    words: list(
      "to 截止日期 截止时间 截止 有效期至 有效期截止 终止日期 失效日期 失效时间 到期日期 结束日期 结束时间",
    ),
    ends: list("截止日期 截止时间 失效日期"),
    holds: holdsDays,
  },
  {
    field: "ordinal",
    words: list("序号 ordinal 序 项次 顺序号 no no. 号 编号 行号"),
    ends: list("序号"),
    holds: (values, label) =>
      label.startsWith("序") || mostly(values, (value) => /^[\d（(一二三四五六七八九十]/.test(value)),
  },
];
