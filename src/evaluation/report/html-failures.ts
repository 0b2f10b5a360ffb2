import { html } from "hono/html";
import type { Citation } from "../../domain.ts";
import { expectedLabel } from "../expectation.ts";
import { describeFault } from "../fault.ts";
import { isRight, type Judged } from "../judged.ts";
import type { SuiteItem } from "../suite.ts";
import { wordKind, wordLabel } from "./words.ts";

/** Kinds stand open while there are few failures to scroll through. */
const FEW = 60;

/** Every failure with its answer and quotes, by kind. */
export function renderFailures(judged: readonly Judged[]) {
  const failures = judged.filter((each) => !isRight(each));
  if (failures.length === 0) return html`<section class="card"><h2>没有答错的题</h2></section>`;
  const kinds = [...Map.groupBy(failures, ({ item }) => item.kind)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const open = failures.length <= FEW ? " open" : "";
  return html`<section class="card"><h2>未答对的 ${failures.length} 题</h2>
${kinds.map(
  ([kind, members]) =>
    html`<details${open}><summary>${wordKind(kind)}（${members.length} 题）</summary>${members.map(renderFailure)}</details>`,
)}</section>`;
}

function renderFailure({ item, answer, faults }: Judged) {
  const outcome = answer === null ? "出错" : wordLabel(answer.outcome);
  return html`<article>
<h4>${item.question}</h4>
<p><span class="tag">${item.id}</span>${item.split === "held_out" ? html`<span class="tag">保留题</span>` : ""}<span class="tag">${outcome}</span></p>
${item.history.length === 0 ? "" : html`<p class="soft">之前：${item.history.map(({ text }) => text).join(" ／ ")}</p>`}
<p class="fault">${faults.map(describeFault).join("；")}</p>
<p>${answer?.text ?? ""}</p>
${(answer?.citations ?? []).map(renderQuote)}
<p class="soft">${describeExpected(item)}</p>
</article>`;
}

function renderQuote({ number, title, quote, documentId, headings }: Citation) {
  if (quote === "") return html`<p class="soft">提到《${title}》</p>`;
  const path = [title, ...headings].join(" › ");
  return html`<blockquote>${quote}<footer>[${number}] ${path} · ${documentId}</footer></blockquote>`;
}

/** What a right answer would have held. */
function describeExpected(item: SuiteItem): string {
  const parts = [
    `应当：${wordLabel(expectedLabel(item))}`,
    item.answer_keys.length > 0 ? `含 ${item.answer_keys.join("、")}` : "",
    item.span === undefined ? "" : `含「${item.span}」`,
    item.gold_doc.length > 0 ? `引 ${item.gold_doc.join("、")}` : "",
    (item.clarify ?? []).length > 0 ? `选项有 ${item.clarify?.join("、")}` : "",
    item.notices.length > 0 ? `提示 ${item.notices.join("、")}` : "",
  ];
  return parts.filter((part) => part !== "").join("；");
}
