import * as tf from "@tensorflow/tfjs-core";

/** For tests: makes a backend known that computes with the cpu backend's kernels under another name. What comes back takes it away again. */
export async function borrowBackend(name: string, properties: object = {}): Promise<() => Promise<void>> {
  const { MathBackendCPU } = await import("@tensorflow/tfjs-backend-cpu");
  // Not first used: then it would greet.
  tf.registerBackend(name, () => Object.defineProperty(Object.assign(new MathBackendCPU(), properties), "firstUse", { value: false, writable: true }));
  tf.copyRegisteredKernels("cpu", name);
  return async () => {
    await tf.setBackend("cpu");
    tf.removeBackend(name);
    for (const { kernelName } of tf.getKernelsForBackend(name)) tf.unregisterKernel(kernelName, name);
  };
}
