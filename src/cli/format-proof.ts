import type { Answer } from "../domain.ts";
import type { Gap, GapState } from "../gaps/gap.ts";
import type { Proof, SuiteChange, Verdict } from "../gaps/proof-store.ts";
import type { AskedAgain } from "../gaps/prove-gap.ts";

/** A proof with the answers it was made of. */
export interface MadeProof {
  gap: Gap;
  asked: readonly AskedAgain[];
  proof: Proof;
  status: GapState["status"];
}

const VERDICTS: Record<Verdict, string> = { fixed: "✓ 已答好", open: "✗ 仍未答好", worse: "‼ 变差" };
const IDS_SHOWN = 10;

/** A proof for people: each question before and after, then the suites. */
export function formatProof({ gap, asked, proof, status }: MadeProof): string {
  const counts = countsOf(asked);
  const end = status === "repaired" ? "这一组已修复。" : "这一组还没有修复。";
  return [
    `${gap.id} · 索引 ${proof.index} · 由${proof.by}验证`,
    ...asked.map(formatAsked),
    ...proof.suites.map(formatSuite),
    `已答好 ${counts.fixed}，仍未答好 ${counts.open}，变差 ${counts.worse}。${end}`,
  ].join("\n\n");
}

function formatAsked({ question, before, after, error, verdict }: AskedAgain): string {
  return [
    `${VERDICTS[verdict]}  ${question.text}`,
    `  之前 ${formatAnswer(before)}`,
    `  现在 ${after === null ? `没有问成（${error}）` : formatAnswer(after)}`,
  ].join("\n");
}

function formatAnswer({ outcome, text, citations }: Answer): string {
  const titles = [...new Set(citations.map(({ title }) => `《${title}》`))].join("");
  return `${outcome}：${text.replace(/\s+/g, " ")}${titles === "" ? "" : ` ${titles}`}`;
}

function formatSuite({ name, questions, right, rightBefore, gained, lost, p }: SuiteChange): string {
  if (rightBefore === null)
    return `${name}：答对 ${right} / ${questions}；没有之前的结果，已记下供下次比较。`;
  return [
    `${name}：答对 ${rightBefore} → ${right} / ${questions}；新答对 ${gained.length}，新答错 ${lost.length}（符号检验 p = ${p.toFixed(3)}）`,
    ...(lost.length > 0 ? [`  新答错：${listOf(lost)}`] : []),
    ...(gained.length > 0 ? [`  新答对：${listOf(gained)}`] : []),
  ].join("\n");
}

function listOf(ids: readonly string[]): string {
  const more = ids.length - IDS_SHOWN;
  return ids.slice(0, IDS_SHOWN).join("、") + (more > 0 ? ` 等 ${ids.length} 题` : "");
}

/** A proof of earlier, as kept: what its questions came to, not what was answered. */
export function formatKeptProof({ gapId, at, by, index, questions, suites }: Proof): string {
  const outcomes = questions.map(
    ({ text, verdict, before, after }) =>
      `  ${VERDICTS[verdict]}  ${text}（${before.outcome} → ${after.outcome}）`,
  );
  return [
    `${gapId} · ${at} · 由${by}验证 · 索引 ${index}`,
    ...outcomes,
    ...suites.map((one) => `  ${formatSuite(one)}`),
  ].join("\n");
}

/** A proof for machines. */
export function toMachineProof({ gap, asked, proof, status }: MadeProof) {
  const { at, by, index, standards, suites } = proof;
  return {
    gap: gap.id,
    status,
    at,
    by,
    index,
    standards,
    counts: countsOf(asked),
    questions: asked.map(({ question, before, after, error, verdict }) => ({
      text: question.text,
      verdict,
      before: partsOf(before),
      after: after && partsOf(after),
      ...(error !== null && { error }),
    })),
    suites,
  };
}

function partsOf({ outcome, text, citations, notices }: Answer) {
  return {
    outcome,
    text,
    citations: citations.map(({ documentId, title, quote }) => ({ documentId, title, quote })),
    notices,
  };
}

function countsOf(asked: readonly AskedAgain[]): Record<Verdict, number> {
  const count = (wanted: Verdict) => asked.filter(({ verdict }) => verdict === wanted).length;
  return { fixed: count("fixed"), open: count("open"), worse: count("worse") };
}
