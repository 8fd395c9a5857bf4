import { afterEach, expect, test, vi } from "vitest";
import { findAdapter, gpuHere, type Gpu } from "./gpu.ts";
import { webgpu } from "./webgpu.ts";

afterEach(() => void vi.unstubAllGlobals());

const gpu = (adapter: Awaited<ReturnType<Gpu["requestAdapter"]>>): Gpu => ({ requestAdapter: async () => adapter });
const info = { vendor: "nvidia", architecture: "hopper", device: "", description: "" };
/** Node's package, which finds these adapters. */
const dawn = (adapter: Awaited<ReturnType<Gpu["requestAdapter"]>>) => async (): Promise<object> => ({ create: () => gpu(adapter), globals: {} });
const notThere = (): Promise<never> => Promise.reject(Object.assign(new Error("Cannot find package 'webgpu'"), { code: "ERR_MODULE_NOT_FOUND" }));

test("a browser's own way is taken", async () => {
  const there = gpu(null);
  vi.stubGlobal("navigator", { gpu: there });
  expect(await gpuHere(notThere)).toMatchObject({ gpu: there });
});

test("in Node the package is asked, and installed where browsers have it only on demand", async () => {
  vi.stubGlobal("navigator", {});
  const access = await gpuHere(dawn(null));
  if (typeof access === "string") throw new Error(access);
  expect(globalThis.navigator).not.toHaveProperty("gpu");
  access.install();
  expect(globalThis.navigator).toHaveProperty("gpu", access.gpu);
});

test.each([
  ["a card of its own", { info }, { device: "nvidia hopper" }],
  ["one that describes itself", { info: { ...info, description: "NVIDIA H200" } }, { device: "NVIDIA H200" }],
  ["one that says nothing", {}, { device: "unnamed" }],
  ["one of last resort", { info: { ...info, isFallbackAdapter: true } }, { device: "nvidia hopper", reluctant: "its graphics card is made up in software, which is slow" }],
  ["the same, in older browsers", { isFallbackAdapter: true }, { device: "unnamed", reluctant: "its graphics card is made up in software, which is slow" }],
  ["SwiftShader, which some hide", { info: { ...info, architecture: "swiftshader", description: "Google" } }, { device: "Google", reluctant: "its graphics card is made up in software, which is slow" }],
  ["llvmpipe", { info: { ...info, description: "llvmpipe (LLVM 15)" } }, { device: "llvmpipe (LLVM 15)", reluctant: "its graphics card is made up in software, which is slow" }],
])("adapters: %s", async (_, adapter, found) => {
  expect(await findAdapter(gpu(adapter))).toEqual(found);
});

test("what is missing is said, with the way to it", async () => {
  vi.stubGlobal("navigator", {});
  expect((await webgpu(notThere).check()).note).toMatchInlineSnapshot(`"not installed; npm install webgpu @tensorflow/tfjs-backend-webgpu@4.22.0"`);
  expect((await webgpu(() => Promise.reject(new Error("GLIBC_2.38 not found"))).check()).note).toMatchInlineSnapshot(`"the package webgpu does not start here: GLIBC_2.38 not found"`);
  expect((await webgpu(dawn(null)).check()).note).toMatchInlineSnapshot(`"WebGPU finds no graphics card; it takes a driver for Vulkan, Metal or Direct3D 12, and in some browsers a flag"`);
  await expect(webgpu(dawn(null)).register()).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend webgpu: not to be had here. WebGPU finds no graphics card; it takes a driver for Vulkan, Metal or Direct3D 12, and in some browsers a flag.]`);
  vi.stubGlobal("process", undefined);
  expect((await webgpu(notThere).check()).note).toMatchInlineSnapshot(`"this browser has no WebGPU, or the page is not from https or localhost"`);
});
