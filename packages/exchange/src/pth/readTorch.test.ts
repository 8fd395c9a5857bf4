import { golden, goldenBytes } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError, readTorch, type Arrays } from "../index.ts";

interface Expected {
  readonly [part: string]: { readonly [key: string]: { readonly shape: readonly number[]; readonly data: readonly (number | "inf" | "-inf")[] } };
}
const expected = golden<Expected>("torch/expected.json");

/** What a file holds as plain numbers, as the golden file has them. */
const plain = (arrays: Arrays): object => Object.fromEntries(Object.entries(arrays).map(([key, { shape, data }]) => [key, { shape, data: [...data] }]));
const rounded = (part: string): object =>
  Object.fromEntries(Object.entries(expected[part] ?? {}).map(([key, { shape, data }]) => [key, { shape, data: data.map((v) => (v === "inf" ? Infinity : v === "-inf" ? -Infinity : Number.isInteger(v) ? v : Math.fround(v))) }]));

describe("files written by PyTorch", () => {
  test.each(["tensors", "tensors_legacy", "tensors_protocol4"])("%s.pth: every type, views, strides", (name) => {
    expect(plain(readTorch(goldenBytes(`torch/${name}.pth`)))).toEqual(rounded("tensors"));
  });

  test.each(["net", "net_legacy", "checkpoint", "checkpoint_legacy"])("%s.pth: a net's state, alone or in a checkpoint of a parallel training", (name) => {
    expect(plain(readTorch(goldenBytes(`torch/${name}.pth`)))).toEqual(rounded("net"));
  });
});

/** The text of a refusal; anything but a FormatError is a fault. */
function refusal(bytes: Uint8Array): string {
  try {
    readTorch(bytes, "x.pth");
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return error instanceof Error ? error.message : "";
  }
  return "(no error)";
}

test("what could run code is refused by name", () => {
  expect(["attack", "attack_legacy", "whole_net"].map((name) => refusal(goldenBytes(`torch/${name}.pth`)))).toMatchInlineSnapshot(`
    [
      "x.pth: it asks for "posix.system", which is not something that weights are made of. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "x.pth: it asks for "posix.system", which is not something that weights are made of. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "x.pth: it asks for "torch.nn.modules.container.Sequential", which is not something that weights are made of. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
    ]
  `);
});

/** A file of the old format around a pickled value: bytes and texts one after the other, and the storages. */
function legacy(value: readonly (string | readonly number[])[], storages: readonly { readonly key: string; readonly floats: readonly number[] }[] = []): Uint8Array {
  const bytes: number[] = [];
  const put = (parts: readonly (string | readonly number[])[]): void => {
    for (const part of parts) {
      if (typeof part === "string") for (const c of part) bytes.push(c.charCodeAt(0));
      else for (const byte of part) bytes.push(byte);
    }
  };
  const long = (n: number): number[] => [...new Uint8Array(BigUint64Array.of(BigInt(n)).buffer)];
  const pickle = (...parts: readonly (string | readonly number[])[]): void => put([[0x80, 2], ...parts, "."]);
  pickle([0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);
  pickle([0x4d, 0xe9, 0x03]);
  pickle("}", text("little_endian"), [0x88], "s");
  pickle(...value);
  pickle("](", ...storages.map(({ key }) => text(key)), "e");
  for (const { floats } of storages) put([long(floats.length), [...new Uint8Array(Float32Array.from(floats).buffer)]]);
  return Uint8Array.from(bytes);
}
const int = (n: number): number[] => [0x4a, ...new Uint8Array(Int32Array.of(n).buffer)];
const text = (s: string): string => `U${String.fromCharCode(s.length)}${s}`;
const ints = (...all: readonly number[]): (string | readonly number[])[] => ["(", ...all.map(int), "t"];
const storage = (key: string, count: number): (string | readonly number[])[] => ["(", text("storage"), "ctorch\nFloatStorage\n", text(key), text("cpu"), int(count), "NtQ"];
const tensor = (key: string, count: number, offset: number, shape: readonly number[], strides: readonly number[]): (string | readonly number[])[] =>
  ["ctorch._utils\n_rebuild_tensor\n(", ...storage(key, count), int(offset), ...ints(...shape), ...ints(...strides), "tR"];

test("an old file by hand, as Python 2 wrote them: dicts made of pairs, texts of bytes", () => {
  const pairs = ["ccollections\nOrderedDict\n(](](", text("a"), ...tensor("7", 3, 1, [2], [1]), "ee", "tR"];
  expect(readTorch(legacy(pairs, [{ key: "7", floats: [1, 2, 3] }]))).toEqual({ a: { shape: [2], data: Float32Array.of(2, 3) } });
});

const dict = (...parts: readonly (string | readonly number[])[]): Uint8Array => legacy(["}(", text("a"), ...parts, "u"], [{ key: "7", floats: [1, 2, 3] }]);

test("hostile pickles are refused with a reason", () => {
  const many = (part: string, times: number): string => part.repeat(times);
  const cases: { readonly [name: string]: Uint8Array } = {
    "a global of the system": dict("cos\nsystem\n(", text("true"), "tR"),
    "a global by way of the prototype": dict("ctorch\nconstructor\n"),
    "calling a type": dict("ctorch\nFloatStorage\n)R"),
    "an operation that makes instances": dict("(ios\nsystem\n"),
    "beyond the storage": dict(...tensor("7", 3, 0, [4], [1])),
    "beyond by strides": dict(...tensor("7", 3, 0, [2, 2], [2, 2])),
    "before the storage": dict(...tensor("7", 3, -1, [1], [1])),
    "a storage longer than the file": dict(...tensor("7", 2 ** 30, 0, [2 ** 30], [1])),
    "one number as a billion": dict(...tensor("7", 3, 0, [30_000, 30_000], [0, 0])),
    "sizes that overflow": dict(...tensor("7", 3, 0, Array.from({ length: 16 }, () => 2 ** 30), Array.from({ length: 16 }, () => 0))),
    "a storage that is not there": dict(...tensor("8", 3, 0, [3], [1])),
    "no tensor": dict("N"),
    "a deep nest": dict(many("]", 200_000), many("a", 199_999)),
    "marks alone": dict(many("(", 200_000)),
    "a whole number of many bytes": dict([0x8a, 200], many("\0", 200)),
    "a value that is not there": dict("aaaa"),
    "a memory that was never set": dict([0x68, 9]),
    "a name without an end": dict(`c${many("x", 1000)}`),
    "lists for names": legacy([[0x80, 4], "](](](eee", text("x"), [0x93]]),
    "lists for keys": legacy(["}", many("]", 50_000), many("a", 49_999), text("v"), "s"]),
    "a dict copied over and over": legacy(["](", many("NN\x86", 30_000), "e", [0x85, 0x94], many("ccollections\nOrderedDict\nh\0Rb", 70), "N"]),
    "dicts without end": legacy([many(`(${many("}", 90_000)}t`, 23)]),
    "half a text": legacy(["X", [255, 255, 255, 127]]),
  };
  expect(Object.fromEntries(Object.entries(cases).map(([name, bytes]) => [name, refusal(bytes)]))).toMatchInlineSnapshot(`
    {
      "a deep nest": "x.pth: a pickle must need at most 100000 values at once, marks included. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "a dict copied over and over": "x.pth: a pickle must make at most 2000000 values. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "a global by way of the prototype": "x.pth: it asks for "torch.constructor", which is not something that weights are made of. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "a global of the system": "x.pth: it asks for "os.system", which is not something that weights are made of. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "a memory that was never set": "x.pth: the pickle recalls value 9, which it never had, at byte 50. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "a name without an end": "x.pth: the name at byte 50 of a pickle must end within 300 bytes. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "a storage longer than the file": "x.pth: storage "7" must have 1073741824 numbers. Received 3. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "a storage that is not there": "x.pth: the keys must be those of its storages. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "a value that is not there": "x.pth: the pickle takes a value that is not there, at byte 49. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "a whole number of many bytes": "x.pth: a whole number must have at most 16 bytes. Received 200. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "an operation that makes instances": "x.pth: operation "i" (0x69) at byte 50 of a pickle is not one that weights need. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "before the storage": "x.pth: a tensor must have a storage, an offset, and as many strides as sizes, at most 16, each a whole number ≥ 0. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "beyond by strides": "x.pth: a tensor must lie within its storage of 3 numbers. Received 2×2 at 0 with strides 2, 2, up to number 4. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "beyond the storage": "x.pth: a tensor must lie within its storage of 3 numbers. Received 4 at 0 with strides 1, up to number 3. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "calling a type": "x.pth: torch.FloatStorage cannot be called. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "dicts without end": "x.pth: a pickle must make at most 2000000 values. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "half a text": "x.pth: must go on for 2147483647 bytes after byte 49. It ends at 56. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "lists for keys": "x.pth: it must hold a state dict, tensors by name, itself or under state_dict, model_state_dict, model, net, weights. Received the keys object. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "lists for names": "x.pth: the pickle names something by what is no text, at byte 58. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "marks alone": "x.pth: a pickle must need at most 100000 values at once, marks included. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "no tensor": "x.pth: the keys must be those of its storages. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "one number as a billion": "x.pth: its tensors must take at most 1051584 bytes together, 16 times the file. "a" goes beyond. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "sizes that overflow": "x.pth: its tensors must take at most 1053824 bytes together, 16 times the file. "a" goes beyond. The file is damaged or not one of PyTorch's; fetch or write it again.",
    }
  `);
});

test("a list that holds itself, and pairs of pairs of pairs, cost nothing", () => {
  const itself = ["]", [0x71, 1, 0x68, 1], "a"];
  expect(refusal(legacy(itself))).toMatch(/must hold a state dict/);
  const bomb = [")", [0x71, 0], ...Array.from({ length: 60 }, (_, i) => [0x68, i, 0x86, 0x71, i + 1])];
  expect(refusal(legacy(["N", ...bomb]))).toMatch(/must hold a state dict/);
});

test("other files are told apart", () => {
  const tar = new Uint8Array(512);
  tar.set([..."ustar"].map((c) => c.charCodeAt(0)), 257);
  const zip = goldenBytes("torch/net.pth");
  expect([tar, new Uint8Array(), new TextEncoder().encode("<html>"), zip.subarray(0, 1000), Uint8Array.of(0x80, 2, 0x4b, 1, 0x2e)].map(refusal)).toMatchInlineSnapshot(`
    [
      "x.pth: it has the format of PyTorch before 0.1.10, a tar archive, which is not read. Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").",
      "x.pth: it must be a zip archive or a pickle, as torch.save writes them. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "x.pth: it must be a zip archive or a pickle, as torch.save writes them. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "x.pth: must end in a zip file's list of entries. Received none: the end is missing. The file is damaged or not one of PyTorch's; fetch or write it again.",
      "x.pth: it must begin with PyTorch's magic number and protocol version 1001. Received another pickle. The file is damaged or not one of PyTorch's; fetch or write it again.",
    ]
  `);
});

describe.each(["tensors", "tensors_legacy", "checkpoint", "tensors_protocol4"])("%s.pth, damaged", (name) => {
  const good = goldenBytes(`torch/${name}.pth`);
  test("gives the weights or a FormatError, never anything else", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.option(fc.nat(good.length)), (flips, cut) => {
        const bad = good.slice(0, cut ?? good.length);
        for (const [at, value] of flips) if (at < bad.length) bad[at] = value;
        const said = refusal(bad);
        if (cut !== null && cut < good.length) expect(said).toMatch(/^x\.pth: /);
      }),
      { numRuns: 3000 },
    );
  });
});
