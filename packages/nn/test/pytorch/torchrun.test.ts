import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { batchNormalization, conv2d, dense, flatten, graph, maxPooling2d, relu, softmax } from "@convscope/core";
import { fromTorch, readSafetensors, toPyTorch, toTorch, toTorchrun, writeSafetensors } from "@convscope/exchange";
import { expect, test } from "vitest";
import { network } from "../../src/index.ts";
import { engineOn } from "../backends.ts";
import { hasTorch, madeUpCase } from "./python.ts";

const net = graph("tiny", [8, 8, 1], { conv: conv2d(4, 3), norm: batchNormalization(), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), fc: dense(2), prob: softmax() });

/** Pictures that are bright above or below. */
const count = 128;
const x = { shape: [count, 8, 8, 1], data: Float32Array.from({ length: count * 64 }, (_, i) => (Math.floor(i / 32) % 2 === Math.floor(i / 64) % 2 ? 1 : 0) + 0.3 * Math.sin(i * i)) };
const y = { shape: [count], data: Int32Array.from({ length: count }, (_, i) => i % 2) };

/** A port that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Starts what torchrun starts: as many processes, each told its rank. PyTorch 1.13's own torchrun fails on Python 3.11. */
async function torchrun(processes: number, folder: string, args: readonly string[]): Promise<readonly string[]> {
  const port = String(await freePort());
  const run = promisify(execFile);
  const said = await Promise.all(Array.from({ length: processes }, (_, rank) =>
    run("/usr/bin/python3", args, { cwd: folder, env: { ...process.env, OMP_NUM_THREADS: "1", MASTER_ADDR: "127.0.0.1", MASTER_PORT: port, WORLD_SIZE: String(processes), RANK: String(rank), LOCAL_RANK: String(rank) } })));
  return said.map(({ stdout }) => stdout);
}

test.skipIf(!hasTorch)("two processes as of torchrun train the exported source, and the weights come back (skipped without python3-torch)", async () => {
  const folder = mkdtempSync(join(tmpdir(), "convscope-torchrun-"));
  const file = (name: string): string => join(folder, name);
  try {
    const { weights } = madeUpCase(net, 1);
    writeFileSync(file("model.py"), toPyTorch(net));
    writeFileSync(file("train.py"), toTorchrun(net));
    writeFileSync(file("start.safetensors"), writeSafetensors(toTorch(net, weights)));
    writeFileSync(file("data.safetensors"), writeSafetensors({ x, y }));
    const [first = "", second] = await torchrun(2, folder, ["train.py", "--data", "data.safetensors", "--weights", "start.safetensors", "--epochs", "6", "--batch", "8", "--lr", "0.02"]);
    expect(second).toBe("");
    expect(first.match(/epoch \d: loss/g)).toHaveLength(6);
    const trained = fromTorch(net, readSafetensors(new Uint8Array(readFileSync(file("trained.safetensors")))).tensors);
    const engine = await engineOn("cpu");
    const accuracy = async (arrays: typeof trained): Promise<number> => {
      const model = await network(net, { engine, weights: arrays });
      const { data } = await model.predict(x);
      model.dispose();
      return y.data.filter((label, i) => (data[2 * i + label] ?? 0) > 0.5).length / count;
    };
    expect(await accuracy(weights)).toBeLessThan(0.9);
    expect(await accuracy(trained)).toBeGreaterThan(0.99);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
