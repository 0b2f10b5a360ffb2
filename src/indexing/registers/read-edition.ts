import type { Day, RegisterEdition, Span } from "../../domain.ts";
import { readDay } from "../metadata/read-day.ts";

/** A line that speaks of the list as a whole, with its place in the stored text; null where it is not in it. */
export interface ListLine {
  text: string;
  span: Span | null;
  /** A title, a sheet's or a file's name; the rest are remarks. */
  isTitle: boolean;
}

/** What the operator or the file's front matter says of the edition; absent where they do not. */
export interface EditionHints {
  label?: string;
  date?: Day;
  /** Said in words or by a flag; `from` says by which. */
  isComplete?: { value: boolean; from: string };
}

const LABELS: readonly RegExp[] = [
  /[（(]((?:\d{4}\s?年?度?)?(?:第?[一二三四五六七八九十\d]{1,3}[批期])?(?:第?[一二三四五六七八九十\d]{0,3}次)?(?:动态)?(?:修订|调整|更新)?[版本]?)[）)](?!\s?\d{1,5}\s?号)/g,
  /((?:19|20)\d{2}\s?年?度?\s?(?:第[一二三四五六七八九十\d]{1,3}[批期次]|修订版?|调整版?|更新版?|版|本(?![级市区县省部])))/g,
  /(第[一二三四五六七八九十\d]{1,3}[批期])/g,
  /((?:19|20)\d{2}\s?年度?)(?!\s?\d{1,2}\s?月)/g,
];
const DATE_WORDS = [
  /截至|截止(?!日期|时间)/,
  /(?:公布|发布|更新|编制|修订|数据|版本)(?:日期|时间|于)|(?:公布|发布)[:：]?$/,
  /填报日期|制表日期|制表时间|填报时间|日期|时间/,
];

/** Which edition the lines around a list say it is. Hints win, but no hint makes a part complete. */
export function readEdition(lines: readonly ListLine[], hints: EditionHints = {}): RegisterEdition {
  const said = readCompleteness(lines, hints);
  return {
    label: hints.label ?? readLabel(lines),
    date: hints.date ?? readDate(lines),
    isComplete: said !== null,
    completeFrom: said,
  };
}

function readLabel(lines: readonly ListLine[]): string | null {
  for (const { text, isTitle } of lines) {
    if (!isTitle) continue;
    for (const pattern of LABELS) {
      for (const [, label = ""] of text.slice(0, 200).matchAll(pattern)) {
        if (label.trim() !== "") return label.trim();
      }
    }
  }
  return null;
}

/** The day as of which the list holds; a day in the running text is none. */
function readDate(lines: readonly ListLine[]): Day | null {
  for (const words of DATE_WORDS) {
    for (const { text } of lines) {
      const at = text.search(words);
      if (at < 0) continue;
      const day = readDay(text.slice(at, at + 60)) ?? readDay(text.slice(Math.max(0, at - 20), at));
      if (day !== null) return day;
    }
  }
  const short = lines.filter(({ text, isTitle }) => isTitle || text.length <= 24);
  for (const { text } of short) {
    const day = readDay(text);
    if (day !== null) return day;
  }
  return null;
}

const IS_A_PART: readonly RegExp[] = [
  /节选|摘录|摘要|征求意见|意见稿|示例|样例|样表|样本|模板|不完整|非完整|不是完整|不全|未完|待续|讨论稿|草案|草稿|送审稿|非全量|非全部|不含全部|尚未(?:收录|包含|列入)|是否(?:完整|全量)[^：:]{0,6}[:：]\s?(?:否|不|未|no|false)/i,
  /(?:本清单|本表|本目录|本名单|以上|此表|本次|本批|仅)[^。；;]{0,12}(?:部分|第[一二三四五六七八九十\d]{1,3}批)|(?:仅|只)(?:列|含|收录|包括|包含|公布|展示)|其余[^。]{0,12}(?:另行|后续|陆续)|分批(?:公布|发布)/,
];
const TITLE_IS_A_PART =
  /第[一二三四五六七八九十\d]{1,3}批|首批|(?<!第[一二三四五六七八九十\d]{1,3})部分|拟(?:取消|保留|下放|调整)/;
const IS_COMPLETE: readonly RegExp[] = [
  /完整版|完整清单|清单完整|全量|全部清单|清单[（(]全部[）)]|[（(]全部[）)]|[（(]完整[）)]|全本/,
  /是否(?:完整|全量)[^：:]{0,6}[:：]\s?(?:是|完整|yes|true)/i,
  /(?:本清单|本目录|本名单|本表|清单|目录|名录)[^。；;]{0,8}(?:之外|以外|外)[^。；;]{0,16}(?:一律不得|不得|均不|一律不|不再)/,
  /(?:未|没有|不在)[^。；;]{0,3}(?:列入|纳入|在)?[^。；;]{0,8}(?:清单|目录|名录)[^。；;]{0,12}(?:一律不得|不得|一律不|均不得)/,
  /(?:收录|列明|包含|涵盖|囊括|包括|列出|为|系|即)了?[^。；;，,]{0,14}(?:全部|所有)[^。；;，,]{0,16}(?:事项|证明|材料|项目|职权|条目|代办点|服务点|名录|清单|内容)/,
  /(?:为|是|系)[^。；;，,]{0,14}(?:完整|全部|全量)(?:的)?(?:清单|目录|名单|内容|版本)/,
  /(?:名单|名录|目录|本表)[^。；;，,]{0,4}(?:完整|齐全|全部列出)/,
  // The whole remark is the statement: 「全市的全部行政权力」, and no report of what was gone through.
  /^(?![^\n]*(?:[对就将经把]|梳理|清理|审核))[^\n]{0,40}(?:全部|所有)(?:行政权力|权力|职权|证明|中介服务|审批|代办点|服务点)(?:事项|材料)?[）)。]?$/,
];

/** Where the list says that it names every entry: `text:12-34`, `title` for a name outside the text, or what a hint calls itself; null where nothing does. */
function readCompleteness(lines: readonly ListLine[], hints: EditionHints): string | null {
  if (hints.isComplete?.value === false || isPart(lines, hints.label ?? "")) return null;
  if (hints.isComplete !== undefined) return hints.isComplete.from;
  for (const { text, span } of lines) {
    const found = IS_COMPLETE.map((pattern) => pattern.exec(text)).find((match) => match !== null);
    if (found == null) continue;
    return span === null
      ? "title"
      : `text:${span.start + found.index}-${span.start + found.index + found[0].length}`;
  }
  return null;
}

/** Whether the lines say that the list is a part, a draft or a sample. */
export function isPart(lines: readonly ListLine[], label = ""): boolean {
  return (
    TITLE_IS_A_PART.test(label) ||
    lines.some(
      ({ text, isTitle }) =>
        IS_A_PART.some((pattern) => pattern.test(text)) || (isTitle && TITLE_IS_A_PART.test(text)),
    )
  );
}
