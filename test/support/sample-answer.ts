import type { Answer } from "../../src/domain.ts";

/** A whole answer with one citation, for tests of what happens to answers afterwards. */
export function sampleAnswer(): Answer {
  return {
    messageId: "message-1",
    conversationId: "conversation-1",
    question: { text: "河口区取消了几个事项？", masked: false },
    outcome: "answered_extract",
    text: "取消9个。[1]",
    citations: [
      {
        number: 1,
        documentId: "hekou/2025",
        passageId: "hekou/2025#0",
        title: "河口区2025年改革进展",
        publisher: "河口区人民政府",
        region: "山东省东营市河口区",
        publishedAt: "2025-03-01",
        validity: "in_force",
        url: "https://www.example.gov.cn/1.html",
        sourceUrl: "/sources/hekou/2025?start=10&end=19",
        headings: ["一、简政放权"],
        quote: "取消审批事项9个。",
        shown: "取消审批事项9个。",
        start: 10,
        end: 19,
      },
    ],
    notices: [],
    generatedBy: "extract",
    versions: { index: "g1" },
    tookMs: 3,
  };
}
