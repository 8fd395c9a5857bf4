import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { autoChoice, backendStatus, BackendError, chooseBackend, preferred, type Availability, type BackendLoader, type OpenOptions } from "./backend.ts";
import { backendLoaders, useBackend } from "./useBackend.ts";

const works: Availability = { available: true, version: "1.0", threads: 2, note: "fine" };
const missing: Availability = { available: false, note: "not installed; npm install it" };
const reluctant: Availability = { ...works, reluctant: "made up in software" };

/** A loader that keeps what it was opened with. */
function loader(name: string, found: Availability = works): BackendLoader & { readonly opened: OpenOptions[] } {
  const opened: OpenOptions[] = [];
  return {
    name, engine: "toy", opened,
    check: async () => found,
    async open(options = {}) {
      opened.push(options);
      const nothing = (): never => { throw new Error("not asked for"); };
      return { name: "toy", backend: name, threads: options.threads ?? 2, prepare: nothing, capabilities: nothing };
    },
  };
}

const known = ["node-gpu", "webgpu", "ort", "simd", "wasm", "cpu"];

describe("auto", () => {
  test("keeps one order, however backends are handed over; those it does not know come first, as they were given", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...known, "mine", "yours"]), (names) => {
        const sorted = preferred(names.map((name) => loader(name))).map(({ name }) => name);
        const own = names.filter((name) => !known.includes(name));
        expect(sorted).toEqual([...own, ...known.filter((name) => names.includes(name))]);
      }),
    );
  });

  test("takes the first that works, opens nothing else, and says why", async () => {
    const [none, soft, simd, cpu] = [loader("node-gpu", missing), loader("webgpu", reluctant), loader("simd"), loader("cpu")];
    const engine = await chooseBackend("auto", [none, soft, simd, cpu]);
    expect(engine).toMatchObject({ backend: "simd", threads: 2 });
    expect(engine.reason).toMatchInlineSnapshot(`"it is the best that works here; preferred, but passed by: node-gpu (not installed; npm install it), webgpu (made up in software)"`);
    expect([none, soft, simd, cpu].map(({ opened }) => opened.length)).toEqual([0, 0, 1, 0]);
  });

  test("looks no further than the one it takes", async () => {
    const cpu: BackendLoader = { ...loader("cpu"), check: () => Promise.reject(new Error("looked at")) };
    expect((await chooseBackend("auto", [loader("simd"), cpu])).reason).toMatchInlineSnapshot(`"nothing is preferred to it"`);
  });

  test("the table tells the same without opening any", async () => {
    const loaders = [loader("node-gpu", missing), loader("simd"), loader("cpu")];
    const rows = await backendStatus(loaders);
    expect(rows[1]).toEqual({ name: "simd", engine: "toy", available: true, version: "1.0", threads: 2, note: "fine" });
    expect(autoChoice(rows)).toEqual({ name: "simd", reason: (await chooseBackend("auto", loaders)).reason });
    expect(autoChoice(rows.slice(0, 1))).toBeUndefined();
  });

  test("goes on where one cannot be started, and keeps why", async () => {
    const broken = (name: string): BackendLoader => ({ ...loader(name), open: () => Promise.reject(new Error("no file")) });
    const engine = await chooseBackend("auto", [broken("wasm"), loader("cpu")]);
    expect(engine.backend).toBe("cpu");
    expect(engine.reason).toMatchInlineSnapshot(`"it is the best that works here; preferred, but passed by: wasm (no file)"`);
    await expect(chooseBackend("auto", [broken("wasm"), broken("cpu")])).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend auto: not to be had here. wasm: no file · cpu: no file]`);
    await expect(chooseBackend("wasm", [broken("wasm"), loader("cpu")])).rejects.toThrow("no file");
  });

  test("where nothing works, it says what is missing", async () => {
    await expect(chooseBackend("auto", [loader("webgpu", reluctant), loader("wasm", missing)])).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend auto: not to be had here. webgpu: made up in software · wasm: not installed; npm install it]`);
  });
});

describe("a backend by name", () => {
  test("is taken although auto would pass it by, with the threads asked for", async () => {
    const soft = loader("webgpu", reluctant);
    const engine = await chooseBackend("webgpu", [loader("simd"), soft], { threads: 3 });
    expect(engine).toMatchObject({ backend: "webgpu", threads: 3, reason: "it was asked for by name" });
    expect(soft.opened).toEqual([{ threads: 3 }]);
  });

  test("that does not work is refused, with the way out", async () => {
    await expect(chooseBackend("wasm", [loader("wasm", missing)])).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend wasm: not to be had here. wasm: not installed; npm install it]`);
  });

  test("that another package has is told how to hand it over", async () => {
    await expect(useBackend("simd")).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend: "simd" must be handed over: import { simd } from "@convscope/backend-simd", then { engines: [tfjsLoader(simd)] }. Received no such loader. Known: auto, node-gpu, webgpu, wasm, cpu.]`);
    await expect(useBackend("ort")).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend: "ort" must be handed over: import { ort } from "@convscope/engine-ort", then { engines: [ort] }. Received no such loader. Known: auto, node-gpu, webgpu, wasm, cpu.]`);
    const slip: object = { name: "simd", note: "fast", register: () => undefined };
    await expect(useBackend("simd", { engines: [slip as never] })).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend: engines must be loaders. Received {"name":"simd","note":"fast"}. Write tfjsLoader(simd) in its place.]`);
    await expect(useBackend("simd", { engines: slip as never })).rejects.toThrow(/^backend: engines must be a list/);
  });

  test("that nobody brought is refused", async () => {
    await expect(useBackend("wsam")).rejects.toThrow(BackendError);
    await expect(useBackend("wsam")).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend: there is no "wsam" here. Did you mean "wasm"? Known: auto, node-gpu, webgpu, wasm, cpu.]`);
  });
});

test("threads must be a whole number", async () => {
  await expect(useBackend("cpu", { threads: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: useBackend: threads must be a whole number ≥ 1. Received 0.]`);
  await expect(useBackend("cpu", { thread: 2 } as object)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: useBackend: unknown option thread. Did you mean "threads"? Options: engines, threads.]`);
});

test("a backend that is handed over takes the place of ours with the same name", () => {
  const mine = loader("wasm");
  const loaders = backendLoaders({ engines: [loader("simd"), mine] });
  expect(loaders.map(({ name }) => name)).toEqual(["node-gpu", "webgpu", "simd", "wasm", "cpu"]);
  expect(loaders.find(({ name }) => name === "wasm")).toBe(mine);
});
