import * as tf from "@tensorflow/tfjs-core";

/** How often each kernel was computed by the cpu backend because the other lacks it, by `backend/kernel`. */
export type FallbackCounts = ReadonlyMap<string, number>;

const counts = new Map<string, number>();

/** The fallbacks so far, since the process started. */
export const fallbackCounts = (): FallbackCounts => new Map(counts);

/** Registers, for every kernel that the cpu backend has and `backend` has not, one that copies its inputs there and the results back. */
export function fallBackToCpu(backend: string): void {
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend("cpu")) {
    if (tf.getKernel(kernelName, backend)) continue;
    tf.registerKernel({ kernelName, backendName: backend, kernelFunc: (call) => onCpu(backend, kernelName, kernelFunc, call) });
  }
}

function onCpu(backend: string, kernelName: string, kernelFunc: tf.KernelFunc, { inputs, attrs }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo | tf.TensorInfo[] {
  const key = `${backend}/${kernelName}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  const [from, cpu] = [tf.engine().findBackend(backend), tf.engine().findBackend("cpu")];
  const copied: tf.TensorInfo[] = [];
  const copy = (x: tf.TensorInfo): tf.TensorInfo => {
    const dataId = cpu.write(from.readSync(x.dataId).slice(), x.shape, x.dtype);
    const info = { dataId, shape: x.shape, dtype: x.dtype };
    copied.push(info);
    return info;
  };
  const there: tf.NamedTensorInfoMap = {};
  for (const [name, x] of Object.entries(inputs)) there[name] = (Array.isArray(x) ? x.map((one: tf.TensorInfo) => copy(one)) : x && copy(x)) as tf.TensorInfo;
  const results = kernelFunc({ inputs: there, backend: cpu, attrs: attrs as tf.NamedAttrMap });
  const back = (x: tf.TensorInfo): tf.TensorInfo => ({ dataId: from.write(cpu.readSync(x.dataId).slice(), x.shape, x.dtype), shape: x.shape, dtype: x.dtype });
  const answer = Array.isArray(results) ? results.map(back) : back(results);
  for (const { dataId } of [...copied, ...[results].flat()]) cpu.disposeData(dataId, true);
  return answer;
}
