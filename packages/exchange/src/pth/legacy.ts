import { allowedIn } from "./allowed.ts";
import type { Loaded } from "./archive.ts";
import { Cursor } from "./cursor.ts";
import { unpickle, type Allowed } from "./pickle.ts";
import type { Storage } from "./storage.ts";
import { storage } from "./storage.ts";
import type { Wrong } from "./wrong.ts";

const magic = 0x1950a86a20f9469cfc6cn;
const protocol = 1001;

/** A part of another storage. */
interface Part {
  readonly root: string;
  /** In numbers. */
  readonly offset: number;
}

/** Whether bytes begin as a pickle of protocol 2 to 5 does. */
export const isPickle = (bytes: Uint8Array): boolean => bytes[0] === 0x80 && (bytes[1] ?? 0) >= 2 && (bytes[1] ?? 0) <= 5;

/**
 * Reads a file of PyTorch 0.1.10 to 1.5: a pickled magic number, protocol version and system, the value, and the keys of the storages,
 * then each storage: its length as eight bytes, and its numbers.
 */
export function readLegacy(bytes: Uint8Array, wrong: Wrong): Loaded {
  const cursor = new Cursor(bytes, 0, wrong);
  const storages = new Map<string, Storage>();
  const parts = new Map<Storage, Part>();
  const allowed = allowedIn(wrong, (found, view) => {
    const known = storages.get(found.key) ?? found;
    if (known.count !== found.count || known.type !== found.type) throw wrong.damaged(`storage "${found.key}" must be one and the same wherever it is used.`);
    storages.set(found.key, known);
    return view === null ? known : part(known, view, parts, wrong);
  });
  if (unpickle(cursor, plain) !== magic || unpickle(cursor, plain) !== protocol) throw wrong.damaged("it must begin with PyTorch's magic number and protocol version 1001. Received another pickle.");
  const system = unpickle(cursor, plain);
  if (!(system instanceof Map) || system.get("little_endian") !== true) throw wrong.damaged("its numbers must have their least significant byte first.");
  const value = unpickle(cursor, allowed);
  const keys = unpickle(cursor, plain);
  const placed = new Map<string, Uint8Array>();
  for (const key of Array.isArray(keys) ? (keys as unknown[]) : []) {
    const found = typeof key === "string" ? storages.get(key) : undefined;
    if (!found) throw wrong.damaged("the keys must be those of its storages.");
    const count = cursor.u64();
    if (count !== found.count) throw wrong.damaged(`storage "${found.key}" must have ${found.count} numbers. Received ${count}.`);
    placed.set(found.key, cursor.take(count * found.type.bytes));
  }
  return {
    value,
    bytesOf(asked) {
      const { root, offset } = parts.get(asked) ?? { root: asked.key, offset: 0 };
      const found = placed.get(root);
      if (!found) throw wrong.damaged(`storage "${root}" is missing.`);
      return found.subarray(offset * asked.type.bytes, (offset + asked.count) * asked.type.bytes);
    },
  };
}

/** Numbers and texts alone. */
const plain: Allowed = { has: () => false, call: () => undefined, persistent: () => undefined };

function part(root: Storage, view: unknown, parts: Map<Storage, Part>, wrong: Wrong): Storage {
  const [key, offset, count] = Array.isArray(view) ? (view as unknown[]) : [];
  const made = storage(root.type, key, count, wrong);
  if (typeof offset !== "number" || !Number.isSafeInteger(offset) || offset < 0 || offset + made.count > root.count) throw wrong.damaged(`a part of storage "${root.key}" must lie within its ${root.count} numbers.`);
  parts.set(made, { root: root.key, offset });
  return made;
}
