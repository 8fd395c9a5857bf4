import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { goldenBytes } from "@convscope/test-kit";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { readTorch, writeSafetensors } from "../index.ts";
import { fetchWeights, readWeights, weightsAddress, weightsPath, type WeightsOnWeb } from "./index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "convscope-weights-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A mirror on this machine, and what was asked of it. The first answer stops after `cut` bytes, until `hangUp` ends the line. */
async function mirror(files: { readonly [path: string]: Uint8Array }, cut?: number): Promise<{ readonly url: string; readonly asked: string[]; readonly hangUp: () => void }> {
  const asked: string[] = [];
  let hangUp = (): void => undefined;
  const server = createServer((request, response) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
    asked.push(`${request.url}${range === undefined ? "" : ` from ${range}`}`);
    const bytes = files[request.url ?? ""];
    if (!bytes) return void response.writeHead(404).end();
    const body = bytes.subarray(Number(range ?? 0));
    response.writeHead(range === undefined ? 200 : 206, { etag: '"one"', "content-length": body.length, ...(range !== undefined && { "content-range": `bytes ${range}-${bytes.length - 1}/${bytes.length}` }) });
    if (cut === undefined || asked.length > 1) return void response.end(body);
    response.write(body.subarray(0, cut));
    hangUp = () => void response.destroy();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, hangUp: () => hangUp() };
}

const good = goldenBytes("torch/net.pth");
const named: WeightsOnWeb = { source: "torchvision", file: `net-${createHash("sha256").update(good).digest("hex").slice(0, 8)}.pth` };
const timm: WeightsOnWeb = { source: "timm", file: "net.tag_in1k/resolve/main/model.safetensors" };

test("addresses and places", () => {
  const env = { CONVSCOPE_CACHE: "/cache" };
  expect(weightsAddress({ source: "torchvision", file: "resnet18-f37072fd.pth" }, { env })).toBe("https://download.pytorch.org/models/resnet18-f37072fd.pth");
  expect(weightsAddress(timm, { env })).toBe("https://huggingface.co/timm/net.tag_in1k/resolve/main/model.safetensors");
  expect(weightsAddress(timm, { env: { CONVSCOPE_WEIGHTS_MIRROR: "http://here/w" } })).toBe("http://here/w/timm/net.tag_in1k/resolve/main/model.safetensors");
  expect(weightsPath(timm, { env }).split(sep)).toEqual(["", "cache", "weights", "timm", "net.tag_in1k.safetensors"]);
  expect(weightsPath(named, { folder: "f" })).toBe(join("f", "torchvision", named.file));
});

test("a broken line is taken up where it broke, the file is compared with the digits in its name, and not fetched twice", async () => {
  const { url, asked, hangUp } = await mirror({ [`/torchvision/${named.file}`]: good }, 1000);
  const env = { CONVSCOPE_WEIGHTS_MIRROR: url };
  const seen: number[] = [];
  const onProgress = ({ received }: { readonly received: number }): void => {
    seen.push(received);
    if (received === 1000 && asked.length === 1) hangUp();
  };
  const { path } = await fetchWeights(named, { folder, env, pause: 1, onProgress });
  expect(asked).toEqual([`/torchvision/${named.file}`, `/torchvision/${named.file} from 1000`]);
  expect(seen.at(-1)).toBe(good.length);
  expect(await readWeights(path)).toEqual(readTorch(good));
  await fetchWeights(named, { folder, env });
  expect(asked).toHaveLength(2);
});

test("timm's safetensors lie under the name of their repository", async () => {
  const bytes = writeSafetensors({ a: { shape: [1], data: Float32Array.of(3) } });
  const { url } = await mirror({ [`/timm/${timm.file}`]: bytes });
  const { path } = await fetchWeights(timm, { folder, env: { CONVSCOPE_WEIGHTS_MIRROR: url } });
  expect(path).toBe(join(folder, "timm", "net.tag_in1k.safetensors"));
  expect(new Uint8Array(await readFile(path))).toEqual(bytes);
  expect((await readWeights(path))["a"]?.data).toEqual(Float32Array.of(3));
});

test("a page that comes in place of weights is not kept", async () => {
  const page = new TextEncoder().encode("<html>Log in to this network</html>");
  const { url } = await mirror({ [`/timm/${timm.file}`]: page });
  const asked = (): Promise<unknown> => fetchWeights(timm, { folder, env: { CONVSCOPE_WEIGHTS_MIRROR: url } }).catch((error: unknown) => String(error).replaceAll(url, "MIRROR").replaceAll(folder, "FOLDER"));
  expect(await asked()).toMatchInlineSnapshot(`"FormatError: FOLDER/timm/net.tag_in1k.safetensors: the header must lie within the file and 100000000 bytes. Received a length of 8019853671853746000 in 35 bytes. The file is damaged or not a safetensors file; fetch or write it again. It came from MIRROR/timm/net.tag_in1k/resolve/main/model.safetensors, and has not been kept."`);
  expect(await readdir(join(folder, "timm"))).toEqual([]);
  await writeFile(weightsPath(timm, { folder }), page);
  expect(await asked()).toMatchInlineSnapshot(`"FormatError: FOLDER/timm/net.tag_in1k.safetensors: the header must lie within the file and 100000000 bytes. Received a length of 8019853671853746000 in 35 bytes. The file is damaged or not a safetensors file; fetch or write it again. Delete it, and it will be downloaded anew."`);
});

test("weights are a file, and one of PyTorch's no larger than one array", async () => {
  const path = join(folder, "large.pth");
  await writeFile(path, "");
  // No room is taken: nothing is written in between.
  await truncate(path, 2 ** 34);
  await expect(readWeights(path)).rejects.toThrow(/large\.pth: a PyTorch file must have at most \d+ bytes, as it is read at once\. Received 17179869184\. Save it as safetensors, which is read in parts\./);
  await expect(readWeights(folder)).rejects.toThrow(`${folder}: weights must be a file. Received something else.`);
});

test("another file than the name promises is refused, and so is a path that leads elsewhere", async () => {
  const { url } = await mirror({ "/torchvision/net-00000000.pth": good });
  const said = fetchWeights({ source: "torchvision", file: "net-00000000.pth" }, { folder, env: { CONVSCOPE_WEIGHTS_MIRROR: url } });
  await expect(said.catch((error: unknown) => Promise.reject(new Error(String(error).replaceAll(url, "MIRROR").replaceAll(folder, "FOLDER").replace(/[0-9a-f]{64}/, "WHAT IT HAS"))))).rejects.toThrowErrorMatchingInlineSnapshot(`
    [Error: DownloadError: net-00000000.pth: could not be downloaded from its address.
      MIRROR/torchvision/net-00000000.pth: the SHA-256 of the content is WHAT IT HAS, expected 00000000
    To get it by hand, fetch it from this address and save it as FOLDER/torchvision/net-00000000.pth]
  `);
  await expect(fetchWeights({ source: "timm", file: "../../net.pth" }, { folder })).rejects.toThrowErrorMatchingInlineSnapshot(`[FileError: ../../net.pth: this is no path on a host of weights. Give one of the \`published\` of a model.]`);
});
