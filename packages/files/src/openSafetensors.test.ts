import { mkdtemp, open, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FormatError, readSafetensors, writeSafetensors } from "./index.ts";
import { openSafetensors } from "./index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "convscope-exchange-"));
});
afterEach(() => rm(folder, { recursive: true }));

const pad = (json: string): Uint8Array => {
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
};

test("of three gigabytes one tensor is read", async () => {
  const path = join(folder, "large.safetensors");
  const huge = 3 * 2 ** 30;
  const header = pad(JSON.stringify({ huge: { dtype: "F32", shape: [huge / 4], data_offsets: [0, huge] }, last: { dtype: "I16", shape: [2], data_offsets: [huge, huge + 4] } }));
  await writeFile(path, header);
  // A hole takes no room on the disk.
  await truncate(path, header.length + huge + 4);
  const handle = await open(path, "r+");
  await handle.write(Uint8Array.of(1, 0, 254, 255), 0, 4, header.length + huge);
  await handle.close();
  const file = await openSafetensors(path);
  expect(file.tensors).toEqual({ huge: { shape: [huge / 4], dtype: "F32" }, last: { shape: [2], dtype: "I16" } });
  expect(await file.read("last")).toEqual({ shape: [2], data: Int32Array.of(1, -2) });
  const said = (name: string): Promise<string> => file.read(name).then(() => "", (error: unknown) => String(error).replace(folder, "…"));
  expect(await said("lost")).toMatchInlineSnapshot(`"RangeError: …/large.safetensors: there is no tensor "lost". \`tensors\` names all 2."`);
  await truncate(path, header.length + huge);
  expect(await said("last")).toMatchInlineSnapshot(`"FormatError: …/large.safetensors: must go on to byte 3221225636. It ends at 3221225632. The file is damaged or not a safetensors file; fetch or write it again."`);
  await file.close();
});

test("what is read from the disk is what is read from memory", async () => {
  const path = join(folder, "any.safetensors");
  const array = fc.float32Array({ maxLength: 9 }).map((data) => ({ shape: [data.length], data }));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string().filter((name) => !name.startsWith("__")), array), async (tensors) => {
      const bytes = writeSafetensors(tensors, { by: "us" });
      await writeFile(path, bytes);
      const file = await openSafetensors(path);
      const { tensors: all, metadata } = readSafetensors(bytes);
      expect(file.metadata).toEqual(metadata);
      for (const [name, expected] of Object.entries(all)) expect(await file.read(name)).toEqual(expected);
      await file.close();
    }),
    { numRuns: 30 },
  );
});

test.each([
  ["nothing in it", new Uint8Array()],
  ["a header longer than the file", Uint8Array.of(255, 255, 0, 0, 0, 0, 0, 0, 1)],
  ["numbers that are not there", pad('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}')],
])("a file with %s is refused as in memory", async (_, bytes) => {
  const path = join(folder, "bad.safetensors");
  await writeFile(path, bytes);
  const said = await openSafetensors(path).then(() => undefined, (error: unknown) => error);
  expect(said).toBeInstanceOf(FormatError);
  expect(() => readSafetensors(bytes, path)).toThrow(said as FormatError);
});
