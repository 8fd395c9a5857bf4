export { writeAtomic } from "./atomic.ts";
export { cacheDirectory, type CacheOptions } from "./cache.ts";
export { readContent, type ContentOptions } from "./content.ts";
export { download, DownloadError, type Download, type DownloadOptions, type Failure } from "./download.ts";
export type { Progress } from "./transfer.ts";
export { mismatch, type Expected, type Known } from "./verify.ts";
export { checkOptions, checksum, crc32, didYouMean, FileError, formatBytes, gunzip, isGzip, md5, type GunzipOptions } from "./bytes.ts";
