import type { AnswerSettings } from "../../src/answer/settings.ts";

/** What an operator might have configured; source pages of internal documents carry a token. */
export const testSettings: AnswerSettings = {
  siteName: "示例站",
  operator: "示例单位",
  hotline: "12345",
  region: null,
  sampleRegion: null,
  sourceUrl: async (id, { start, end }, isInternal) =>
    `/sources/${encodeURIComponent(id)}?start=${start}&end=${end}${isInternal ? "&token=t" : ""}`,
};
