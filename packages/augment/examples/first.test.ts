import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";

it("prints what it says, and is what the README shows first", async () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  await import("./first.ts");
  const printed = print.mock.calls.map(([line]) => String(line)).join("\n");
  print.mockRestore();
  expect(printed).toMatchInlineSnapshot(`
    "mirror, then crop 8×8 at -1, -1
     · · · · · · · ·
     · · · · · · · ·
     · · · ·###### ·
     · · · ·###### ·
     · · · ·###### ·
     · · · · · · · ·
     · · · · · · · ·
     · · · · · · · ·
    box 4 2 7 5
    crop 8×8 at 2, 2
    ###### · · · · ·
    ###### · · · · ·
     · · · · · · · ·
     · · · · · · · ·
     · · · · · · · ·
     · · · · · · · ·
     · · · · · · · ·
     · · · · · · · ·
    box 0 0 3 2
    crop 8×8 at 1, 2
     ·###### · · · ·
     ·###### · · · ·
     · · · · · · · ·
     · · · · · · · ·
     · · · · · · · ·
     · · · · · · · ·
     · · · · · · · ·
     · · · · · · · ·
    box 1 0 4 2
    [{"kind":"mirror","p":0.5},{"kind":"randomCrop","p":1,"size":[8,8],"padding":2,"border":"constant","fill":[0]},{"kind":"normalize","p":1,"mean":[0.5],"std":[0.25]}]"
  `);
  const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
  expect(/```ts\n([\s\S]*?)```/.exec(read("../README.md"))?.[1]).toBe(read("./first.ts"));
});
