import type { Lexicon } from "../language/lexicon.ts";
import type { RegionTable } from "../language/regions.ts";
import type { ChatModel } from "../llm/chat-model.ts";
import type { Logger } from "../logger.ts";
import type { Corpus } from "../retrieval/corpus.ts";
import type { Runtime } from "../runtime.ts";
import type { ViewPassages } from "./evidence/passage-view.ts";
import type { GuideShelf } from "./procedures/guide-shelf.ts";
import type { NameMender } from "./procedures/mend-guide-names.ts";
import type { ShapeGuide } from "./procedures/name-shapes.ts";
import type { ReadQuestions } from "./procedures/printed-questions.ts";
import type { VocabularyShelf } from "./question/vocabulary.ts";
import type { RegisterShelf } from "./registers/register-index.ts";
import type { AnswerSettings } from "./settings.ts";
import type { Repeal } from "./validity/succession.ts";

/** Everything the steps of one answer share; the corpus is one generation from the first step to the last. */
export interface AnswerContext {
  corpus: Corpus;
  /** The same generation without the sample documents of the fictional place. */
  realCorpus: Corpus;
  /** What documents of the corpus say that they repeal. */
  repeals: readonly Repeal[];
  /** The rows of the lists that a corpus holds, by name. */
  registers: RegisterShelf;
  /** The names of the service guides that a corpus holds. */
  guides: GuideShelf;
  /** The shapes of the guides' names, each made once. */
  shapeGuide: ShapeGuide;
  /** The questions that guides print, read once. */
  readQuestions: ReadQuestions;
  /** Mends misspelt names of guides. */
  mendGuideName: NameMender;
  /** The words that guides, the lexicon and the division table know. */
  vocabulary: VocabularyShelf;
  /** Cuts passages for scoring, those of a generation once. */
  viewPassages: ViewPassages;
  regions: RegionTable;
  lexicon: Lexicon;
  runtime: Runtime;
  settings: AnswerSettings;
  chatModel: ChatModel | null;
  /** Told why a model's text was not used; never of what was asked or written. */
  logger?: Logger;
}
