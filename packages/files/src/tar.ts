import { Entries, exactly, quoted, refusal, type ArchiveOptions, type Wrong } from "./archive.ts";
import { Chunks } from "./chunks.ts";
import { isZeros, readHeader, readPax, textOf, type TarHeader } from "./tarHeader.ts";

/** A file in a tar archive. What is not read is passed over. */
export interface TarFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Reads it, once, before the next file is asked for. */
  read(): Promise<Uint8Array>;
}

const block = 512;

/** Long names and extended headers are texts of this many bytes at most. */
const mostText = 65_536;

/**
 * The files of a tar archive, one after another, from its bytes in pieces of any size, such as a stream that gunzips: POSIX's ustar and
 * pax formats (IEEE Std 1003.1, pax, "ustar interchange format") and GNU's long names. Memory is taken for one file at a time, and only
 * if it is read. Refused: names that lead out of the archive or come twice, links and devices, wrong checksums, an archive that ends
 * early, and whatever goes beyond the bounds.
 *
 * @throws FileError, or what `wrong` makes.
 */
export async function* readTar(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, options: ArchiveOptions): AsyncGenerator<TarFile, void, undefined> {
  const wrong = refusal(options);
  // Each entry takes two headers at most besides its content: its own, and one with its long name.
  const most = options.maxTotal + (options.maxEntries + 2) * (4 * block + mostText);
  const chunks = new Chunks(pieces, () => wrong("it ends in the middle: the file is truncated."), most, () => wrong(`it may have at most ${exactly(options.maxTotal)} bytes of files. It has more than belong to them.`));
  try {
    const entries = new Entries(options, wrong);
    for (let header = await nextHeader(chunks, wrong); header !== undefined; header = await nextHeader(chunks, wrong)) {
      checkKind(header, wrong);
      const size = header.kind === "folder" ? 0 : header.size;
      const name = entries.add(header.name, size);
      if (header.kind === "folder") await chunks.skip(padded(header.size));
      else yield* oneFile(chunks, name, size);
    }
    // What unpacks the archive compares its checksum at the very end.
    await chunks.rest();
  } finally {
    await chunks.close();
  }
}

async function* oneFile(chunks: Chunks, name: string, size: number): AsyncGenerator<TarFile, void, undefined> {
  let taken = false;
  yield {
    name,
    size,
    async read() {
      if (taken) throw new RangeError(`${name}: a file of an archive can be read once, before the next one.`);
      taken = true;
      const bytes = await chunks.take(size);
      await chunks.skip(padded(size) - size);
      return bytes;
    },
  };
  if (!taken) await chunks.skip(padded(size));
  taken = true;
}

const padded = (size: number): number => Math.ceil(size / block) * block;

/** The header of the next file or folder, with what headers before it say of it; none at the end. */
async function nextHeader(chunks: Chunks, wrong: Wrong): Promise<TarHeader | undefined> {
  let name: string | undefined;
  let pax: Pick<Partial<TarHeader>, "name" | "size"> = {};
  for (;;) {
    const bytes = await chunks.take(block);
    if (isZeros(bytes)) return undefined;
    const header = readHeader(bytes, wrong);
    if (header.kind !== "long name" && header.kind !== "extended" && header.kind !== "global") return { ...header, ...(name !== undefined && { name }), ...pax };
    if (header.size > mostText) throw wrong(`a header may have at most ${exactly(mostText)} bytes. Received one of ${exactly(header.size)}.`);
    const content = await chunks.take(header.size);
    await chunks.skip(padded(header.size) - header.size);
    // A global header says things about all files, such as the commit that they come from: nothing that is needed.
    if (header.kind === "long name") name = textOf(content, wrong);
    else if (header.kind === "extended") pax = readPax(content, wrong);
  }
}

function checkKind({ kind, name }: TarHeader, wrong: Wrong): void {
  if (kind !== "file" && kind !== "folder") throw wrong(`its entries must be files and folders. ${quoted(name)} is ${kind === "link" ? "a link" : "something else"}.`);
}
