import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal } from "../test/run.ts";
import { fileSize } from "./file.ts";

test("a file has its size, what is none is refused", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "a"), "four");
  expect(fileSize(join(cwd, "a"))).toBe(4);
  // A device says that it has no bytes and gives them without end.
  for (const line of ["summary /dev/zero", "audit /dev/zero"]) expect(await refusal(line, { cwd })).toMatchInlineSnapshot(`"1 error: /dev/zero: must be a file. Received a device or a pipe; save what it gives into a file first."`);
  expect(await refusal("train /dev/zero", { cwd })).toMatchInlineSnapshot(`"1 error: /dev/zero: must be a file. Received a device or a pipe; save what it gives into a file first."`);
  expect(await refusal("audit .", { cwd })).toMatchInlineSnapshot(`"1 error: HERE: must be a file. Received a folder."`);
  expect(await refusal("audit none.csv", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/none.csv: there is no such file."`);
  mkdirSync(join(cwd, "run", "run.json"), { recursive: true });
  expect(await refusal("evaluate run", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run/run.json: must be a file. Received a folder."`);
});

test("a file that cannot be read at once is refused by its size", async () => {
  const cwd = folder();
  for (const name of ["large.h5", "large.json"]) {
    writeFileSync(join(cwd, name), "");
    // A hole in the file: it takes no room on the disk.
    truncateSync(join(cwd, name), 3 * 2 ** 30);
  }
  expect(await refusal("summary large.h5", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/large.h5: must have at most 2147483647 bytes. Received 3221225472."`);
  expect(await refusal("import large.h5 --model lenet5 -o net", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/large.h5: must have at most 2147483647 bytes. Received 3221225472."`);
  expect(await refusal("summary large.json", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/large.json: must have at most 268435456 bytes. Received 3221225472."`);
});
