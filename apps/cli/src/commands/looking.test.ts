import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { refusal, run, words } from "../../test/run.ts";

test("models lists the zoo, or part of it", async () => {
  const { status, out } = await run(["models"]);
  expect(status).toBe(0);
  expect(out).toMatch(/^mnist-cnn +2015 +28×28×1 +220,234 +4\.04 M$/m);
  expect(out).toMatch(/^resnet50 +2015 +224×224×3 +25,557,032 +4\.09 G +80\.9$/m);
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  const some = (await run(["models", "resnet", "--json"])).json<readonly { name: string }[]>();
  expect(some.map(({ name }) => name)).toContain("resnet18");
  expect(some.map(({ name }) => name)).not.toContain("lenet5");
  // Titles count only where no name or family does.
  const names = async (pattern: string): Promise<readonly string[]> => (await run(["models", pattern, "--json"])).json<readonly { name: string }[]>().map(({ name }) => name);
  expect(await names("res")).not.toContain("logistic");
  expect(await names("logistic regression")).toContain("logistic");
  expect(await refusal("models nothing-like-it")).toMatchInlineSnapshot(`"1 error: no model matches "nothing-like-it". Without a pattern, all are listed."`);
});

test("the page of a model is as wide as a terminal, its texts wrapped beside their names", async () => {
  const { out } = await run(["models", "resnet50"]);
  expect(out).toContain("\nMACs            4,089,184,256 for one sample\n");
  expect(out).toMatch(/^note {12}A stage [^\n]+\n {16}\S/m);
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(out).toMatch(/^output {10}1000 classes$/m);
  // What tells no classes apart has a shape.
  expect((await run(["models", "dcgan_generator"])).out).toMatch(/^output +64×64×3$/m);
});

test("explain shows a node's numbers with their working", async () => {
  const { status, out, err } = await run(words("explain mnist-cnn conv2"));
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out).toContain("(3·3·32 + 1)·64 = 18,496");
  const json = (await run(words("explain mnist-cnn conv2 --json"))).json();
  expect(json).toMatchObject({ node: "conv2", kind: "conv2d", outputShape: [14, 14, 64] });
  for (const format of ["markdown", "latex", "html"]) expect((await run(["explain", "mnist-cnn", "conv2", "--format", format])).out.length).toBeGreaterThan(200);
  expect(await refusal("explain mnist-cnn conv9")).toMatchInlineSnapshot(`"1 error: mnist-cnn: there is no node "conv9". Did you mean "conv1" or "conv2"?"`);
  expect(await refusal("explain logistic backbone")).toMatchInlineSnapshot(`"1 error: logistic: there is no node "backbone". Nodes: flatten, fc."`);
  expect(await refusal("explain resnet18 backbone")).toContain(`, … "convscope summary resnet18" lists all `);
});

test("backends tells what works here, what is missing and how to get it, and what auto takes and why", async () => {
  const { auto, reason, backends } = (await run(["backends", "--json"])).json<{ auto: string; reason: string; backends: { name: string; available: boolean; threads?: number; version?: string }[] }>();
  expect(auto).toBe("ort");
  expect(reason).toContain("preferred, but passed by: node-gpu (not installed; npm install @tensorflow/tfjs-node-gpu@4.22.0 (needs CUDA 11, cuDNN 8 and Node 18 to 22)), webgpu (not installed; npm install webgpu @tensorflow/tfjs-backend-webgpu@4.22.0)");
  expect(backends.filter(({ available }) => available).map(({ name }) => name)).toEqual(expect.arrayContaining(["ort", "simd", "wasm", "cpu"]));
  expect(backends.find(({ name }) => name === "simd")).toMatchObject({ threads: Math.min(availableParallelism(), 16), version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string });
  const { out } = await run(["backends"]);
  expect(out).toMatch(/^cpu +yes +tfjs +4\.22\.0 +processor +1 +plain JavaScript: runs everywhere, slow$/m);
  expect(out).toContain(`\nauto takes ort: ${reason}\n`);
});
