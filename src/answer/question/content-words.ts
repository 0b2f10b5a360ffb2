import type { Span } from "../../domain.ts";

/** A word of a question that carries meaning; question words, politeness and particles are not among them. */
export interface Word extends Span {
  text: string;
  /** Positions inside `text` where one word ends and the next begins; none in a single word. */
  breaks?: number[];
}

/** What people wrap a question in; none of it stands in an answer. Longest forms first within a line. */
const WRAPPING = new RegExp(
  [
    "我想知道|我想问一?下?|我想了解一?下?|想请问|想问一?下?|想了解一?下?|请问一?下?|能不能告诉我|可以告诉我|告诉我",
    "麻烦你?您?|帮我(?:查|看|找|问)?一?下?|帮忙|介绍一下|介绍|说一下|说说|讲讲|查一下|查查|列一下|列出来?|谢谢你?您?|你好|您好|请你|请您",
    "有没有说|有没有提到|文中|文章里?|文件里|报道里?|材料里|根据原文|原文|根据|据说|听说|按照|那一条里?|这一条里?|方面的?|那块|这块",
    "什么时候|啥时候|多会儿|哪一年|哪年|哪天|哪个月|几月几号|多长时间|多久|多少|为什么|为何|怎么样|怎么办|怎么回事|怎么|怎样|如何|咋样|咋整|咋办|咋",
    "是不是|是否|有没有|能不能|可不可以|会不会|要不要|需不需要|用不用|该不该|对不对|是吗|对吗|行吗|可以吗",
    "哪些|哪几[个家项件]?|哪[个家项件位种]|哪里|哪儿|哪|什么|啥|谁|几(?=[个家项件位种类次批条张天年月周处名户人])",
    "分别|各自|各是|各有|各|一共|总共|共计|合计|大概|大约|差不多|到底|究竟|具体|全部|所有|一堆|一大堆",
    "我们|咱们|你们|他们|大家|人家|自己|我|你|您|咱|他|她",
    "这个|那个|这些|那些|这边|那边|这里|那里|这样|那样|这么|那么|这次|那次|当时|后来|现在|目前|如今|以前|之前|以后|之后|今后|时候",
  ].join("|"),
  "g",
);

/** Words that say nothing about the subject, whatever the question is about. */
const STOP_WORDS = new Set(
  (
    "个 项 件 家 张 条 次 名 位 户 元 万 亿 天 份 宗 笔 趟 样 种 类 批 所 处 座 套 块 钱 万元 亿元 工作日 自然日 小时 分钟 几个 几家 多少 样子 下来 出来 出去 进去 进来 起来 上来 下去 走了 拿到 拿来 " +
    "的 了 着 过 地 得 吗 呢 吧 啊 呀 嘛 哦 哈 么 是 有 在 和 与 跟 及 以及 或 或者 把 被 让 给 对 从 到 向 往 于 为 由 就 也 还 又 再 才 只 很 太 最 更 " +
    "都 要 能 会 可 可以 能够 应该 应当 需要 必须 想 去 来 做 办 弄 搞 用 说 讲 看 问 算 叫 成 出 上 下 里 中 内 外 前 后 那 这 该 此 其 其中 一 二 两 个 些 点 " +
    "一些 一个 一下 一点 有些 没有 没 不 不用 不是 不了 别 非 而 但 但是 不过 所以 因为 因此 如果 要是 的话 以 等 等等 之 所 则 即 并 且 并且 而且 已 已经 正在 " +
    "人 事 事情 东西 情况 内容 问题 方面 时间 地方 数字 数据 数量 名字 名称 名单 目录 消息 " +
    "还是 还要 还有 就是 也是 都是 算是 只要 只有 只能 为了 关于 对于 通过 进行 开展 实现 实行 得到 变成 成为 作为 包括 属于 " +
    "今年 去年 前年 明年 当年 全年 年底 年初 至今 截至 期间 左右 以上 以下 多 少 真 直接 轻松 一直 一般来说"
  ).split(/\s+/),
);

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const WORD = /[\p{Script=Han}a-z0-9.%+-]/u;

/**
 * The words of a folded question that carry meaning, in order. `ignored` are ranges already understood
 * otherwise, such as places and years.
 */
export function contentWords(folded: string, ignored: readonly Span[] = []): Word[] {
  let text = folded;
  const blank = (start: number, end: number) => {
    text = text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
  };
  for (const span of ignored) blank(span.start, span.end);
  text = text.replace(WRAPPING, (matched) => " ".repeat(matched.length));
  // 退不退 asks about 退: what is read as 不退 is no word.
  text = text.replace(/(\p{Script=Han})不(?=\1)/gu, "  ");
  const words: Word[] = [];
  for (const piece of segmenter.segment(text)) {
    const start = piece.index;
    if (!WORD.test(piece.segment) || STOP_WORDS.has(piece.segment)) continue;
    words.push({ text: piece.segment, start, end: start + piece.segment.length });
  }
  return words;
}

/** Neighbouring words joined into runs, so that a word the segmenter cut in two is whole again. */
export function contentRuns(words: readonly Word[]): Word[] {
  const runs: Word[] = [];
  for (const word of words) {
    const last = runs.at(-1);
    if (last && last.end === word.start) {
      last.breaks = [...(last.breaks ?? []), last.text.length];
      last.text += word.text;
      last.end = word.end;
    } else runs.push({ ...word });
  }
  return runs;
}
