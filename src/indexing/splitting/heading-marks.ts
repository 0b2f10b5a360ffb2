/** Kind of numbering that begins a heading; the smaller the rank, the higher it stands. */
interface HeadingMark {
  rank: number;
  pattern: RegExp;
}

const MARKS: HeadingMark[] = [
  {
    rank: 2,
    pattern: /^第[一二三四五六七八九十百零〇\d]{1,5}(?:编|部分|篇|单元)(?=[\s:：、　]|$|\p{Script=Han})/u,
  },
  { rank: 4, pattern: /^第[一二三四五六七八九十百零〇\d]{1,5}章/ },
  { rank: 6, pattern: /^第[一二三四五六七八九十百零〇\d]{1,5}节/ },
  { rank: 10, pattern: /^[一二三四五六七八九十]{1,3}\s*[、.．](?!\d)/ },
  { rank: 20, pattern: /^[（(〔]\s*[一二三四五六七八九十]{1,3}\s*[）)〕]/ },
  { rank: 26, pattern: /^第[一二三四五六七八九十百千零〇\d]{1,7}条(?:之[一二三四五六七八九十]{1,2})?/ },
  { rank: 28, pattern: /^(?:步骤|方法|方式|情形|问题|案例)\s*[一二三四五六七八九十\d]{1,2}\s*[:：、.．]?/ },
  { rank: 30, pattern: /^[\d０-９]{1,2}\s*[、.．](?!\d)/ },
  { rank: 34, pattern: /^\d{1,2}(?:[.．]\d{1,2}){1,3}[.．、]?\s*(?=\p{Script=Han})/u },
  { rank: 40, pattern: /^[（(]\s*[\d０-９]{1,2}\s*[）)]/ },
  { rank: 42, pattern: /^[\d０-９]{1,2}\s*[）)]/ },
  { rank: 50, pattern: /^[\u2460-\u2473\u2776-\u277f\u24f5-\u24fe]/ },
];

/** Rank of articles (第X条): their text follows on the same line, without a name. */
export const ARTICLE_RANK = 26;

/** The numbering that begins a line: its rank and length, or null. */
export function readHeadingMark(text: string): { rank: number; length: number } | null {
  const head = text.slice(0, 24);
  for (const { rank, pattern } of MARKS) {
    const match = pattern.exec(head);
    if (match !== null) return { rank, length: match[0].length };
  }
  return null;
}

/** Whether the line begins with the numbering of a heading or of an item. */
export function isHeadingStart(text: string): boolean {
  return readHeadingMark(text) !== null;
}
