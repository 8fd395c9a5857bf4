import { GraphError, LayerError } from "@convscope/core";
import { BackendError } from "../backend.ts";
import { CapabilityError, type Engine, type Runtime } from "../engine.ts";

/** One end of a channel to or from a worker: a `Worker`, the `self` within it, or a `MessagePort`. */
export interface Port {
  postMessage(message: unknown, options: { transfer: ArrayBuffer[] }): void;
  addEventListener(type: "message" | "messageerror" | "error" | "close", listener: (event: { readonly data?: unknown; readonly message?: unknown }) => void): void;
  /** A `MessagePort` holds back what comes until it is told. */
  start?(): void;
}

/** What one asks of a runtime in a worker; the rest is known without asking. */
export type Remote = Omit<Runtime, "graph" | "engine" | "dispose">;

/** What one may ask, and the arguments: `open` a backend, which is then engine `on`; the rest is of that engine, or of runtime `on`. */
export interface Calls {
  /** Whether anybody serves there. */
  readonly hello: readonly [];
  readonly open: readonly [backend: string, options: { readonly threads?: number }];
  readonly capabilities: Parameters<Engine["capabilities"]>;
  readonly prepare: Parameters<Engine["prepare"]>;
  readonly dispose: readonly [];
  readonly run: Parameters<Runtime["run"]>;
  readonly measure: Parameters<Runtime["measure"]>;
  readonly gradients: Parameters<Runtime["gradients"]>;
  readonly step: Parameters<Runtime["step"]>;
  readonly weights: Parameters<Runtime["weights"]>;
  readonly setWeights: Parameters<Runtime["setWeights"]>;
  readonly optimizerState: Parameters<Runtime["optimizerState"]>;
  readonly setOptimizerState: Parameters<Runtime["setOptimizerState"]>;
}

/** A question from the page. `id` is the question's, `on` that of the answer that brought what it is asked of. */
export type Question = { readonly [M in keyof Calls]: { readonly convscope: "question"; readonly id: number; readonly on: number; readonly method: M; readonly args: Calls[M] } }[keyof Calls];

/** The worker's answer to the question `id`. */
export interface Answer {
  readonly convscope: "answer";
  readonly id: number;
  readonly value?: unknown;
  readonly error?: Failure;
}

/** An error as it crosses: without its class, which `revive` finds again. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly kind?: string;
  readonly rule?: string;
  readonly node?: string;
}

/** Whether a message is of this kind; others may use the same worker for their own. */
const tagged = (message: unknown, tag: string): boolean => typeof message === "object" && message !== null && "convscope" in message && message.convscope === tag;
export const isQuestion = (message: unknown): message is Question => tagged(message, "question");
export const isAnswer = (message: unknown): message is Answer => tagged(message, "answer");

export const failureOf = (error: unknown): Failure => (error instanceof Error ? { ...error, name: error.name, message: error.message } : { name: "Error", message: String(error) });

/** An error as it was thrown in the worker, of its own class where that is ours. */
export function revive({ name, message, kind = "", rule = message, node }: Failure): Error {
  if (name === "LayerError") return new LayerError(kind, rule, node);
  const known = [GraphError, CapabilityError, BackendError, RangeError].find((one) => one.name === name);
  return known ? new known(message) : Object.assign(new Error(message), { name });
}

/** Sends a message. Arrays that are `ours` to give go over without a copy; else, and where they are part of a larger buffer, a copy goes over. */
export function post(port: Port, message: Question | Answer, ours: boolean): void {
  const transfer: ArrayBuffer[] = [];
  const packed = (value: unknown): unknown => {
    if (ArrayBuffer.isView(value)) {
      const array = value as Float32Array;
      const { buffer } = ours && array.byteLength === array.buffer.byteLength && array.buffer instanceof ArrayBuffer ? array : array.slice();
      if (!transfer.includes(buffer as ArrayBuffer)) transfer.push(buffer as ArrayBuffer);
      return new (array.constructor as Float32ArrayConstructor)(buffer as ArrayBuffer);
    }
    if (Array.isArray(value)) return value.map(packed);
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, packed(one)])) : value;
  };
  const whole = packed(message);
  port.postMessage(whole, { transfer });
}
