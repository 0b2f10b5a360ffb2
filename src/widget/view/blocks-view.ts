import type { Answer, ProcedureField } from "../../domain.ts";
import { type Block, type Inline, readAnswerText } from "../answer/answer-blocks.ts";
import { createQuoteSlot, type QuoteSlot } from "./citation-view.ts";
import { h } from "./dom.ts";
import type { ViewContext } from "./view-context.ts";

const TELEPHONE = /^[\d-]{3,20}$/;
const WEB_ADDRESS = /https?:\/\/[^\s（）()，。；、]+/;

type Cited = Pick<Answer, "text" | "citations" | "procedure">;
type FieldBlock = Extract<Block, { kind: "field" }>;

/** The text of an answer in blocks, in its order; marks open their quotes. */
export function renderText(answer: Cited, context: ViewContext): HTMLElement {
  const text = h("div", { class: "text", lang: "zh-CN" });
  let fields: HTMLElement | null = null;
  readAnswerText(answer).forEach((block, index) => {
    if (block.kind !== "field") {
      fields = null;
      text.append(renderBlock(block, answer, context, index === 0 && answer.procedure !== undefined));
      return;
    }
    if (!fields) {
      fields = h("dl");
      text.append(fields);
    }
    fields.append(...renderField(block, answer, context));
  });
  return text;
}

function renderBlock(
  block: Exclude<Block, FieldBlock>,
  answer: Cited,
  context: ViewContext,
  isName: boolean,
): HTMLElement {
  const slot = createQuoteSlot(context);
  const inline = (content: readonly Inline[]) => renderInline(content, answer, slot);
  const body =
    block.kind === "paragraph"
      ? h("p", { class: isName && "name" }, ...inline(block.content))
      : h(block.isOrdered ? "ol" : "ul", {}, ...block.items.map((item) => h("li", {}, ...inline(item))));
  return h("div", {}, body, slot.element);
}

function renderInline(content: readonly Inline[], { citations }: Cited, slot: QuoteSlot): (Node | string)[] {
  return content.map((inline) => {
    if ("text" in inline) return inline.text;
    const citation = citations.find(({ number }) => number === inline.mark);
    return citation ? slot.renderMark(citation) : "";
  });
}

function renderField({ field, marks }: FieldBlock, answer: Cited, context: ViewContext): HTMLElement[] {
  const slot = createQuoteSlot(context);
  const pointers = renderInline(
    marks.map((mark) => ({ mark })),
    answer,
    slot,
  );
  const name = field.branch ? `${field.label}（${field.branch}）` : field.label;
  return [h("dt", {}, name, ...pointers), h("dd", {}, renderValues(field, context), slot.element)];
}

function renderValues(field: ProcedureField, context: ViewContext): HTMLElement {
  const { key, values } = field;
  if (key === "materials") return renderChecklist(values, context);
  if (values.length === 1) return h("p", {}, ...linkValue(key, values[0] ?? ""));
  return h(
    key === "steps" ? "ol" : "ul",
    {},
    ...values.map((value) => h("li", {}, ...linkValue(key, value))),
  );
}

/** Materials to tick off while they are gathered; how many are ready is counted for all to see. */
function renderChecklist(values: readonly string[], { say }: ViewContext): HTMLElement {
  const count = h("p", { class: "ready", role: "status" });
  const boxes = values.map(() => h("input", { type: "checkbox" }));
  const tell = () => {
    const n = boxes.filter(({ checked }) => checked).length;
    count.textContent = say("ready", { n, of: values.length });
  };
  tell();
  const items = values.map((value, i) => h("li", {}, h("label", {}, boxes[i], h("span", {}, value))));
  return h("div", { class: "checklist", change: tell }, h("ul", {}, ...items), count);
}

/** Telephone numbers can be called, and web addresses of online services opened; nothing else becomes a link. */
function linkValue(key: string, value: string): (Node | string)[] {
  if (TELEPHONE.test(value)) return [h("a", { href: `tel:${value}` }, value)];
  const address = key === "online" ? WEB_ADDRESS.exec(value)?.[0] : undefined;
  if (!address) return [value];
  const [before = "", after = ""] = value.split(address);
  return [before, h("a", { href: address, target: "_blank", rel: "noopener" }, address), after];
}
