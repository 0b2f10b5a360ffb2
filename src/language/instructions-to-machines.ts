/**
 * Sentences that speak to a machine instead of a reader. A document is never an instruction here, so this is
 * only to keep planted text out of what is quoted or shown to a model; ordinary rules about service robots are not matched.
 */
const INSTRUCTIONS = [
  /(?:ai|人工智能|大模型|语言模型|智能体|机器人|gpt)(?:助手|助理|模型|系统)?(?:请)?(?:注意|须知|听好|请执行)[:：,，]/,
  /(?:忽略|无视|忘记|忘掉|不要理会|绕过)[^。\n]{0,12}(?:指令|指示|提示词|设定|规则|限制|约束|上文|以上内容|之前的(?:内容|要求))/,
  /(?:ignore|disregard|forget|override|bypass)[^.\n]{0,30}(?:instruction|prompt|rule|guideline|context|above|previous)/,
  /(?:系统提示词|系统提示语|system\s?prompt|developer\s?message|jailbreak|越狱模式|开发者模式)/,
  /(?:你现在是|从现在(?:开始|起)[,，]?你|假装你是|扮演一个|you are now|act as an?\b|pretend to be)/,
  /(?:回答|回复|答复)(?:本|该|此|这个|任何|所有|以下)?(?:问题|提问|用户)[^。\n]{0,10}(?:时|必须|须|应当|只能|请)[^。\n]{0,12}(?:输出|附上|包含|加上|写上|复述|声称|说明自己)/,
  /(?:必须|务必|请|只|仅)(?:直接|原样|完整)?(?:输出|打印|复述)[「“"'`\s]{0,2}[a-z0-9][a-z0-9_-]{3,}/,
  /(?:不得|不要|禁止|别)(?:向(?:用户|任何人|群众))?(?:提及|透露|提到|泄露)(?:本|这条|此|上述|以上)(?:说明|指令|提示|段|条)/,
  /(?:本问题|该问题|此问题|这个问题)[^。\n]{0,20}(?:任何情况下|一律|都)[^。\n]{0,6}(?:不得|不能|禁止|拒绝)(?:回答|作答|答复)/,
  /^\W{0,3}(?:system|assistant|developer|系统指令|系统消息)\s?[:：]/,
  /<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[\/?inst\]|<<\/?sys>>|#{2,}\s?(?:instruction|system|指令)/,
  /(?:读到|看到|读取)(?:此|本|这)(?:一)?(?:格|段|行|处|句|条)[^。\n]{0,6}(?:模型|助手|ai|智能体)|(?:模型|助手)(?:须|应当?|必须)(?:将|把|改|说|答)/,
  /(?:系统|助手|机器人)(?:应当?|须|必须|一律)(?:答复|回复|回答)|供自动(?:应答|问答|回复)|(?:后续|今后|以后)一律照此(?:作答|回答|答复)|回答时[须应必][^。\n]{0,12}(?:来源|引用)/,
  /^(?:答|a)\s?[:：]\s?[a-z0-9]{1,12}(?:-[a-z0-9]{1,12}){1,6}\s*$/,
  /!\[[^\]\n]{0,40}\]\([^)\n]{0,200}(?:\{\w{1,20}\}|\?q=)/,
];

/** Characters of a sentence that are looked at. */
const LONGEST = 2_000;

/** Whether a folded sentence is an instruction to a machine. */
export function isInstructionToMachine(sentence: string): boolean {
  const text = sentence.slice(0, LONGEST);
  return INSTRUCTIONS.some((pattern) => pattern.test(text));
}
