import { FormatError, readZip, type Zip } from "@convscope/files/bytes";

/** The files in a `.keras` archive, which Keras stores without packing them. */
export function archive(bytes: Uint8Array, file: string): Zip {
  const wrong = (what: string): FormatError => new FormatError(`${file}: ${what} The file is damaged or not one of Keras's; fetch or write it again.`);
  return readZip(bytes, { stored: true, maxEntries: 1_000, maxBytes: bytes.length, maxTotal: bytes.length, wrong });
}
