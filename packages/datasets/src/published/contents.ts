import { openZip, readContent, readTarFile, unpackContent, type ArchiveOptions } from "@convscope/files";
import { DataError } from "../error.ts";
import type { Found } from "./locate.ts";
import type { Content, DataFile, Package } from "./published.ts";

/** A file of the set, and what it holds. */
export interface FileContent {
  readonly file: DataFile;
  readonly content: Content;
}

/** Archives of data sets hold a few files besides the data, such as a list of the classes. */
const mostEntries = 256;

/** What the files in a place hold, one after another: no more than one of them is in memory here. */
export async function* contentsOf({ path, files, package: one, archive }: Found, wayOut: string, signal?: AbortSignal): AsyncGenerator<FileContent, void, undefined> {
  if (path === undefined) return;
  if (archive) yield* one.form === "tar" ? fromTar(path, one, wayOut, signal) : fromZip(path, one, wayOut);
  else for (const file of files) yield { file, content: { bytes: await readContent(path, { maxBytes: file.bytes, wayOut }), name: path, wayOut } };
}

/** Unpacked, an archive has little more than a megabyte beyond four times its size, whatever it holds. */
function bounds({ bytes }: Package, wayOut: string): ArchiveOptions {
  const most = 4 * bytes + 1_000_000;
  return { maxEntries: mostEntries, maxBytes: most, maxTotal: most, wayOut };
}

async function* fromTar(path: string, one: Package, wayOut: string, signal: AbortSignal | undefined): AsyncGenerator<FileContent, void, undefined> {
  const wanted = new Map(one.files.map((file) => [`${one.inside ?? ""}${file.name}`, file]));
  for await (const { name, size, read } of readTarFile(path, { ...bounds(one, wayOut), ...(signal && { signal }) })) {
    const file = wanted.get(name);
    if (file === undefined) continue;
    wanted.delete(name);
    checkSize(size, file, `${path}, ${name}`, wayOut);
    yield { file, content: { bytes: await read(), name: `${path}, ${name}`, wayOut } };
  }
  for (const name of wanted.keys()) refuseMissing(path, name, wayOut);
}

async function* fromZip(path: string, one: Package, wayOut: string): AsyncGenerator<FileContent, void, undefined> {
  const zip = await openZip(path, bounds(one, wayOut));
  try {
    for (const file of one.files) {
      const plain = `${one.inside ?? ""}${file.name}`;
      const found = zip.files.find(({ name }) => name === plain || name === `${plain}.gz`) ?? refuseMissing(path, plain, wayOut);
      const name = `${path}, ${found.name}`;
      yield { file, content: { bytes: await unpackContent(name, await zip.read(found.name), { maxBytes: file.bytes, wayOut }), name, wayOut } };
    }
  } finally {
    await zip.close();
  }
}

/** Before its memory is taken. */
function checkSize(size: number, file: DataFile, name: string, wayOut: string): void {
  if (size !== file.bytes) throw new DataError(`${name}: the file must have ${file.bytes} bytes. It has ${size}. ${wayOut}`);
}

function refuseMissing(path: string, name: string, wayOut: string): never {
  throw new DataError(`${path}: the archive must hold ${name}. It does not. ${wayOut}`);
}
