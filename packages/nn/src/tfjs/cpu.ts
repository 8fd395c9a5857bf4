import * as tf from "@tensorflow/tfjs-core";
import type { TfjsBackendPackage } from "./backendPackage.ts";
import { conv2dBackpropFilter } from "./cpu/conv2dBackpropFilter.ts";
import { notInstalled } from "./notInstalled.ts";

/** TensorFlow.js's backend in plain JavaScript, with a convolution gradient of ours. */
export const cpu: TfjsBackendPackage = {
  name: "cpu",
  note: "plain JavaScript: runs everywhere, slow",
  async check() {
    try {
      const { version_cpu } = await import("@tensorflow/tfjs-backend-cpu");
      return { available: true, note: cpu.note, threads: 1, version: version_cpu };
    } catch {
      return notInstalled("@tensorflow/tfjs-backend-cpu@4.22.0");
    }
  },
  async register() {
    await import("@tensorflow/tfjs-backend-cpu");
    greet();
    if (tf.getKernel("Conv2DBackpropFilter", "cpu") !== conv2dBackpropFilter) {
      tf.unregisterKernel("Conv2DBackpropFilter", "cpu");
      tf.registerKernel(conv2dBackpropFilter);
    }
    return { name: "cpu", threads: 1 };
  },
};

/** The cpu backend greets on its first write, with advice that does not hold for us: it writes unheard. */
function greet(): void {
  const cpu = tf.engine().findBackend("cpu");
  const heard = tf.env().getBool("IS_TEST");
  tf.env().set("IS_TEST", true);
  cpu.disposeData(cpu.write(new Float32Array(1), [1], "float32"));
  tf.env().set("IS_TEST", heard);
}
