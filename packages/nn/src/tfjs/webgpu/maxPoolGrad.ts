import * as tf from "@tensorflow/tfjs-core";

/** A program of TensorFlow.js's for the graphics card, as far as it is looked at. */
interface Program {
  shaderKey: string;
  getUserCode(): string;
}

/** What the kernel asks of the backend. */
interface Gpu {
  runWebGPUProgram(program: Program, ...rest: unknown[]): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
}

type Kernel = (call: { readonly inputs: unknown; readonly attrs: unknown; readonly backend: Gpu }) => tf.TensorInfo;

/** How TensorFlow.js looks for a window's maximum, which finds the last of equal ones, and how the first is found. */
const [last, first] = ["if (value >= currMaxValue)", "if (maxValueFound == 0.0 || value > maxValue)"];

/** A program that gives the place of the first maximum instead of the last; others as they are. */
function ofFirst(program: Program): Program {
  const code = program.getUserCode();
  if (code.includes(last)) Object.assign(program, { shaderKey: `${program.shaderKey}_first`, getUserCode: () => code.replace(last, first) });
  return program;
}

const mended = new WeakSet<tf.KernelFunc>();

/**
 * Mends the gradient of max pooling on the graphics card: the first maximum of a window, in memory order, takes all of it, as on
 * every other backend and in PyTorch. TensorFlow.js's kernel gives it to the last. A second call changes nothing.
 */
export function mendMaxPoolGrad(): void {
  const own = tf.getKernel("MaxPoolGrad", "webgpu");
  if (!own || mended.has(own.kernelFunc)) return;
  const plain = own.kernelFunc as Kernel;
  const kernel: Kernel = ({ backend, ...call }) =>
    plain({ ...call, backend: { runWebGPUProgram: (program, ...rest) => backend.runWebGPUProgram(ofFirst(program), ...rest), disposeData: (id) => backend.disposeData(id) } });
  const kernelFunc = kernel as tf.KernelFunc;
  mended.add(kernelFunc);
  tf.unregisterKernel("MaxPoolGrad", "webgpu");
  tf.registerKernel({ ...own, kernelFunc });
}
