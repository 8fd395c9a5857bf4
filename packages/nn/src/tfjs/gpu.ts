/** How a package is imported by its name; tests hand in their own. */
export type Import = (name: string) => Promise<unknown>;

/** What of WebGPU is needed to choose an adapter. */
export interface Gpu {
  requestAdapter(options: object): Promise<Adapter | null>;
}

interface Adapter {
  readonly info?: { readonly vendor: string; readonly architecture: string; readonly device: string; readonly description: string; readonly isFallbackAdapter?: boolean };
  readonly isFallbackAdapter?: boolean;
}

/** A name in a variable keeps bundlers from looking for a package that only Node has. */
export const importByName: Import = (name) => import(/* @vite-ignore */ /* webpackIgnore: true */ name);

/** A way to graphics cards. */
export interface GpuAccess {
  readonly gpu: Gpu;
  /** Puts it where browsers have it, and TensorFlow.js looks for it. */
  install(): void;
}

/**
 * The way to graphics cards: that of the browser, or in Node that of the package `webgpu`. A text says why there is none.
 */
export async function gpuHere(load: Import = importByName): Promise<GpuAccess | string> {
  const { navigator, process } = globalThis as { readonly navigator?: { readonly gpu?: Gpu }; readonly process?: { readonly versions?: { readonly node?: string } } };
  if (navigator?.gpu) return { gpu: navigator.gpu, install: () => undefined };
  if (process?.versions?.node === undefined) return "this browser has no WebGPU, or the page is not from https or localhost";
  let dawn: { create(options: readonly string[]): Gpu; readonly globals: object };
  try {
    dawn = (await load("webgpu")) as typeof dawn;
  } catch (error) {
    return isMissing(error, "webgpu") ? "not installed; npm install webgpu @tensorflow/tfjs-backend-webgpu@4.22.0" : `the package webgpu does not start here: ${error instanceof Error ? error.message : String(error)}`;
  }
  const gpu = dawn.create([]);
  return {
    gpu,
    install() {
      Object.assign(globalThis, dawn.globals);
      // Node 20 has no navigator, and that of later ones takes new properties only so.
      if (!navigator) Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true, writable: true });
      Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true, writable: true });
    },
  };
}

/** Whether an import failed because the package `name` is not there. Node says so by a code, Vite in words. */
export function isMissing(error: unknown, name: string): boolean {
  if (!(error instanceof Error) || !error.message.includes(name)) return false;
  return ("code" in error && (error.code === "ERR_MODULE_NOT_FOUND" || error.code === "MODULE_NOT_FOUND")) || /^(could not|failed to) resolve/i.test(error.message);
}

/** The graphics card that WebGPU would take, and why `auto` should not; nothing where there is none. */
export async function findAdapter(gpu: Gpu): Promise<{ readonly device: string; readonly reluctant?: string } | undefined> {
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return undefined;
  const { info } = adapter;
  const device = info?.description || [info?.vendor, info?.architecture, info?.device].filter(Boolean).join(" ") || "unnamed";
  const software = (info?.isFallbackAdapter ?? adapter.isFallbackAdapter) === true || /swiftshader|llvmpipe|basic render/i.test(`${device} ${info?.architecture ?? ""}`);
  return { device, ...(software && { reluctant: "its graphics card is made up in software, which is slow" }) };
}
