import * as tf from "@tensorflow/tfjs-core";

/** A kernel that the cpu backend computes for another, and how often it has. TensorFlow.js's registry keeps it. */
interface Fallback extends tf.KernelConfig {
  readonly calls: { count: number };
}

const isFallback = (kernel: tf.KernelConfig): kernel is Fallback => "calls" in kernel;

/** How often each kernel was computed by the cpu backend because `backend` lacks it, since that was opened; none that was not. */
export function fallbackCounts(backend: string = "wasm"): ReadonlyMap<string, number> {
  const fallbacks = tf.getKernelsForBackend(backend).filter(isFallback);
  return new Map(fallbacks.filter(({ calls }) => calls.count > 0).map(({ kernelName, calls }) => [kernelName, calls.count]));
}

/** The kernels that fell back to the cpu backend while `f` ran, and how often. */
export async function fallbacksDuring(backend: string, f: () => unknown): Promise<ReadonlyMap<string, number>> {
  const before = fallbackCounts(backend);
  await f();
  return new Map([...fallbackCounts(backend)].map(([kernel, count]) => [kernel, count - (before.get(kernel) ?? 0)] as const).filter(([, count]) => count > 0));
}

/** Registers, for every kernel that the cpu backend has and `backend` has not, one that copies its inputs there and the results back. */
export function fallBackToCpu(backend: string): void {
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend("cpu")) {
    if (tf.getKernel(kernelName, backend)) continue;
    const calls = { count: 0 };
    const fallback: Fallback = {
      kernelName,
      backendName: backend,
      calls,
      kernelFunc(call) {
        calls.count++;
        return onCpu(backend, kernelFunc, call);
      },
    };
    tf.registerKernel(fallback);
  }
}

function onCpu(backend: string, kernelFunc: tf.KernelFunc, { inputs, attrs }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo | tf.TensorInfo[] {
  const [from, cpu] = [tf.engine().findBackend(backend), tf.engine().findBackend("cpu")];
  const there: tf.TensorInfo[] = [];
  const copy = ({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo => {
    const info = { dataId: cpu.write(from.readSync(dataId).slice(), shape, dtype), shape, dtype };
    there.push(info);
    return info;
  };
  const back = ({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo => ({ dataId: from.write(cpu.readSync(dataId).slice(), shape, dtype), shape, dtype });
  try {
    const copied: tf.NamedTensorInfoMap = {};
    for (const [name, x] of Object.entries(inputs)) copied[name] = (Array.isArray(x) ? x.map((one: tf.TensorInfo) => copy(one)) : x && copy(x)) as tf.TensorInfo;
    const results = kernelFunc({ inputs: copied, backend: cpu, attrs: attrs as tf.NamedAttrMap });
    there.push(...[results].flat());
    return Array.isArray(results) ? results.map(back) : back(results);
  } finally {
    for (const { dataId } of there) cpu.disposeData(dataId, true);
  }
}
