import { Cursor } from "./cursor.ts";
import type { Wrong } from "./wrong.ts";

/** A name that a pickle refers to, such as `torch.FloatStorage`: only the name, never the thing. */
export class Global {
  constructor(readonly name: string) {}
}

/** What a pickle may refer to. */
export interface Allowed {
  /** Whether a name is known. Any other ends the reading. */
  has(name: string): boolean;
  /** What a call of a known name comes to. */
  call(name: string, args: readonly unknown[]): unknown;
  /** What a persistent id stands for. */
  persistent(id: unknown): unknown;
}

/** More than any state dict needs; each stops a pickle that is made to fill the memory. */
const limits = { pickle: 2 ** 25, stack: 100_000, values: 2_000_000, integer: 16 } as const;

/**
 * Reads the pickle that begins at the cursor, and leaves the cursor behind it. A pickle is a program for a stack machine; this one knows
 * the operations that build numbers, texts, lists, tuples (as arrays) and dicts (as maps), and calls nothing but `allowed`.
 *
 * @throws FormatError for any other operation, for an unknown name, and where a limit is passed.
 */
export function unpickle(cursor: Cursor, allowed: Allowed): unknown {
  const from = cursor.at;
  const machine = new Machine(new Cursor(cursor.bytes.subarray(0, Math.min(cursor.bytes.length, from + limits.pickle)), from, cursor.wrong), allowed);
  for (;;) {
    const code = machine.input.u8();
    if (code === stop) break;
    const operation = operations.get(code);
    if (!operation) throw cursor.wrong.refused(`operation ${JSON.stringify(String.fromCharCode(code))} (0x${code.toString(16)}) at byte ${machine.input.at - 1} of a pickle is not one that weights need.`);
    operation(machine);
  }
  cursor.at = machine.input.at;
  return machine.pop();
}

const stop = 0x2e;

class Machine {
  readonly #stack: unknown[] = [];
  /** How high the stack was at each mark that is open. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();
  #spent = 0;

  constructor(readonly input: Cursor, readonly allowed: Allowed) {}

  get wrong(): Wrong {
    return this.input.wrong;
  }

  push(value: unknown): void {
    if (this.#stack.length >= limits.stack) throw this.wrong.refused(`a pickle must need at most ${limits.stack} values at once, marks included.`);
    this.spend(1);
    this.#stack.push(value);
  }

  /** Counts what was made. A byte can make a map of two hundred, or copy a list of any length. */
  spend(values: number): void {
    this.#spent += values;
    if (this.#spent > limits.values) throw this.wrong.refused(`a pickle must make at most ${limits.values} values.`);
  }

  pop(): unknown {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw this.wrong.damaged(`the pickle takes a value that is not there, at byte ${this.input.at - 1}.`);
    return this.#stack.pop();
  }

  top(): unknown {
    const value = this.pop();
    this.#stack.push(value);
    return value;
  }

  mark(): void {
    if (this.#marks.length >= limits.stack) throw this.wrong.refused(`a pickle must need at most ${limits.stack} values at once, marks included.`);
    this.#marks.push(this.#stack.length);
  }

  /** The values above the last mark. */
  marked(): unknown[] {
    const height = this.#marks.pop();
    if (height === undefined) throw this.wrong.damaged(`the pickle goes back to a mark that is not there, at byte ${this.input.at - 1}.`);
    return this.#stack.splice(height);
  }

  remember(index: number): void {
    this.#memo.set(index, this.top());
  }

  /** Remembers under the next free number. */
  memoize(): void {
    this.remember(this.#memo.size);
  }

  recall(index: number): void {
    if (!this.#memo.has(index)) throw this.wrong.damaged(`the pickle recalls value ${index}, which it never had, at byte ${this.input.at - 1}.`);
    this.push(this.#memo.get(index));
  }

  /** What stands for the name of something in a module of Python. */
  global(module: unknown, name: unknown): void {
    if (typeof module !== "string" || typeof name !== "string") throw this.wrong.damaged(`the pickle names something by what is no text, at byte ${this.input.at - 1}.`);
    const full = `${module}.${name}`;
    if (!this.allowed.has(full)) throw this.wrong.refused(`it asks for ${JSON.stringify(full.length > 100 ? `${full.slice(0, 100)}…` : full)}, which is not something that weights are made of.`);
    this.push(new Global(full));
  }

  call(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!(callee instanceof Global) || !Array.isArray(args)) throw this.wrong.damaged(`the pickle calls what cannot be called, at byte ${this.input.at - 1}.`);
    for (const arg of args as readonly unknown[]) if (Array.isArray(arg)) this.spend(arg.length);
    this.push(this.allowed.call(callee.name, args));
  }

  /** Sets keys and values, one after the other, in the dict on top. */
  fill(pairs: readonly unknown[]): void {
    const dict = this.top();
    if (!(dict instanceof Map) || pairs.length % 2 !== 0) throw this.wrong.damaged(`the pickle fills what is no dict, at byte ${this.input.at - 1}.`);
    for (let i = 0; i < pairs.length; i += 2) dict.set(pairs[i], pairs[i + 1]);
  }

  append(values: readonly unknown[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.wrong.damaged(`the pickle adds to what is no list, at byte ${this.input.at - 1}.`);
    for (const value of values) list.push(value);
  }

  /** Takes the values above, lowest first. */
  tuple(length: number): void {
    this.push(Array.from({ length }, () => this.pop()).reverse());
  }

  /** A line of text, without its end. */
  line(): string {
    const { bytes, at } = this.input;
    const end = bytes.subarray(at, at + 300).indexOf(0x0a);
    if (end < 0) throw this.wrong.damaged(`the name at byte ${at} of a pickle must end within 300 bytes.`);
    const text = this.input.text(end);
    this.input.step(1);
    return text;
  }

  /** A whole number of that many bytes, in two's complement. */
  integer(length: number): number | bigint {
    if (length > limits.integer) throw this.wrong.refused(`a whole number must have at most ${limits.integer} bytes. Received ${length}.`);
    const value = BigInt.asIntN(8 * length, this.input.take(length).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n));
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }
}

type Operation = (machine: Machine) => void;

/** The operations by their bytes, as Python's pickletools names them. */
const operations: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [0x80, (m) => void m.input.u8()], // PROTO
  [0x95, (m) => void m.input.u64()], // FRAME
  [0x4e, (m) => m.push(null)], // NONE
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4b, (m) => m.push(m.input.u8())], // BININT1
  [0x4d, (m) => m.push(m.input.u16())], // BININT2
  [0x4a, (m) => m.push(m.input.i32())], // BININT
  [0x8a, (m) => m.push(m.integer(m.input.u8()))], // LONG1
  [0x47, (m) => m.push(m.input.f64())], // BINFLOAT
  [0x58, (m) => m.push(m.input.text(m.input.u32()))], // BINUNICODE
  [0x8c, (m) => m.push(m.input.text(m.input.u8()))], // SHORT_BINUNICODE
  [0x54, (m) => m.push(m.input.text(m.input.u32()))], // BINSTRING, Python 2's texts
  [0x55, (m) => m.push(m.input.text(m.input.u8()))], // SHORT_BINSTRING
  [0x7d, (m) => m.push(new Map())], // EMPTY_DICT
  [0x5d, (m) => m.push([])], // EMPTY_LIST
  [0x29, (m) => m.push([])], // EMPTY_TUPLE
  [0x28, (m) => m.mark()], // MARK
  [0x74, (m) => m.push(m.marked())], // TUPLE
  [0x85, (m) => m.tuple(1)], // TUPLE1
  [0x86, (m) => m.tuple(2)], // TUPLE2
  [0x87, (m) => m.tuple(3)], // TUPLE3
  [0x61, (m) => m.append([m.pop()])], // APPEND
  [0x65, (m) => m.append(m.marked())], // APPENDS
  [0x73, (m) => m.fill([m.pop(), m.pop()].reverse())], // SETITEM
  [0x75, (m) => m.fill(m.marked())], // SETITEMS
  [0x71, (m) => m.remember(m.input.u8())], // BINPUT
  [0x72, (m) => m.remember(m.input.u32())], // LONG_BINPUT
  [0x94, (m) => m.memoize()], // MEMOIZE
  [0x68, (m) => m.recall(m.input.u8())], // BINGET
  [0x6a, (m) => m.recall(m.input.u32())], // LONG_BINGET
  [0x63, (m) => m.global(m.line(), m.line())], // GLOBAL
  [0x93, (m) => m.global(...([m.pop(), m.pop()].reverse() as [unknown, unknown]))], // STACK_GLOBAL
  [0x52, (m) => m.call()], // REDUCE
  [0x81, (m) => m.call()], // NEWOBJ
  // BUILD gives an object its attributes; those of a state dict are its modules' versions, which weights do not need.
  [0x62, (m) => void m.pop()],
  [0x51, (m) => m.push(m.allowed.persistent(m.pop()))], // BINPERSID
]);
