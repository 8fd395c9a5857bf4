import type { Callback, EpochLog } from "../callback.ts";
import { firstRecords, record } from "./records.ts";

export interface TensorboardLogOptions {
  /** Receives the bytes piece by piece; the first piece is the beginning of a file, as of `csvLog`. TensorBoard takes a file whose name has `tfevents` in it. */
  readonly write: (bytes: Uint8Array) => void | Promise<void>;
  /** The file as it was, where a training goes on: its finished epochs keep the time at which they were. */
  readonly before?: Uint8Array;
  /** The time in seconds since 1970; the system's if left out. */
  readonly now?: () => number;
}

/**
 * The history as an event file of TensorBoard: each number of an epoch is a scalar of its name, the epoch is the step.
 * Format: tensorflow/core/util/event.proto and framework/summary.proto in records as of TFRecord.
 */
export function tensorboardLog({ write, before, now = () => Date.now() / 1000 }: TensorboardLogOptions): Callback {
  const version = (): Uint8Array => record(concatenated(double(1, now()), bytesField(3, utf8("brain.Event:2"))));
  const event = ({ epoch, ...scalars }: EpochLog): Uint8Array =>
    record(concatenated(double(1, now()), varintField(2, epoch), bytesField(5, concatenated(...Object.entries(scalars).map(([name, value]) => bytesField(1, concatenated(bytesField(1, utf8(name)), float(2, value))))))));
  return {
    async onTrainBegin({ history }) {
      const kept = before && firstRecords(before, 1 + history.length);
      await write(kept ?? concatenated(version(), ...history.map(event)));
    },
    onEpochEnd: (log) => write(event(log)),
  };
}

// Protocol buffers: a field is its number and wire type, then a varint (0), 8 bytes (1), a length and so many bytes (2), or 4 bytes (5).
const key = (field: number, wireType: number): Uint8Array => varint(field * 8 + wireType);
const varintField = (field: number, value: number): Uint8Array => concatenated(key(field, 0), varint(value));
const bytesField = (field: number, bytes: Uint8Array): Uint8Array => concatenated(key(field, 2), varint(bytes.length), bytes);

function double(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return concatenated(key(field, 1), bytes);
}

function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concatenated(key(field, 5), bytes);
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Uint8Array.from([...bytes, left]);
    bytes.push((left % 128) + 128);
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function concatenated(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
