/** What people who mix languages say, and what guides write. Longer phrases first within a line is not needed. */
const PHRASES: Readonly<Record<string, string>> = {
  "id card": "身份证",
  id: "身份证",
  "identity card": "身份证",
  "resident identity card": "身份证",
  "temporary id card": "临时身份证",
  passport: "护照",
  visa: "签证",
  pass: "通行证",
  permit: "证",
  "travel permit": "港澳通行证",
  "hong kong permit": "港澳通行证",
  "residence permit": "居住证",
  "residence card": "居住证",
  "household registration": "户口",
  "household register": "户口簿",
  hukou: "户口",
  "driver license": "驾驶证",
  "driver licence": "驾驶证",
  "driver's license": "驾驶证",
  "driver's licence": "驾驶证",
  "driving license": "驾驶证",
  "driving licence": "驾驶证",
  "driving permit": "驾驶证",
  "vehicle inspection": "机动车检验",
  "car inspection": "机动车检验",
  "vehicle license": "行驶证",
  "social security card": "社保卡",
  "social security": "社保",
  "social insurance": "社保",
  "medical insurance": "医保",
  "health insurance": "医保",
  "pension insurance": "养老保险",
  pension: "养老金",
  "unemployment insurance": "失业保险金",
  "unemployment benefit": "失业保险金",
  "maternity insurance": "生育保险",
  "maternity allowance": "生育津贴",
  "housing fund": "公积金",
  "housing provident fund": "公积金",
  "provident fund": "公积金",
  "public housing": "公租房",
  "public rental housing": "公租房",
  "birth certificate": "出生医学证明",
  "birth registration": "出生登记",
  "marriage certificate": "结婚证",
  "marriage registration": "结婚登记",
  marriage: "结婚登记",
  "get married": "结婚登记",
  "divorce registration": "离婚登记",
  divorce: "离婚",
  "disability certificate": "残疾人证",
  "no criminal record": "无犯罪记录证明",
  "criminal record certificate": "无犯罪记录证明",
  "certificate of no criminal record": "无犯罪记录证明",
  "police clearance": "无犯罪记录证明",
  notarization: "公证",
  notary: "公证",
  "legal aid": "法律援助",
  "business license": "营业执照",
  "business licence": "营业执照",
  "company registration": "公司设立登记",
  "register a company": "注册公司",
  "food license": "食品经营许可证",
  "food permit": "食品经营许可证",
  "construction permit": "施工许可证",
  "school enrollment": "入学",
  "school enrolment": "入学",
  "property transfer": "房屋过户",
  "real estate": "不动产",
  mortgage: "抵押",
  lost: "丢了",
  stolen: "被偷了",
  missing: "丢了",
  expired: "到期了",
  expire: "到期",
  damaged: "损坏",
  renew: "换发",
  renewal: "换发",
  replace: "补办",
  replacement: "补办",
  reissue: "补发",
  apply: "申请",
  application: "申请",
  register: "登记",
  registration: "登记",
  cancel: "注销",
  change: "变更",
  transfer: "转移",
  withdraw: "提取",
  "first time": "首次",
  "how much": "多少钱",
  cost: "多少钱",
  fee: "多少钱",
  fees: "多少钱",
  price: "多少钱",
  "how long": "多久",
  "how many days": "几天",
  "processing time": "多久",
  "what documents": "要什么材料",
  "which documents": "要什么材料",
  "required documents": "要什么材料",
  documents: "材料",
  materials: "材料",
  "office hours": "几点上班",
  "opening hours": "几点上班",
  "phone number": "电话",
  phone: "电话",
  hotline: "电话",
  address: "地址",
  where: "在哪办",
  when: "什么时候",
  how: "怎么",
  who: "谁",
  online: "网上",
  appointment: "预约",
  child: "孩子",
  children: "孩子",
  baby: "新生儿",
  foreigner: "外国人",
  agent: "代办",
};
/** Words that carry nothing a question of service needs. */
const FILLERS = new Set(
  "a an the my your his her our their i we you it is am are was be do does did can could should would will may to for of in on at from with by and or if me us need needs needed want get got have has make please hi hello help what there this that about office city china chinese document card take takes it's i'm need?".split(
    " ",
  ),
);
const LONGEST_PHRASE = 5;

/**
 * The Chinese words for a run of English ones, folded; null where it names nothing that is known, or holds more
 * that is unknown than known.
 */
export function readEnglish(letters: string): string | null {
  const words = letters.split(/\s+/).filter((word) => word !== "");
  const found: string[] = [];
  let unknown = 0;
  for (let at = 0; at < words.length; ) {
    const length = phraseLength(words, at);
    if (length > 0) found.push(PHRASES[words.slice(at, at + length).join(" ")] ?? "");
    else if (!FILLERS.has(words[at] ?? "")) unknown += 1;
    at += Math.max(length, 1);
  }
  return found.length > unknown ? found.join("") : null;
}

/** Whether words are an English sentence rather than names among others. */
export function isEnglish(letters: string): boolean {
  return letters.split(/\s+/).some((word) => FILLERS.has(word));
}

function phraseLength(words: readonly string[], at: number): number {
  for (let length = Math.min(LONGEST_PHRASE, words.length - at); length > 0; length--) {
    if (Object.hasOwn(PHRASES, words.slice(at, at + length).join(" "))) return length;
  }
  return 0;
}
