import * as tf from "@tensorflow/tfjs-core";
import type { KernelTime } from "../engine.ts";
import { fallbacksDuring } from "./fallback.ts";

/** How a kernel has fared. Its time is its own: that of kernels it calls is theirs. */
interface Clock {
  calls: number;
  milliseconds: number;
}

/** Runs `f` with every kernel of a backend timed; longest first. TensorFlow.js's registry holds other kernels meanwhile. */
export async function profiled(registered: string, f: () => Promise<void>): Promise<readonly KernelTime[]> {
  const kernels = [...tf.getKernelsForBackend(registered)];
  const clocks = new Map<string, Clock>();
  const inside: number[] = [];
  for (const { kernelName, kernelFunc, ...config } of kernels) {
    const clock: Clock = { calls: 0, milliseconds: 0 };
    clocks.set(kernelName, clock);
    replace({
      ...config,
      kernelName,
      kernelFunc(call) {
        const start = tf.util.now();
        inside.push(0);
        try {
          return kernelFunc(call);
        } finally {
          const whole = tf.util.now() - start;
          clock.calls++;
          clock.milliseconds += whole - (inside.pop() ?? 0);
          if (inside.length > 0) inside[inside.length - 1] = (inside.at(-1) ?? 0) + whole;
        }
      },
    });
  }
  let fallbacks: ReadonlyMap<string, number> = new Map();
  try {
    // What falls back counts itself where it is kept: in the kernels that are replaced.
    fallbacks = await fallbacksDuring(registered, f);
  } finally {
    for (const kernel of kernels) replace(kernel);
  }
  return [...clocks]
    .filter(([, { calls }]) => calls > 0)
    .map(([kernel, clock]) => ({ kernel, ...clock, fallbacks: fallbacks.get(kernel) ?? 0 }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}

function replace(kernel: tf.KernelConfig): void {
  tf.unregisterKernel(kernel.kernelName, kernel.backendName);
  tf.registerKernel(kernel);
}
