export { checkData, dataInfo, downloadData, loadDataset, type DataInfo, type LoadOptions } from "./load.ts";
export { loadIdx, type CheckedFile, type IdxOptions } from "./idx/load.ts";
export type { DataProgress, FetchOptions } from "./idx/fetch.ts";
export type { Place, PlaceOptions } from "./idx/locate.ts";
export * from "./pure.ts";
