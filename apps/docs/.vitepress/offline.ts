import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Larger files are kept once somebody has used them. */
const mostBytes = 4_000_000;

/** Writes the service worker of a built site: it keeps every file that a page needs, under a name that changes when any of them does. */
export function writeServiceWorker(folder: string, base: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => statSync(join(folder, file)).isFile() && !/(^|\/)sw\.js$/.test(file) && statSync(join(folder, file)).size <= mostBytes)
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  const settings = { cache: `convscope-${hash.digest("hex").slice(0, 16)}`, base, files: files.map((file) => `${base}${file}`) };
  const script = readFileSync(new URL("./service-worker.js", import.meta.url), "utf8");
  writeFileSync(join(folder, "sw.js"), `const settings = ${JSON.stringify(settings)};\n${script}`);
}
