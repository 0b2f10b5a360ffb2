import type { Lexicon } from "../../language/lexicon.ts";

/** What a question is wrapped in; it changes nothing about what is asked. */
const WRAPPING =
  /请问一?下?|我?想问一?下|我?想问|我?想请问|我?想知道|我?想了解一?下?|我?想咨询一?下?|咨询一?下|麻烦问一?下?|麻烦您|麻烦你|您好|你好|谢谢您?|谢谢你|帮我查一?下|帮我看一?下|告诉我|说一下|到底|究竟|大概|一般|一共|总共/g;

/** Ways to ask the same, brought to one; longer ones first. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/能不能|可不可以|能否|可否|是否可以|是否能够?|可以|能够|行不行/g, "能"],
  [/是不是|是否/g, "是"],
  [/有没有|有无/g, "有"],
  [/会不会/g, "会"],
  [/要不要|需不需要|用不用|需要/g, "要"],
  [/(?:要|得|花)*(?:多长时间|多少时间|多少天|几天|多久)/g, "多久"],
  [/(?:要|得|花|收)*(?:多少钱|几块钱|多少元|几元)/g, "多少钱"],
  [/(?:在|去|到|上)?(?:什么地方|哪个地方|哪里|哪儿|何处|哪(?=办|领|交|查|申请|登记))/g, "哪里"],
  [/什么时候|啥时候|什么时间|何时|多会儿/g, "何时"],
  [/怎么样|怎样|如何|咋样|怎么|咋/g, "怎么"],
  [/哪些|什么|啥/g, "什么"],
  [/您/g, "你"],
];

/** Particles and pronouns of the asker. 本人 and 自己 are none: who comes in person is part of the question. */
const PARTICLES = /我们|咱们|我|咱|俺|的|了|吗|呢|吧|啊|呀|嘛|么|哦|哈|是(?=多久|多少|何时|哪里|什么|谁|几)/g;

/** Marks; those inside figures stay. */
const MARKS = /(?<!\d)[.:%-]|[.:-](?!\d)|[^\p{L}\p{N}.:%-]/gu;

/**
 * A folded question as approved forms are compared: without what wraps it, official words for their
 * abbreviations, one way of asking for several. Two questions with one key ask the same; figures, years,
 * negation, order and every word that means something stay as they are.
 */
export function questionKey(folded: string, lexicon: Lexicon): string {
  let text = withOfficialWords(folded.replace(WRAPPING, ""), lexicon);
  for (const [pattern, one] of SAME) text = text.replace(pattern, one);
  return text.replace(PARTICLES, "").replace(MARKS, "");
}

/** Abbreviations and everyday forms of a term for the term; what is only near it in meaning stays as said. */
function withOfficialWords(folded: string, lexicon: Lexicon): string {
  let text = "";
  let from = 0;
  for (const { said, official, start, end, field } of lexicon.expand(folded)) {
    if (field !== null || !isShortFor(said, official)) continue;
    text += folded.slice(from, start) + official;
    from = end;
  }
  return text + folded.slice(from);
}

const LONGEST_SHORT = 5;

/** 身份证 for 居民身份证: at least half of its characters stand in the term. */
function isShortFor(said: string, official: string): boolean {
  const held = [...said].filter((character) => official.includes(character)).length;
  return said.length <= LONGEST_SHORT && held * 2 >= said.length;
}
