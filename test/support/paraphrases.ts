import type { IndexEntry } from "../../src/retrieval/lexical-index.ts";
import { indexEntry } from "./index-entries.ts";

/** What guides write, and what people say for it without one character of it. */
export interface Concept {
  official: string;
  everyday: string;
}

const SUBJECTS: Concept[] = [
  { official: "居民身份证", everyday: "那张随带小卡片" },
  { official: "机动车登记证书", everyday: "咱家汽油座驾" },
  { official: "住房公积金账户", everyday: "每月攒下买楼款子" },
  { official: "营业执照", everyday: "开店挂墙牌子" },
  { official: "基本医疗保险", everyday: "看病能省钱" },
  { official: "结婚登记", everyday: "扯红纸成家" },
  { official: "不动产权属证书", everyday: "自个儿那套房" },
  { official: "普通护照", everyday: "飞欧洲那小册子" },
];

const ACTIONS: Concept[] = [
  { official: "遗失补领", everyday: "弄丢了怎么再拿" },
  { official: "到期换发", everyday: "旧了想要新样" },
  { official: "地址变更", everyday: "搬家之后改写" },
  { official: "注销", everyday: "往后没用啦" },
  { official: "收费标准", everyday: "得花几块" },
  { official: "受理机关", everyday: "去哪儿找谁" },
  { official: "办结时限", everyday: "多久能好" },
  { official: "代为申请", everyday: "让朋友帮忙弄" },
];

/** Passages that say the everyday words about something else, so that words alone find these. */
const DISTRACTORS = [
  "小卡片展览每月在文化馆举行，看的人多。",
  "汽油价格几块，座驾保养去哪儿，开店的人最清楚。",
  "买楼的钱怎么攒，往后再看，朋友帮忙弄明白。",
  "看病以前找谁，多久能好，牌子挂墙了。",
  "飞欧洲那小册子弄丢了怎么再拿，让朋友用红本写故事。",
  "搬家之后改写成家日记，旧了想要新样本子。",
  "那张牌子往后没用啦，得花几块再拿。",
  "自己买的小说多久能好看，去哪儿领。",
];

export interface Paraphrase {
  question: string;
  documentId: string;
}

/** Every concept, for an embedder that knows synonyms. */
export const CONCEPTS: readonly Concept[] = [...SUBJECTS, ...ACTIONS];

/** A passage for each subject and action, and the distractors: 72 in all. */
export function paraphrasedPassages(): IndexEntry[] {
  const guides = SUBJECTS.flatMap((subject, s) =>
    ACTIONS.map((action, a) =>
      indexEntry(
        `guide-${s}-${a}#0`,
        `${subject.official}${action.official}有关规定。应当向主管部门申报，提交书面材料并按照法定程序办理${subject.official}事项，主管部门应当依法答复，涉及${action.official}者依照此条执行。`,
      ),
    ),
  );
  return [...guides, ...DISTRACTORS.map((text, i) => indexEntry(`other-${i}#0`, text))];
}

/** Questions in everyday words; none shares a character with the passage that answers it. */
export function paraphrasedQuestions(): Paraphrase[] {
  return SUBJECTS.flatMap((subject, s) =>
    ACTIONS.map((action, a) => ({
      question: `${subject.everyday}，${action.everyday}？`,
      documentId: `guide-${s}-${a}`,
    })),
  );
}

/** The same questions in the words of the guides. */
export function officialQuestions(): Paraphrase[] {
  return SUBJECTS.flatMap((subject, s) =>
    ACTIONS.map((action, a) => ({
      question: `${subject.official}${action.official}？`,
      documentId: `guide-${s}-${a}`,
    })),
  );
}
