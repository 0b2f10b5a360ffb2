/**
 * Texts for the speed benchmark, made up from nothing but a seed: words are drawn with the skewed frequencies
 * of real text, from characters that policies use, and sentences recombine them with the usual particles.
 */
const CHARACTERS =
  "的一国在人了有中是年和大业不为发会工经上地市要个产这出行作生家以成到日民来我部对进多全建他公开们场展时理新方主企资实学报制政济用同于法高长现本月定化加动合品重关机分力自外者区能设后就等体下万元社过前面农也得与说之员而务利电文事可种总改三各好金第司其从平代当天水省提商十管内小技位目起海所立已通入量子问度北保心还科委都术使明着次将增基名向门应里美由规今题记点计去强两些表系办教正条最达特革收二期并程厂如道际及西口京华任调性导组东路活广意比投决交统党南安此领结营项情解议义山先车然价放世间因共院步物界集把持无但城相书村求治取原处府研质信四运县军件育局干队团又造形级标联专少费效据手施权江近深更认果格几看没职服台式益想数单样只被亿老受优常销志战流很接乡头给至难观指创证织论别五协变风批见究支那查张精每林转划准做需传争税构具百或才积势举必型易视快李参回引镇首推思完消值该走装众责备州供包副极整确知贸己环话反身选亚么带采王策真女谈严斯况色打德告仅它气料神率识劳境源青护列兴许户马港则节款拉直案股光较河花根布线土克再群医清速律她族历非感占续师何影功负验望财类货约艺售连纪按讯史示象养获石食抓富模始住赛客越闻央席坚份士言评照照申领材料窗口受理承诺告知补办换领登记注册备案变更注销许可审批缴存提取贷款租房社保医保养老失业工伤生育身份证居住证护照驾驶证营业执照不动产婚姻户籍迁移";
const PARTICLES = [
  "的",
  "和",
  "在",
  "由",
  "对",
  "将",
  "并",
  "及",
  "按",
  "应当",
  "可以",
  "不得",
  "经",
  "为",
  "与",
];
const WORDS = 6_000;
const SENTENCE_WORDS = 9;

export interface BenchTexts {
  passages: { id: string; text: string }[];
  queries: string[];
}

/** A small seeded generator of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Index below `size`, low ones far more often. */
function skewed(random: () => number, size: number): number {
  return Math.min(size - 1, Math.floor(size ** random()) - 1 + Math.floor(random() * 2));
}

/** `count` passages of about `length` characters, and questions made of words of some of them. */
export function makeTexts(count: number, length: number, seed = 1): BenchTexts {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const characters = [...new Set(CHARACTERS)];
  const words = Array.from({ length: WORDS }, (_, i) =>
    Array.from({ length: i % 7 === 0 ? 3 : 2 }, () => pick(characters)).join(""),
  );
  const sentence = (topic: readonly string[]) => {
    let text = "";
    for (let w = 0; w < SENTENCE_WORDS; w++) {
      text += random() < 0.25 ? pick(topic) : (words[skewed(random, WORDS)] as string);
      if (random() < 0.3) text += pick(PARTICLES);
      if (random() < 0.04) text += String(Math.floor(random() * 2_000));
      if (w === 4) text += "，";
    }
    return `${text}。`;
  };
  const passages: BenchTexts["passages"] = [];
  const queries: string[] = [];
  for (let p = 0; p < count; p++) {
    const topic = Array.from({ length: 8 }, () => words[Math.floor(random() * WORDS)] as string);
    let text = "";
    while (text.length < length) text += sentence(topic);
    passages.push({ id: `p${p}`, text: text.slice(0, length) });
    if (p % Math.ceil(count / 500) === 0) {
      queries.push(`${topic.slice(0, 3).join("")}${words[skewed(random, WORDS)]}怎么办理`);
    }
  }
  return { passages, queries };
}
