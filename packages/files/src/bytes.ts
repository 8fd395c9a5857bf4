/** The parts of this package that touch neither disk nor network: they run in a browser as well. */
export { checksum, md5 } from "./checksum.ts";
export { crc32 } from "./crc32.ts";
export { FileError } from "./error.ts";
export { gunzip, isGzip, type GunzipOptions } from "./gunzip.ts";
export { checkOptions, didYouMean } from "./options.ts";
export { formatBytes } from "./size.ts";
