import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { formatIdx, strokes } from "@convscope/datasets/pure";
import { readSafetensors } from "@convscope/exchange";
import { missingChromium } from "@convscope/test-kit/browser";
import { encodePng } from "@convscope/viz";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

interface Recorded {
  readonly history: readonly { readonly epoch: number; readonly loss: number; readonly valAccuracy: number }[];
  readonly data: { readonly train: readonly number[]; readonly test: readonly number[] };
}

describe.skipIf(missingChromium() ?? missingSite())("train in the tab", () => {
  const site = session({ isolated: true, switches: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] });

  const go = (query: string): Promise<unknown> => site.go(`/lab/training?${query}`);
  const press = (name: string): Promise<void> => site.page.getByRole("button", { name, exact: true }).click();
  const done = async (timeout = 100_000): Promise<number> => {
    await expect.poll(() => site.page.locator(".status").innerText(), { timeout }).toMatch(/^Done/);
    return Number(/([\d.]+) %/.exec(await site.page.locator(".status").innerText())?.[1]);
  };
  const kept = async (name: string): Promise<Uint8Array> => {
    const [download] = await Promise.all([site.page.waitForEvent("download"), press(name)]);
    return new Uint8Array(readFileSync(await download.path()));
  };
  const record = async (): Promise<Recorded> => JSON.parse(new TextDecoder().decode(await kept("Keep the record"))) as Recorded;

  test("strokes: more than 95 %, a matrix with its pictures, kernels, Grad-CAM, files to keep", async () => {
    await go("backend=simd");
    await press("Train");
    expect(await done()).toBeGreaterThan(95);
    expect(await site.page.locator(".where").innerText()).toMatch(/^Computes on simd/);
    await site.page.locator('a[href="#cell-3-3"]').focus();
    await site.page.keyboard.press("Enter");
    await expect.poll(() => site.page.locator(".cell").innerText()).toMatch(/^3, taken for what it is: \d\d$/);
    expect(site.page.url()).not.toContain("#cell");
    await expect.poll(() => site.page.getByRole("group", { name: "grad-cam" }).innerText()).toMatch(/Grad-CAM for \d/);
    expect(await site.page.getByRole("group", { name: "filters" }).innerText()).toContain("Kernels of conv1");
    const weights = readSafetensors(await kept("Keep the weights"));
    expect(weights.tensors["conv1.weight"]?.shape).toEqual([3, 3, 1, 32]);
    expect(new TextDecoder("latin1").decode((await kept("Keep as ONNX")).subarray(0, 200))).toContain("convscope");
    expect(JSON.parse(new TextDecoder().decode(await kept("Keep the graph")))).toMatchObject({ name: "mnist-cnn" });
  }, 120_000);

  test("stopped and gone on with, it comes to the same, bit by bit", async () => {
    await go("backend=simd&train=1000&epochs=2&model=tiny-mnist");
    await press("Train");
    await done();
    const whole = await record();
    await press("Train anew");
    await expect.poll(() => site.page.locator("progress").evaluate((bar) => (bar as HTMLProgressElement).value)).toBeGreaterThan(0.1);
    await press("Stop");
    await expect.poll(() => site.page.locator(".status").innerText()).toMatch(/^Stopped after [01]/);
    await press("Go on");
    await done();
    expect((await record()).history).toEqual(whole.history);
  }, 120_000);

  test.each(["webgpu", "cpu"])("on %s too", async (backend) => {
    await go(`backend=${backend}&train=200&epochs=1&model=logistic`);
    await press("Train");
    await done();
    expect(await site.page.locator(".where").innerText()).toMatch(new RegExp(`^Computes on ${backend}`));
  }, 120_000);

  test("what a field cannot hold is said in its words, and other pictures bring their network", async () => {
    await go("train=5");
    await press("Train");
    expect(await site.page.getByRole("alert").innerText()).toBe("“How many” must be a whole number from 100 to 20,000. Received 5.");
    await site.page.getByRole("combobox", { name: /^Pictures/ }).selectOption("shapes");
    await expect.poll(() => site.page.getByRole("combobox", { name: /^Network/ }).inputValue()).toBe("cifar-cnn");
    await expect.poll(() => site.page.getByLabel("Epochs").inputValue()).toBe("20");
  });

  test("MNIST from files, gzipped or not", async () => {
    const { train, test: tested } = strokes({ train: 300, test: 60 });
    const idx = (name: string, shape: readonly number[], data: Uint8Array, packed = false): { name: string; mimeType: string; buffer: Buffer } => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(packed ? gzipSync(formatIdx(shape, data)) : formatIdx(shape, data)) });
    await go("backend=simd&epochs=1&data=files");
    await press("Train");
    expect(await site.page.getByRole("alert").innerText()).toContain("choose the files");
    await site.page.locator('input[type="file"]').setInputFiles([idx("train-images-idx3-ubyte.gz", [300, 28, 28], train.images, true), idx("train-labels-idx1-ubyte", [300], Uint8Array.from(train.labels)), idx("t10k-images-idx3-ubyte", [60, 28, 28], tested.images), idx("t10k-labels-idx1-ubyte.gz", [60], Uint8Array.from(tested.labels), true)]);
    await press("Train");
    await done();
    expect((await record()).data).toMatchObject({ train: [300, 28, 28, 1], test: [60, 28, 28, 1] });
    await site.page.locator('input[type="file"]').setInputFiles([{ name: "cat.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") }]);
    await expect.poll(() => site.page.getByRole("alert").innerText()).toMatch(/cat\.jpg: this is no IDX file/);
  }, 120_000);

  test("pictures of one's own, from files and the camera", async () => {
    const picture = (name: string, colour: readonly number[]): { name: string; mimeType: string; buffer: Buffer } => ({ name, mimeType: "image/png", buffer: Buffer.from(encodePng({ width: 40, height: 30, channels: 3, data: Uint8Array.from({ length: 3600 }, (_, i) => colour[i % 3] ?? 0) })) });
    await go("backend=simd&epochs=6&data=own&batchSize=4&model=logistic&learningRate=0.01");
    await site.page.locator('input[type="file"]').first().setInputFiles(Array.from({ length: 10 }, (_, i) => picture(`red${i}.png`, [200 + i, 20, 20])));
    await expect.poll(() => site.page.getByRole("alert").innerText()).toContain("10 of first, 0 of second");
    await press("Open the camera");
    await expect.poll(() => site.page.locator("video").evaluate((video) => (video as HTMLVideoElement).videoWidth)).toBeGreaterThan(0);
    for (let i = 0; i < 10; i++) await site.page.getByRole("button", { name: "Take one" }).nth(1).click();
    await expect.poll(() => site.page.getByText("10 pictures").count()).toBe(2);
    await press("Close the camera");
    await press("Train");
    expect(await done()).toBe(100);
    expect((await record()).data).toMatchObject({ train: [16, 32, 32, 3], test: [4, 32, 32, 3] });
  }, 120_000);
});
