import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { autoChoice, chooseBackend } from "../backend.ts";
import { backendLoaders } from "../useBackend.ts";
import { borrowBackend } from "./borrowed.ts";
import { tfjsLoader } from "./loaders.ts";
import { nodeGpu } from "./nodeGpu.ts";

const notThere = (name: string): Promise<never> => Promise.reject(Object.assign(new Error(`Cannot find package '${name}'`), { code: "ERR_MODULE_NOT_FOUND" }));

/** The package as it is when it has loaded, on the cpu backend's kernels. */
async function installed(isUsingGpuDevice: boolean): Promise<unknown> {
  if (!tf.findBackendFactory("tensorflow")) takeAway = await borrowBackend("tensorflow", { isUsingGpuDevice });
  return { default: { version: { "tfjs-node": "4.22.0" } } };
}

let takeAway = async (): Promise<void> => undefined;
afterEach(async () => {
  vi.unstubAllGlobals();
  await takeAway();
  takeAway = async () => undefined;
});

/** This test is about packages, so the Node it runs on is one that they know. */
const onNode = (version: string): void => void vi.stubGlobal("process", Object.create(process, { versions: { value: { ...process.versions, node: version } } }));

describe("where it cannot be used, it says what to do", () => {
  test("not installed", async () => {
    expect(await nodeGpu(notThere).check()).toMatchInlineSnapshot(`
      {
        "available": false,
        "note": "not installed; npm install @tensorflow/tfjs-node-gpu@4.22.0 (needs CUDA 11, cuDNN 8 and Node 18 to 22)",
        "threads": 1,
      }
    `);
  });

  test("asked for by name", async () => {
    await expect(chooseBackend("node-gpu", [tfjsLoader(nodeGpu(notThere))])).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend node-gpu: not to be had here. node-gpu: not installed; npm install @tensorflow/tfjs-node-gpu@4.22.0 (needs CUDA 11, cuDNN 8 and Node 18 to 22)]`);
    await expect(nodeGpu(notThere).register()).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend node-gpu: not to be had here. not installed; npm install @tensorflow/tfjs-node-gpu@4.22.0 (needs CUDA 11, cuDNN 8 and Node 18 to 22).]`);
  });

  test("its addon does not load", async () => {
    const broken = nodeGpu(() => Promise.reject(new Error("The Node.js native addon module (tfjs_binding.node) can not be found\nat …")));
    expect((await broken.check()).note).toMatchInlineSnapshot(`"@tensorflow/tfjs-node-gpu does not load: The Node.js native addon module (tfjs_binding.node) can not be found; npm rebuild @tensorflow/tfjs-node-gpu --build-addon-from-source builds it for this Node"`);
  });

  test("a Node that it does not know", async () => {
    onNode("23.1.0");
    expect((await nodeGpu(() => installed(true)).check()).note).toMatchInlineSnapshot(`"@tensorflow/tfjs-node-gpu does not compute on Node 23.1.0; Node 22 is the newest that it knows"`);
  });

  test("no graphics card", async () => {
    onNode("22.1.0");
    expect(await nodeGpu(() => installed(false)).check()).toMatchInlineSnapshot(`
      {
        "available": false,
        "note": "TensorFlow finds no CUDA device; nvidia-smi must list one, and CUDA 11 and cuDNN 8 must be in LD_LIBRARY_PATH",
        "threads": 1,
        "version": "4.22.0",
      }
    `);
  });

  test("another TensorFlow.js", async () => {
    onNode("22.1.0");
    expect((await nodeGpu(async () => ({})).check()).note).toMatchInlineSnapshot(`"@tensorflow/tfjs-node-gpu brings no backend to this @tensorflow/tfjs-core; both must be of version 4.22.0"`);
  });

  test("a browser", async () => {
    vi.stubGlobal("process", undefined);
    expect((await nodeGpu(() => installed(true)).check()).note).toMatchInlineSnapshot(`"only in Node"`);
  });
});

test("installed with a graphics card, auto takes it before all others", async () => {
  onNode("22.1.0");
  const loaders = backendLoaders({ engines: [tfjsLoader(nodeGpu(() => installed(true)))] });
  const [first] = loaders;
  expect(autoChoice([{ name: "node-gpu", engine: "tfjs", ...(await first?.check() ?? { available: false, note: "" }) }])).toEqual({ name: "node-gpu", reason: "nothing is preferred to it" });
  const engine = await chooseBackend("auto", loaders);
  expect(engine).toMatchObject({ name: "tfjs", backend: "node-gpu", threads: 1, reason: "nothing is preferred to it" });
  expect(tf.getBackend()).toBe("tensorflow");
});
