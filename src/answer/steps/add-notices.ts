import type { Day, Document } from "../../domain.ts";
import { validityOn } from "../citations.ts";
import type { Draft } from "../draft.ts";

const OLD_YEARS = 2;

/** Warnings that stand before the text: lapsed, not yet in force, old, paraphrased, sample. */
export function addNotices(draft: Draft, documents: readonly Document[]): void {
  const unique = [...new Map(documents.map((document) => [document.id, document])).values()];
  for (const document of unique) {
    const validity = validityOn(document, draft.today);
    const name = `《${document.title}》`;
    if (validity === "repealed" || validity === "amended") {
      const since = document.effectiveTo ? `于 ${document.effectiveTo} ` : "";
      draft.notices.push({
        code: "expired",
        text: `请注意：${name}已${since}失效或被${replacementOf(document)}替代，以下内容可能不再适用。`,
      });
    }
    if (validity === "not_yet_effective") {
      draft.notices.push({
        code: "not_yet_effective",
        text: `${name}自 ${document.effectiveFrom} 起施行，目前尚未生效。`,
      });
    }
    if (document.kind === "summary") {
      draft.notices.push({
        code: "paraphrase",
        text: `据《${document.originalTitle ?? document.title}》整理，非原文。`,
      });
    }
    if (document.sample) draft.notices.push({ code: "sample", text: "以下为示例数据，不是真实的办事信息。" });
    const dated = datedText(document, draft);
    if (dated) draft.notices.push({ code: "dated", text: dated });
  }
}

/** The title of what replaced a document, where it is known. */
function replacementOf({ supersededBy }: Document): string {
  return supersededBy === null ? "" : `《${supersededBy.replace(/[《》]/g, "")}》`;
}

function datedText(document: Document, draft: Draft): string | null {
  if (document.kind === "procedure") return guideText(document, draft.today);
  const publishedAt = document.publishedAt ?? document.register?.edition.date ?? null;
  if (publishedAt === null) return `《${document.title}》没有写明发布日期，可能已有更新，请核对。`;
  // An answer from a list names its edition, so that 现在 needs no warning.
  const isRelative = draft.understood?.isRelative === true && draft.register === null;
  if (!isOld(publishedAt, draft.today) && !isRelative) return null;
  return `《${document.title}》发布于 ${publishedAt}，可能已有更新，请核对。`;
}

/** A guide that was to be checked again, or was published or checked too long ago. */
function guideText({ title, reviewBy, publishedAt, checkedAt }: Document, today: Day): string | null {
  if (reviewBy !== null && reviewBy < today)
    return `待核对：《${title}》应在 ${reviewBy} 前重新核对，请以当地公布为准。`;
  const [newest] = [publishedAt, checkedAt]
    .filter((day) => day !== null)
    .sort()
    .reverse();
  if (newest === undefined || !isOld(newest, today)) return null;
  const event = newest === checkedAt ? "最近核对于" : "发布于";
  return `《${title}》${event} ${newest}，可能已有更新，请核对。`;
}

function isOld(day: Day, today: Day): boolean {
  return Number(today.slice(0, 4)) - Number(day.slice(0, 4)) >= OLD_YEARS;
}
