import * as tf from "@tensorflow/tfjs-core";
import { isOurs, type SimdBackend } from "./backend.ts";
import type { Call, Kernel } from "./kernel.ts";
import { cast } from "./kernels/Cast.ts";

/** How often the cpu backend computed a kernel for us, and for how long in all. */
export interface Fallback {
  count: number;
  milliseconds: number;
}

/** A kernel of TensorFlow.js's registry that knows how often it fell back. */
export interface CountingKernel extends tf.KernelConfig {
  readonly calls: Fallback;
}

/** The kernels that the cpu backend computed because we do not accelerate them, or not with such inputs; longest first. */
export function fallbacks(backendName: string = "simd"): ReadonlyMap<string, Readonly<Fallback>> {
  const found = tf.getKernelsForBackend(backendName).filter((kernel): kernel is CountingKernel => "calls" in kernel && (kernel as CountingKernel).calls.count > 0);
  return new Map(found.sort((a, b) => b.calls.milliseconds - a.calls.milliseconds).map(({ kernelName, calls }) => [kernelName, { ...calls }]));
}

/** A kernel for TensorFlow.js's registry: ours, and behind it that of the cpu backend. */
export function countingKernel(kernelName: string, backendName: string, ours: Kernel | undefined): CountingKernel {
  const calls: Fallback = { count: 0, milliseconds: 0 };
  const onCpu = tf.getKernel(kernelName, "cpu");
  return {
    kernelName,
    backendName,
    calls,
    kernelFunc(call) {
      const { backend } = call as Call;
      return backend.attempt(() => withOwnTypes(call as Call, (request) => {
        const done = ours?.(request);
        if (done) return done;
        if (!onCpu) throw new Error(`backend simd: ${kernelName} does not take such inputs: ${Object.entries(request.inputs).map(([name, x]) => `${name} ${x.dtype} [${x.shape.join(", ")}]`).join(", ")}.`);
        const start = tf.util.now();
        const result = fallBack(backend, onCpu.kernelFunc, request);
        calls.count++;
        calls.milliseconds += tf.util.now() - start;
        return result;
      }));
    },
  };
}

/**
 * Runs a kernel on inputs whose values are of their tensor's type. A cast on the cpu backend gives whole numbers another type's name
 * without touching them, and so they come when they move here.
 */
function withOwnTypes<T>(call: Call, kernel: (call: Call) => T): T {
  const { inputs, backend } = call;
  const foreign = Object.entries(inputs).filter(([, x]) => x && !Array.isArray(x) && backend.typeOf(x) !== x.dtype);
  if (foreign.length === 0) return kernel(call);
  const own: Record<string, tf.TensorInfo> = Object.assign(Array.isArray(inputs) ? [] : {}, inputs);
  const made: tf.TensorInfo[] = [];
  for (const [name, x] of foreign) {
    const copy = [cast({ ...call, inputs: { x: { ...x, dtype: backend.typeOf(x) } }, attrs: { dtype: x.dtype } })].flat()[0];
    if (!copy) continue;
    own[name] = copy;
    made.push(copy);
  }
  const result = kernel({ ...call, inputs: own });
  // After a failure they go with everything else that was made.
  for (const { dataId } of made) backend.disposeData(dataId);
  return result;
}

/** Runs a kernel of the cpu backend on copies. */
function fallBack(backend: SimdBackend, kernelFunc: tf.KernelFunc, { inputs, attrs }: Call): tf.TensorInfo | tf.TensorInfo[] {
  const passing: tf.TensorInfo[] = [];
  const lend = (x: tf.TensorInfo): tf.TensorInfo => {
    const info = backend.lend(x);
    passing.push(info);
    return info;
  };
  try {
    // Some kernels take a list where others have names.
    const there = (Array.isArray(inputs) ? [] : {}) as tf.NamedTensorInfoMap;
    for (const [name, x] of Object.entries(inputs)) there[name] = (Array.isArray(x) ? x.map((one: tf.TensorInfo) => lend(one)) : x && lend(x)) as tf.TensorInfo;
    const results = kernelFunc({ inputs: there, backend: backend.cpu, attrs: attrs as tf.NamedAttrMap });
    // What we copy goes there; the rest stays as a guest.
    passing.push(...[results].flat().filter(({ dtype }) => isOurs(dtype)));
    return Array.isArray(results) ? results.map((x) => backend.adopt(x)) : backend.adopt(results);
  } finally {
    for (const { dataId } of passing) backend.cpu.disposeData(dataId);
  }
}
