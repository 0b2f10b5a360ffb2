import type { PageNode } from "./page-node.ts";
import { walkVisible } from "./walk-visible.ts";

/** What stands below an element, in one number each. */
export interface Weight {
  /** Letters outside links, and more for every mark of punctuation: what people read, not what they click. */
  prose: number;
  /** Letters inside and outside links. */
  letters: number;
  /** Letters inside links. */
  linked: number;
  links: number;
  /** Ends of sentences outside links. */
  sentences: number;
}

export interface Survey {
  weights: Map<PageNode, Weight>;
  /** Elements in document order, each before what it holds. */
  elements: PageNode[];
}

const PUNCTUATION = /[。，、；：！？]|[,;:](?=\p{Script=Han})/gu;
const SENTENCE_END = /[。；！？]/g;
const LETTER = /[\p{L}\p{N}]/gu;
/** A mark of punctuation tells prose from labels as surely as this many letters. */
const MARK_WORTH = 6;
/** Words that stand around the text of every page and are none of it. */
const AROUND =
  /版权所有|copyright|©|icp备|公网安备|网站标识码|技术支持|主办(?:单位)?[:：]|承办(?:单位)?[:：]|浏览次数|字体|字号|打印|关闭|分享|当前位置|您的位置|所在位置|发布时间|来源[:：]/i;

/** Weighs every visible element of a page in one walk. */
export function surveyPage(root: PageNode, leftOut?: ReadonlySet<PageNode>): Survey {
  const weights = new Map<PageNode, Weight>();
  const elements: PageNode[] = [];
  const open: Weight[] = [];
  let links = 0;
  const add = (part: Weight) => {
    const top = open.at(-1);
    if (top) addTo(top, part);
  };
  walkVisible(
    root,
    {
      enter(element) {
        elements.push(element);
        open.push({ prose: 0, letters: 0, linked: 0, links: 0, sentences: 0 });
        if (element.name === "a") links++;
      },
      leave(element) {
        const weight = open.pop();
        if (!weight) return;
        if (element.name === "a") {
          links--;
          weight.links++;
        }
        weights.set(element, weight);
        add(weight);
      },
      text: (data) => add(weigh(data, links > 0)),
    },
    leftOut,
  );
  return { weights, elements };
}

function weigh(data: string, isLinked: boolean): Weight {
  const letters = count(data, LETTER);
  if (isLinked) return { prose: 0, letters, linked: letters, links: 0, sentences: 0 };
  const isAround = data.length < 200 && AROUND.test(data);
  const prose = isAround ? 0 : letters + MARK_WORTH * count(data, PUNCTUATION);
  return { prose, letters, linked: 0, links: 0, sentences: count(data, SENTENCE_END) };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function addTo(sum: Weight, part: Weight): void {
  sum.prose += part.prose;
  sum.letters += part.letters;
  sum.linked += part.linked;
  sum.links += part.links;
  sum.sentences += part.sentences;
}
