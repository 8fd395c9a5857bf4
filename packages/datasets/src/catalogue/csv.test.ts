import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folderOf } from "../../test/folder.ts";
import type { Catalogue } from "./catalogue.ts";
import { readCatalogue } from "./readCatalogue.ts";

const all = ({ parts, classes }: Catalogue): string[] =>
  Object.entries(parts).flatMap(([part, items]) => items.map(({ file, label }) => `${part} ${file} ${classes[label] ?? "?"}`));

const told = ({ problems }: Catalogue): string[] => problems.map(({ file, problem }) => `${file}: ${problem}`);

const pictures = { "pictures/a.jpg": "", "pictures/b.jpg": "", "pictures/c d.jpg": "" };

const refused = async (folder: string, list = "list.csv"): Promise<string> => {
  const message = await readCatalogue(join(folder, list)).then(() => "read", (error: unknown) => String(error));
  return message.replaceAll(folder, "…");
};

describe("columns", () => {
  test("are found by their names, paths from the folder that has them", async () => {
    const folder = await folderOf({ ...pictures, "list.csv": "\uFEFFid,File_Name,Class Name,split\n1,a.jpg,cat,train\n2,b.jpg,dog,val\n3,\"c d.jpg\",\"a, \"\"b\"\"\",test\n" });
    const catalogue = await readCatalogue(folder, { name: "x" });
    expect(catalogue.title).toBe("x: a list of paths and labels (list.csv)");
    expect(all(catalogue)).toEqual(["train pictures/a.jpg cat", "validation pictures/b.jpg dog", 'test pictures/c d.jpg a, "b"']);
    expect(told(catalogue)).toEqual([]);
  });

  test.each([
    ["list.tsv", "path\tlabel\npictures/a.jpg\tcat\n./pictures/b.jpg\tdog\n"],
    ["list.csv", "path;label\r\npictures\\a.jpg;cat\r\npictures\\b.jpg;dog\r\n"],
    ["list.txt", "pictures/a.jpg cat\npictures/b.jpg dog"],
    ["list.csv", "pictures/a.jpg,cat\npictures/b.jpg,dog"],
    ["list.csv", "id,breed\na,cat\nb,dog"],
    ["list.csv", "what,where\ncat,a.jpg\ndog,b.jpg"],
  ])("of %s %j", async (name, text) => {
    const folder = await folderOf({ ...pictures, [name]: text });
    const columns = text.startsWith("what") ? { columns: { path: "where", label: "what" } } : {};
    expect(all(await readCatalogue(join(folder, name), { ...columns, split: "none" }))).toEqual(["train pictures/a.jpg cat", "train pictures/b.jpg dog"]);
  });

  test("may be counted, and are refused where they are not", async () => {
    const folder = await folderOf({ ...pictures, "list.csv": "a.jpg,1,2,3,4,cat\na.jpg,5,6,7,8,dog\nb.jpg,1,2,30,40,cat\n" });
    const read = (box: readonly [number, number, number, number], label: number | string): Promise<Catalogue> => readCatalogue(join(folder, "list.csv"), { columns: { path: 0, label, box }, split: "none" });
    expect((await read([1, 2, 3, 4], 5)).parts.train[0]).toEqual({ file: "pictures/a.jpg", label: 0, boxes: [[1, 2, 3, 4], [5, 6, 7, 8]], boxLabels: [0, 1] });
    const messages = await Promise.all([read([1, 2, 3, 6], 5), read([1, 2, 3, 4], "class"), read([1, 2, 3, -1], 5)].map((reading) => reading.catch((error: unknown) => String(error))));
    expect(messages.map((message) => String(message).replaceAll(folder, "…"))).toMatchInlineSnapshot(`
      [
        "DataError: …/list.csv: there is no column 6. The first line has 6 fields: a.jpg, 1, 2, 3, 4, cat.",
        "DataError: …/list.csv: there is no column "class". The first line has 6 fields: a.jpg, 1, 2, 3, 4, cat.",
        "DataError: …/list.csv: there is no column -1. The first line has 6 fields: a.jpg, 1, 2, 3, 4, cat.",
      ]
    `);
  });

  test("of a table that says neither are asked for", async () => {
    const folder = await folderOf({ ...pictures, "list.csv": "x,y\na,b\n", "empty.csv": "", "one.csv": "a.jpg\n" });
    expect(await refused(folder)).toMatchInlineSnapshot(`"DataError: …/list.csv: a list needs a column of paths and one of labels. The first line has 2 fields: x, y. Call them "path" and "label" there, or name them: columns: { path: "…", label: "…" }."`);
    expect(await refused(folder, "empty.csv")).toMatchInlineSnapshot(`"DataError: …/empty.csv: a list needs a column of paths and one of labels. The first line has 0 fields: none. Call them "path" and "label" there, or name them: columns: { path: "…", label: "…" }."`);
    expect(await refused(folder, "one.csv")).toMatchInlineSnapshot(`"DataError: …/one.csv: a list needs a column of paths and one of labels. The first line has 1 fields: a.jpg. Call them "path" and "label" there, or name them: columns: { path: "…", label: "…" }."`);
  });
});

test("boxes: one thing a row; a picture's class is that of its largest", async () => {
  const folder = await folderOf({
    ...pictures,
    "list.csv": "filename,width,height,class,xmin,ymin,xmax,ymax\na.jpg,100,80,cat,10,10,20,20\na.jpg,100,80,dog,0,0,50.5,50\nb.jpg,100,80,cat,90,-5,120,20\nc d.jpg,100,80,cat,,1,2,3\nb.jpg,100,80,cat,200,1,220,3\nb.jpg,100,80,cat,9,1,3,3\nb.jpg,0,0,cat,NaN,1,3,3\n",
  });
  const catalogue = await readCatalogue(folder, { split: "none" });
  expect(catalogue.parts.train).toEqual([
    { file: "pictures/a.jpg", label: 1, boxes: [[10, 10, 20, 20], [0, 0, 50.5, 50]], boxLabels: [0, 1] },
    { file: "pictures/b.jpg", label: 0, boxes: [[90, 0, 100, 20]], boxLabels: [0] },
  ]);
  expect(told(catalogue)).toMatchInlineSnapshot(`
    [
      "pictures/b.jpg: a box must touch its picture of 100×80. Received xMin 200, yMin 1, xMax 220, yMax 3",
      "pictures/b.jpg: a box must be wider and higher than nothing. Received xMin 9, yMin 1, xMax 3, yMax 3",
      "pictures/b.jpg: a box must have four numbers. Received xMin NaN, yMin 1, xMax 3, yMax 3",
      "pictures/c d.jpg: a box must have four numbers. Received xMin NaN, yMin 1, xMax 2, yMax 3",
      ".: 1 box beyond the edges of a picture, cut there",
      ".: 1 picture without anything that has a class",
    ]
  `);
});

test("lists of parts beside each other; one of everything counts before them", async () => {
  const lists = { "train.csv": "path,label\na.jpg,cat\n", "val.csv": "path,label\nb.jpg,dog\n", "test.csv": "path,label\nc d.jpg,dog\n", "sample_submission.csv": "path,label\na.jpg,dog\n" };
  expect(all(await readCatalogue(await folderOf({ ...pictures, ...lists })))).toEqual(["train pictures/a.jpg cat", "validation pictures/b.jpg dog", "test pictures/c d.jpg dog"]);
  expect(all(await readCatalogue(await folderOf({ ...pictures, ...lists, "all.csv": "path,label\na.jpg,cat\n" }), { split: "none" }))).toEqual(["train pictures/a.jpg cat"]);
});

test("a name that is in several folders is looked for in that of the list's part", async () => {
  const folder = await folderOf({ "train/1.jpg": "", "test/1.jpg": "", "train.csv": "id,label\n1,cat\n", "test.csv": "id,label\n1,dog\n" });
  expect(all(await readCatalogue(folder))).toEqual(["train train/1.jpg cat", "test test/1.jpg dog"]);
});

test("a name that is in several folders is looked for beside the list; other names may count from the root", async () => {
  const folder = await folderOf({ "a/1.jpg": "", "b/1.jpg": "", "b/2.jpg": "", "a/3.jpg": "", "b/list.csv": "path,label\n1.jpg,cat\na/3.jpg,dog\n" });
  expect(all(await readCatalogue(folder, { split: "none" }))).toEqual(["train a/3.jpg dog", "train b/1.jpg cat"]);
});

test("folders of the pictures tell their parts where the list does not", async () => {
  const folder = await folderOf({ "train/1.jpg": "", "val/2.jpg": "", "test/3.jpg": "", "list.csv": "path,label\ntrain/1.jpg,a\nval/2.jpg,b\ntest/3.jpg,a\n" });
  expect(all(await readCatalogue(folder))).toEqual(["train train/1.jpg a", "validation val/2.jpg b", "test test/3.jpg a"]);
});

test("pictures may lie elsewhere", async () => {
  const [folder, lists] = [await folderOf(pictures), await folderOf({ "list.csv": "path,label\na.jpg,cat\n" })];
  expect(await readCatalogue(join(lists, "list.csv"), { pictures: folder, split: "none" })).toMatchObject({ folder, parts: { train: [{ file: "pictures/a.jpg", label: 0 }] } });
});

describe("hostile lists", () => {
  test("name nothing outside their folder", async () => {
    const outside = await folderOf({ "secret.jpg": "" });
    const folder = await folderOf({ ...pictures, "list.csv": "" });
    const paths = [`${outside}/secret.jpg`, "../secret.jpg", "pictures/../../secret.jpg", "C:\\secret.jpg", "\\\\server\\secret.jpg", "/etc/passwd", "..", "pictures", `${folder}/pictures/a.jpg`, "__proto__", "constructor", "a.jpg\0"];
    const list = await folderOf({ "list.csv": `path,label\n${paths.map((path) => `"${path}",x`).join("\n")}` });
    const catalogue = await readCatalogue(join(list, "list.csv"), { pictures: folder, split: "none" });
    expect(all(catalogue)).toEqual(["train pictures/a.jpg x"]);
    expect(told(catalogue).map((line) => line.replaceAll(outside, "<outside>").replaceAll(list, "<list>"))).toMatchInlineSnapshot(`
      [
        "<list>/list.csv, line 2: a list may name only pictures inside its folder. Received "<outside>/secret.jpg"",
        "<list>/list.csv, line 3: a list may name only pictures inside its folder. Received "../secret.jpg"",
        "<list>/list.csv, line 4: a list may name only pictures inside its folder. Received "pictures/../../secret.jpg"",
        "<list>/list.csv, line 5: a list may name only pictures inside its folder. Received "C:\\\\secret.jpg"",
        "<list>/list.csv, line 6: a list may name only pictures inside its folder. Received "\\\\\\\\server\\\\secret.jpg"",
        "<list>/list.csv, line 7: a list may name only pictures inside its folder. Received "/etc/passwd"",
        "<list>/list.csv, line 8: a list may name only pictures inside its folder. Received ".."",
        "<list>/list.csv, line 9: "pictures" is in the list, and not in the folder",
        "<list>/list.csv, line 11: "__proto__" is in the list, and not in the folder",
        "<list>/list.csv, line 12: "constructor" is in the list, and not in the folder",
        "<list>/list.csv, line 13: "a.jpg\\u0000" is in the list, and not in the folder",
      ]
    `);
  });

  test("have lines that lack something, twice the same picture, unknown parts", async () => {
    const folder = await folderOf({ ...pictures, "list.csv": "path,label,split\na.jpg,cat,train\na.jpg,cat,train\na.jpg,dog,train\n\n  \nb.jpg,,train\n,cat,train\nb.jpg,cat,later\nb.jpg\nd.jpg,cat,test\n" });
    const catalogue = await readCatalogue(folder, { split: "none" });
    expect(all(catalogue)).toEqual(["train pictures/a.jpg cat"]);
    expect(told(catalogue)).toMatchInlineSnapshot(`
      [
        "list.csv, line 3: pictures/a.jpg was listed before; the first time counts",
        "list.csv, line 4: pictures/a.jpg was listed before as cat; the first time counts",
        "list.csv, line 7: a line must have a path and a label. Received "b.jpg, , train"",
        "list.csv, line 8: a line must have a path and a label. Received ", cat, train"",
        "list.csv, line 9: a part must be train, validation or test. Received "later"",
        "list.csv, line 10: a line must have a path and a label. Received "b.jpg"",
        "list.csv, line 11: "d.jpg" is in the list, and not in the folder",
      ]
    `);
  });

  test("never close a quote, have too many lines, are folders or binary", async () => {
    const folder = await folderOf({ ...pictures, "list.csv": `path,label\n"a.jpg,${"x".repeat(200_000)}`, "quote.csv": 'path,label\na".jpg,x"\n', "binary.csv": Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256), "dir.csv/1.jpg": "" });
    expect(await refused(folder)).toMatchInlineSnapshot(`"DataError: …/list.csv: cannot be read as a table (Max Record Size: record exceed the maximum number of tolerated bytes of 100000 at line 2). Fields are parted by commas, semicolons or tabs; one that holds such a sign, or a quote, stands in "…" with its quotes doubled."`);
    expect(await refused(folder, "quote.csv")).toMatchInlineSnapshot(`"DataError: …/quote.csv: cannot be read as a table (Invalid Opening Quote: a quote is found on field 0 at line 2, value is "a"). Fields are parted by commas, semicolons or tabs; one that holds such a sign, or a quote, stands in "…" with its quotes doubled."`);
    const [longPath, longClass] = [await folderOf({ ...pictures, "list.csv": `path,label\n${"p".repeat(9_000)}".jpg,x"\n` }), await folderOf({ ...pictures, "list.csv": `path,label\na.jpg,${"c".repeat(9_000)}\na.jpg,cat\n` })];
    expect((await refused(longPath)).length).toBeLessThan(1_000);
    expect(told(await readCatalogue(longClass, { split: "none" }))).toEqual([`list.csv, line 3: pictures/a.jpg was listed before as ${"c".repeat(60)}; the first time counts`]);
    expect(await refused(folder, "binary.csv")).toMatch(/^DataError: /);
    const many = await folderOf({ "1.jpg": "", "list.csv": `path,label\n${"1.jpg,a\n".repeat(1_000_000)}` });
    await expect(readCatalogue(join(many, "list.csv"), { maxFiles: 1000 })).rejects.toThrow("list.csv: has more than 1,000 lines (maxFiles). Part it, or allow more.");
  });

  test("of any bytes give a catalogue or a clear error", async () => {
    const folder = await folderOf(pictures);
    const piece = fc.oneof(fc.constantFrom("a.jpg", "path", "label", ",", '"', "\n", ";", "\t", "xmin", "..", "NaN", "1e999", "\0"), fc.string({ maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const list = await folderOf({ "list.csv": pieces.join("") });
        const read = await readCatalogue(join(list, "list.csv"), { pictures: folder }).catch((error: unknown) => error);
        if (read instanceof Error) expect(read.name).toBe("DataError");
      }),
      { numRuns: 150 },
    );
  });
});
