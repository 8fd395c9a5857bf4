/** The parts of this package that touch neither disk nor network: they run in a browser as well. */
export { FormatError, type Arrays, type NdArray } from "./array.ts";
export type { ArchiveOptions, Wrong } from "./archive.ts";
export { checksum, md5 } from "./checksum.ts";
export { crc32 } from "./crc32.ts";
export { dtypes, readNumbers, type DType } from "./dtype.ts";
export { FileError } from "./error.ts";
export { gunzip, isGzip, type GunzipOptions } from "./gunzip.ts";
export { checkOptions, didYouMean } from "./options.ts";
export { readSafetensors, writeSafetensors, type Safetensors } from "./safetensors.ts";
export { readTar, type TarFile } from "./tar.ts";
export { isZip, readZip, type Zip } from "./zip.ts";
export type { ZipOptions } from "./zipEntries.ts";
export { formatBytes } from "./size.ts";
