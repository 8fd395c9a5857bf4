import { FormatError } from "../array.ts";
import { readZip, type Zip } from "../pth/zip.ts";

/** The files in a `.keras` archive, which Keras stores without packing them. */
export function archive(bytes: Uint8Array, file: string): Zip {
  const damaged = (what: string): FormatError => new FormatError(`${file}: ${what} The file is damaged or not one of Keras's; fetch or write it again.`);
  return readZip(bytes, { damaged, refused: damaged });
}
