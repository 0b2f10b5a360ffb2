/**
 * Trains the screening model on knowledge/screening/*.txt (one file a class, one utterance a line) and writes
 * src/answer/question/screening-weights.generated.ts:
 *
 *   node scripts/train-screening.ts [--report]
 *
 * `--report` measures instead of writing: five-fold cross-validation, per class the share told at the threshold,
 * and the share of ordinary questions declined.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  featureProbabilities,
  fingerprint,
  isDeclined,
  SCREENING_CLASSES,
  type ScreeningModel,
  screeningFeatures,
  squeeze,
  unpackWeights,
} from "../src/answer/question/screening-model.ts";

const SIZE = 1 << 15;
const ROUNDS = 15;
const RATE = 0.5;
const DECAY = 2e-5;
const FOLDS = 5;

interface Utterance {
  text: string;
  label: number;
  features: number[];
}

const { values } = parseArgs({ options: { report: { type: "boolean", default: false } } });
const utterances = SCREENING_CLASSES.flatMap((name, label) => {
  const url = new URL(`../knowledge/screening/${name}.txt`, import.meta.url);
  const lines = readFileSync(url, "utf8")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "" && !line.startsWith("# "));
  return lines.map((line): Utterance => {
    const text = squeeze(line);
    return { text, label, features: screeningFeatures(text, SIZE) };
  });
});

/** Multinomial logistic regression by AdaGrad over all utterances in turn; classes weigh by the root of their size. */
function train(sample: readonly Utterance[]): ScreeningModel & { weights: Float64Array } {
  const classes = SCREENING_CLASSES.length;
  const weights = new Float64Array(SIZE * classes);
  const squares = new Float64Array(SIZE * classes).fill(1e-3);
  const counts = SCREENING_CLASSES.map((_, label) => sample.filter((one) => one.label === label).length);
  const most = Math.max(...counts);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < sample.length; i++) {
      const { label, features } = sample[(i * 7919 + round) % sample.length] as Utterance;
      const scale = 1 / Math.sqrt(Math.max(1, features.length));
      const probabilities = featureProbabilities(features, weights);
      const share = Math.sqrt(most / (counts[label] ?? 1));
      for (let c = 0; c < classes; c++) {
        const slope = ((probabilities[c] ?? 0) - (c === label ? 1 : 0)) * scale * Math.min(share, 4);
        for (const feature of features) {
          const at = feature * classes + c;
          const gradient = slope + DECAY * (weights[at] ?? 0);
          squares[at] = (squares[at] ?? 0) + gradient * gradient;
          weights[at] = (weights[at] ?? 0) - (RATE * gradient) / Math.sqrt(squares[at] ?? 1);
        }
      }
    }
  }
  return { size: SIZE, weights };
}

/** Four bits a weight, two weights a byte: its sign and the root of its size in sevenths of the largest. */
function pack(weights: Float64Array): { bytes: Uint8Array; largest: number } {
  const largest = Number(
    weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0).toPrecision(6),
  );
  const nibble = (weight: number): number =>
    Math.sign(weight) * Math.round(7 * Math.sqrt(Math.abs(weight) / largest)) + 8;
  const bytes = new Uint8Array(weights.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = (nibble(weights[2 * i] ?? 0) << 4) | nibble(weights[2 * i + 1] ?? 0);
  }
  return { bytes, largest };
}

/** As the weights come out of the file. */
function unpacked(weights: Float64Array): ScreeningModel {
  const { bytes, largest } = pack(weights);
  return { size: SIZE, weights: unpackWeights(bytes, largest) };
}

function report(): void {
  const judged: { label: number; best: number; odd: number; text: string }[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = unpacked(train(utterances.filter((_, index) => index % FOLDS !== fold)).weights);
    for (const { text, label, features } of utterances.filter((_, index) => index % FOLDS === fold)) {
      const [ordinary = 1, ...others] = featureProbabilities(features, model.weights);
      judged.push({ label, best: 1 + others.indexOf(Math.max(...others)), odd: 1 - ordinary, text });
    }
  }
  for (const threshold of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const shares = SCREENING_CLASSES.map((name, label) => {
      const own = judged.filter((one) => one.label === label);
      const declined = own.filter(({ odd }) => odd >= threshold);
      const told = declined.filter(({ best }) => best === label);
      return `${name} ${percent(declined.length, own.length)}/${percent(told.length, own.length)}`;
    });
    process.stdout.write(`${threshold}: ${shares.join(" ")}\n`);
  }
  for (const { label, best, odd, text } of judged) {
    const name = SCREENING_CLASSES[best] ?? "ordinary";
    if (isDeclined(name, odd) === (label === 0)) {
      process.stdout.write(
        `${SCREENING_CLASSES[label]} ${SCREENING_CLASSES[best]} ${odd.toFixed(2)}: ${text}\n`,
      );
    }
  }
}

function percent(part: number, whole: number): string {
  return ((100 * part) / Math.max(1, whole)).toFixed(1);
}

function write(): void {
  const { bytes, largest } = pack(train(utterances).weights);
  const base64 = Buffer.from(bytes).toString("base64");
  writeFileSync(
    new URL("../src/answer/question/screening-weights.generated.ts", import.meta.url),
    "// Generated by scripts/train-screening.ts from knowledge/screening. Do not edit.\n" +
      `export const SIZE = ${SIZE};\n/** The largest weight. */\nexport const LARGEST = ${largest};\n` +
      `/** What the model was trained on, as \`fingerprint\` tells. */\nexport const TRAINED_ON = "${fingerprint(utterances.map(({ text, label }) => `${label} ${text}`))}";\n` +
      `/** Four bits a weight, feature by feature, a weight for each class, in base64. */\nexport const WEIGHTS =\n  "${base64}";\n`,
  );
}

if (values.report) report();
else write();
