import { readZip, type Zip } from "@convscope/files/bytes";
import { allowedIn } from "./allowed.ts";
import { Cursor } from "./cursor.ts";
import { unpickle } from "./pickle.ts";
import type { Storage } from "./storage.ts";
import type { Wrong } from "./wrong.ts";

/** What a file holds, and where the numbers are. */
export interface Loaded {
  readonly value: unknown;
  /** The bytes of a storage. */
  bytesOf(storage: Storage): Uint8Array;
}

/** Reads a file of PyTorch 1.6 or newer: a zip archive of `<name>/data.pkl` and one `<name>/data/<key>` for each storage. */
export function readArchive(bytes: Uint8Array, wrong: Wrong): Loaded {
  const zip = zipOf(bytes, wrong);
  const main = [...zip.keys()].find((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (main === undefined) throw wrong.damaged("it must hold a data.pkl. Received another zip file.");
  const folder = main.slice(0, -"data.pkl".length);
  const order = zip.get(`${folder}byteorder`)?.();
  if (order && new TextDecoder().decode(order) !== "little") throw wrong.damaged("its numbers must have their least significant byte first.");
  // Most storages have several views, or are shared; their sums are compared once.
  const read = new Map<string, Uint8Array>();
  return {
    value: unpickle(new Cursor(zip.get(main)?.() ?? new Uint8Array(), 0, wrong), allowedIn(wrong, (storage) => storage)),
    bytesOf({ key, type, count }) {
      const found = read.get(key) ?? zip.get(`${folder}data/${key}`)?.();
      if (!found) throw wrong.damaged(`storage "${key}" is missing.`);
      if (found.length !== count * type.bytes) throw wrong.damaged(`storage "${key}" must have ${count * type.bytes} bytes. Received ${found.length}.`);
      read.set(key, found);
      return found;
    },
  };
}

/** PyTorch packs nothing: every entry is a view of the file. */
function zipOf(bytes: Uint8Array, wrong: Wrong): Zip {
  return readZip(bytes, {
    stored: true,
    maxEntries: 1_000_000,
    maxBytes: bytes.length,
    maxTotal: bytes.length,
    wrong: (what, rule) => wrong.damaged(rule === "checksum" ? `${what} PyTorch writes others after set_crc32_options(False).` : what),
  });
}
