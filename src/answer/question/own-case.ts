/** The asker's own, or one of their own people: not the 我 of 帮我查, 告诉我 and 我想问. */
const OWN =
  /(?<![帮给告诉替向请跟让])我(?!国|市|省|区(?!的)|县|想[问知了]|问|看[到见]?|听说?|记得|理解|觉得|需要|应该|可以|能|要(?:问|查))|俺|咱家|咱们?(?:公司|厂|店)|本人/;
/** What became of it: asked of something done before, never of how it is done. */
const OUTCOME =
  /(?<![报审要用能可不])(?:办结|办好|办完|办下来|批准|批|审核通过|审批通过|通过|受理|下来|到账|到卡里?|到手|派单|派人|录取|入选|中签|中标|选上|评上|抽中|寄出来?|立案|盖章|发放|发下来|赔付?|退回?|处理|解决|安排|分配|登记上|排上)了?(?:没有?|吗|么)(?=$|[,，。?？!！呢啊呀])/;
/** How far it has come, or why it has not. */
const PROGRESS =
  /(?:走|办|审|批|排|卡|进行|处理)?[到在](?:了)?(?:哪|第几)(?:一?[步关]|个?环节|个?阶段|位)|(?:什么|哪个)进度|进度(?:怎么样|如何|是)|(?:怎么|为什么|为何|咋)(?:到现在|一直|都)?还没(?!有[^,，。?？])|(?:单号|编号|受理号|回执号?|尾号|尾数)(?:是|为)?[\da-z]/;
/** What has become of what the asker handed in: 我们签的承诺书审批过了吗, 我提的诉求处理得怎么样了. */
const HANDED_IN =
  /(?:我|俺|咱|本人)[^,，。?？]{0,14}(?:办|签|提|交|报|寄|投|填|递|申请|登记|预约|上传)(?:过|好|上去|上来)?的[^,，。?？]{1,12}(?:[了过](?:没有?|吗|么)(?=$|[,，。?？!！呢啊呀])|得?(?:怎么样|怎样|咋样|如何)了)/;
/** Whether somebody is among those that a text counts. */
const AMONG =
  /有没有(?:我|他|她|咱|俺)|(?:是不是|有)(?:我|他|她)(?:的名字|名字|吗)|(?:我|他|她)在不在(?:里面|其中|内)/;
/** Papers and figures that only a register of persons holds. */
const RECORD =
  /(?:登记|注册|申请|提交|办|开|交|领|签|存|缴|买|报)(?:过|好)?的[^,，。?？]{0,12}(?:查一?下|查查|查出来|再?打一?份|打出来|打印|印一?份|调出来|发(?:给)?我|补一?份)|分[到在进]了?(?:几|哪)(?:个)?班|(?:批|给|补|赔|发|奖|返|退)了?(?:多少|几)[^,，。]{0,4}给(?:我|俺|咱)|给(?:我|俺|咱)们?(?:家|公司|厂|店)?(?:批|发|补|赔|退|奖)了?(?:多少|几)|(?:我|俺|咱)们?(?:家|公司|厂|店)?(?:能|该|可)?(?:拿|领|分|得)到?了(?:多少|几)|(?:我|俺|咱)[^,，。?？]{0,16}的[^,，。?？]{1,10}[发领批缴交扣补退返]了(?:多少|几)|(?:我|俺|咱)[^,，。?？]{0,12}(?:还|一共|总共)[欠差剩](?:了|着)?(?:多少|几)/;

/**
 * Whether a folded question asks what became of a matter of the asker's own, or of somebody close: no document
 * tells (我交的申请办结了没, 被处分的人里有没有他).
 */
export function asksOwnCase(folded: string): boolean {
  if (!OWN.test(folded)) return false;
  return [OUTCOME, PROGRESS, HANDED_IN, AMONG, RECORD].some((pattern) => pattern.test(folded));
}
