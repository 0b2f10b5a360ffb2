import type { Region } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import type { RegionTable } from "./regions.ts";

/**
 * The region that a caller named by full name or code.
 * @throws WenbanError `question.unknown_region` when the table has none or several of that name.
 */
export function findRegion(regions: RegionTable, nameOrCode: string): Region {
  const region = regions.parse(nameOrCode);
  if (region) return region;
  throw new WenbanError(
    "unprocessable",
    "question.unknown_region",
    "region：没有找到这个地区，或有多个同名地区。",
    {
      hint: "请写全称，如 浙江省杭州市西湖区，或 6 位行政区划代码。",
    },
  );
}
