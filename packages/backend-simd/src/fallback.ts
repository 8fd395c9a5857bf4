import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "./backend.ts";
import type { Call, Kernel } from "./kernel.ts";

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
      const request = call as Call;
      const done = ours?.(request);
      if (done) return done;
      if (!onCpu) throw new Error(`backend simd: ${kernelName} does not take such inputs: ${Object.entries(request.inputs).map(([name, x]) => `${name} ${x.dtype} [${x.shape.join(", ")}]`).join(", ")}.`);
      const start = tf.util.now();
      const result = fallBack(request.backend, onCpu.kernelFunc, call);
      calls.count++;
      calls.milliseconds += tf.util.now() - start;
      return result;
    },
  };
}

/** Runs a kernel of the cpu backend on copies. */
function fallBack(backend: SimdBackend, kernelFunc: tf.KernelFunc, { inputs, attrs }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo | tf.TensorInfo[] {
  const lent: tf.TensorInfo[] = [];
  const lend = (x: tf.TensorInfo): tf.TensorInfo => {
    const info = backend.lend(x);
    lent.push(info);
    return info;
  };
  try {
    // Some kernels take a list where others have names.
    const there = (Array.isArray(inputs) ? [] : {}) as tf.NamedTensorInfoMap;
    for (const [name, x] of Object.entries(inputs)) there[name] = (Array.isArray(x) ? x.map((one: tf.TensorInfo) => lend(one)) : x && lend(x)) as tf.TensorInfo;
    const results = kernelFunc({ inputs: there, backend: backend.cpu, attrs: attrs as tf.NamedAttrMap });
    return Array.isArray(results) ? results.map((x) => backend.adopt(x)) : backend.adopt(results);
  } finally {
    for (const { dataId } of lent) backend.cpu.disposeData(dataId);
  }
}
