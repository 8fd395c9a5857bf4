import { shown } from "./shown.ts";

/** What somebody typed as a number; a comma is a point, as many write. Undefined for what is none, such as a lone minus. */
export const numberTyped = (text: string): number | undefined =>
  /^[-−]?(\d+([.,]\d*)?|[.,]\d+)$/.test(text.trim()) ? Number(text.trim().replace("−", "-").replace(",", ".")) : undefined;

/** Numbers beyond this are no limit that anybody needs to know. */
const vast = 1e8;

/** Why what was typed is not taken: empty where it is. */
export function rangeRefused(text: string, least: number, most: number): string {
  const value = Number(text);
  if (text.trim() !== "" && value >= least && value <= most) return "";
  if (least <= -vast && most >= vast) return "A number is due.";
  if (most >= vast) return `A number from ${shown(least)} on is due.`;
  return least <= -vast ? `A number up to ${shown(most)} is due.` : `A number from ${shown(least)} to ${shown(most)} is due.`;
}

/** Why a grid cannot have so many rows and columns: empty where it can. */
export const sizeRefused = (sizes: readonly number[], least: number, most: number): string =>
  sizes.every((size) => Number.isInteger(size) && size >= least && size <= most) ? "" : `There can be ${least} to ${most} rows and columns. Received ${sizes.find((size) => !(Number.isInteger(size) && size >= least && size <= most))}.`;
