import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodePng } from "@convscope/viz";
import { folder, refusal, run, words } from "../../test/run.ts";

/** What a browser would fetch, or run: there must be none of it. */
function foreign(page: string): readonly string[] {
  const fetched = Array.from(page.matchAll(/\s(?:src|href|srcset|poster|action|data|xlink:href)="([^"]*)"/g), ([, address = ""]) => address).filter((address) => !address.startsWith("#") && !/^data:image\/(png|svg\+xml);base64,/.test(address));
  const handlers = Array.from(page.matchAll(/<[a-z](?:"[^"]*"|[^>"])*>/gi), ([tag]) => tag).filter((tag) => /\son\w+\s*=/i.test(tag.replace(/"[^"]*"/g, '""')));
  return [...fetched, ...handlers, ...Array.from(page.matchAll(/url\([^)]*\)|@import[^;]*|<(?:script|link|iframe|object|embed|base)\b[^>]*/gi), ([found]) => found)];
}

/** Tags that are opened and not closed, or closed and not open. */
function unbalanced(page: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, end = "", name = "", rest = ""] of page.replace(/<style>[\s\S]*?<\/style>/g, "").matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|[^>"])*)>/g)) {
    if (["meta", "img", "br"].includes(name) || rest.endsWith("/")) continue;
    if (end === "") open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

const ids = (page: string): readonly string[] => Array.from(page.matchAll(/\sid="([^"]*)"/g), ([, id = ""]) => id);

test("one page holds all of a run, and asks for nothing from elsewhere", async () => {
  const cwd = folder();
  expect((await run(words("train fashion-cnn --samples 150 --test-samples 100 --epochs 2 --batch 16 --backend simd --threads 1 --out runs/a --json"), { cwd })).status).toBe(0);
  const { status, json, err } = await run(words("report runs/a --backend simd --threads 1 --json"), { cwd });
  expect([status, err]).toEqual([0, ""]);
  const made = json<{ file: string; bytes: number; tested: { samples: number; right: number; interval: [number, number] }; looked: { samples: number; mistakes: { index: number; true: string; predicted: string }[]; explained: { way: string; layer: string } }; missing: unknown[]; sections: string[] }>();
  expect(made).toMatchObject({ file: join(cwd, "runs", "a", "report.html"), missing: [], tested: { samples: 100 }, looked: { samples: 100, explained: { way: "Grad-CAM", layer: "relu2" } } });
  expect(made.sections).toEqual(["summary", "curves", "network", "confusion", "classes", "mistakes", "attributions", "filters", "confused"]);
  const page = readFileSync(made.file, "utf8");
  expect(made.bytes).toBe(Buffer.byteLength(page));
  expect(made.bytes).toBeLessThan(1_000_000);
  expect(foreign(page)).toEqual([]);
  expect(unbalanced(page)).toEqual([]);
  // Every link leads somewhere, and only one place has each name.
  const all = ids(page);
  expect(new Set(all).size).toBe(all.length);
  for (const [, place = ""] of page.matchAll(/href="#([^"]*)"/g)) expect(all).toContain(place);
  expect(Array.from(page.matchAll(/<h(\d)/g), ([, level]) => Number(level)).slice(0, 2)).toEqual([1, 2]);
  expect(page).not.toMatch(/<h2[^>]*>[^<]*<\/h2>\s*<\/section>/);
  expect(page.match(/<a href="#taken-/g)?.length).toBeGreaterThan(2);
  for (const { index, true: is, predicted } of made.looked.mistakes) expect(page).toContain(`alt="Test picture ${index}: ${is}, taken for ${predicted}"`);
  // Fewer test pictures are looked at, and the figures of the run's own test stay.
  const some = (await run(words("report runs/a --samples 20 --backend simd --threads 1 -o runs/some.html --json"), { cwd })).json<typeof made>();
  expect([some.looked.samples, some.tested]).toEqual([20, made.tested]);
  // Nothing is written when it is interrupted.
  const stop = new AbortController();
  stop.abort();
  expect((await run(words("report runs/a --backend simd -o b.html"), { cwd, signal: stop.signal })).status).toBe(130);
  expect(readdirSync(cwd)).toEqual(["runs"]);
}, 60_000);

/** Two classes of 8×8 pictures, one of which has a name that would run a script. */
function pictures(cwd: string, names: readonly string[]): void {
  names.forEach((name, k) => {
    mkdirSync(join(cwd, "data", name), { recursive: true });
    for (let i = 0; i < 12; i++) writeFileSync(join(cwd, "data", name, `${i}.png`), encodePng({ width: 8, height: 8, channels: 3, data: Uint8Array.from({ length: 192 }, (_, at) => (at * (k + 3) + 7 * i) % 256) }));
  });
}

test("names of classes and runs are text; without its data a run tells what its folder holds", async () => {
  const cwd = folder();
  pictures(cwd, ["<script>alert(1)<", "b"]);
  expect((await run(["train", "logistic", "--data", "data", "--input", "8x8x3", "--epochs", "1", "--batch", "4", "--backend", "cpu", "--out", `runs/"><img onerror=x>`, "--json"], { cwd })).status).toBe(0);
  const reference = `runs/"><img onerror=x>`;
  const { status, json } = await run(["report", reference, "-o", "a.html", "--backend", "cpu", "--json"], { cwd });
  expect(status).toBe(0);
  const page = readFileSync(join(cwd, "a.html"), "utf8");
  expect(page).toContain("&lt;script&gt;alert(1)&lt;");
  expect([foreign(page), unbalanced(page)]).toEqual([[], []]);
  // A net without maps has no Grad-CAM, and one without convolutions no filters.
  expect(json()).toMatchObject({ looked: { explained: { way: "Saliency" } } });
  expect(json<{ sections: string[] }>().sections).not.toContain("filters");
  const config = JSON.parse(readFileSync(join(cwd, reference, "run.json"), "utf8")) as { config: { data: string } };
  writeFileSync(join(cwd, reference, "run.json"), JSON.stringify({ ...config, config: { ...config.config, data: join(cwd, "gone") } }));
  const without = await run(["report", reference, "-o", "b.html", "--backend", "cpu"], { cwd });
  expect(without.status).toBe(0);
  expect(without.out.replaceAll(cwd, "HERE").replace(/\(.* KiB\)/, "(n KiB)")).toMatchInlineSnapshot(`
    "Not in the report: Pictures, mistakes and what spoke for them: there is no folder or file HERE/gone. If the data were moved, say where they are: --data.
    The report of runs/"><img onerror=x> is in HERE/b.html (n KiB).
    "
  `);
  const bare = readFileSync(join(cwd, "b.html"), "utf8");
  expect(Array.from(bare.matchAll(/<section id="([^"]*)"/g), ([, id]) => id)).toEqual(["summary", "curves", "network", "confusion", "classes"]);
  expect(bare).toContain("What is not here");
  expect(unbalanced(bare)).toEqual([]);
}, 60_000);

test("a training that is not finished has no test, and a set that is not here is not fetched", async () => {
  const cwd = folder();
  expect((await run(words("train logistic --samples 60 --test-samples 20 --epochs 3 --until 1 --backend cpu --out a --json"), { cwd })).status).toBe(0);
  expect((await run(words("report a --json"), { cwd })).json()).toMatchObject({ status: "interrupted", epochs: 1, missing: [{ what: "The test, and all pictures" }], sections: ["summary", "curves", "network"] });
  const path = join(cwd, "a", "run.json");
  const kept = JSON.parse(readFileSync(path, "utf8")) as { config: object };
  writeFileSync(path, JSON.stringify({ ...kept, status: "finished", config: { ...kept.config, data: "kmnist" } }));
  const { missing } = (await run(words("report a --json"), { cwd })).json<{ missing: { why: string }[] }>();
  expect(missing[0]?.why).toMatchInlineSnapshot(`"the data kmnist are not on this machine. "convscope data download kmnist" fetches them, and --data-dir says where they are; then make the report again."`);
  // Data that are named must be there.
  expect(await refusal("report a --data gone", { cwd })).toMatchInlineSnapshot(`"1 error: there is no data set, folder or file "gone". By name: strokes, shapes, mnist, fashion-mnist, kmnist, emnist-balanced, emnist-letters, emnist-digits, emnist-byclass, emnist-bymerge, emnist-mnist, cifar-10, cifar-100. By path: a folder of pictures, a list of them, or a file of arrays."`);
}, 60_000);

test("a recipe that was carried out: measures, stages, figures and networks", async () => {
  const cwd = folder();
  const { status } = await run(words("train logistic-by-hand --out r --backend cpu --json"), { cwd });
  expect(status).toBe(0);
  writeFileSync(join(cwd, "r", "zz.svg"), `<svg onload="alert(1)"><title>"&lt;b&gt;</title><script>alert(1)</script></svg>`);
  const made = (await run(words("report r --json"), { cwd })).json<{ sections: string[]; measures: object }>();
  const page = readFileSync(join(cwd, "r", "report.html"), "utf8");
  expect(made.sections).toMatchInlineSnapshot(`
    [
      "summary",
      "figures",
      "network-logistic",
    ]
  `);
  expect([foreign(page), unbalanced(page)]).toEqual([[], []]);
  for (const name of Object.keys(made.measures)) expect(page).toContain(`<td>${name}</td>`);
}, 60_000);

test("what is no run, and no page, is refused", async () => {
  const cwd = folder();
  expect(await refusal("report runs/x", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/runs/x is not a run: it holds no run.json. "convscope train … --out HERE/runs/x" makes one."`);
  expect(await refusal("report runs/x -o page.pdf", { cwd })).toMatchInlineSnapshot(`
    "2 error: option '-o, --out <file>' argument 'page.pdf' is invalid. It must end in .html or .htm. Received "page.pdf".
    (--help shows what there is)"
  `);
  expect(existsSync(join(cwd, "runs"))).toBe(false);
  expect((await run(words("report --help"))).out.split("\n").filter((line) => line.length > 80)).toEqual([]);
});
