import { expect, test } from "vitest";
import { DataError } from "@convscope/datasets";
import { FileError } from "@convscope/files";
import { TrainingError } from "@convscope/nn";
import pc from "picocolors";
import { fail } from "./command.ts";
import { CommandError, describe, interruption, Interrupted, UsageError } from "./failure.ts";
import { isColored, type Terminal } from "./terminal.ts";

function failing(error: unknown, signal: AbortSignal = new AbortController().signal): { status: number; err: string } {
  let err = "";
  const colors = pc.createColors(false);
  const terminal: Terminal = { out: () => undefined, err: (text) => void (err += text), interactive: false, columns: 80, env: {}, cwd: "/", signal, colors, errorColors: colors };
  return { status: fail(terminal, error), err };
}

test("what was foreseen has one message, and status 1, or 2 for wrong usage", () => {
  for (const error of [new CommandError("Why."), new DataError("Why."), new FileError("Why."), new TrainingError("Why."), new RangeError("fit: why.")]) expect(failing(error)).toEqual({ status: 1, err: `error: ${error.message}\n` });
  expect(failing(new UsageError("Why."))).toEqual({ status: 2, err: "error: Why.\n" });
});

test("a mistake of ours shows where it happened", () => {
  const wrong = (): unknown => {
    try {
      return new Array(-1);
    } catch (error) {
      return error;
    }
  };
  for (const error of [new TypeError("x is not a function"), new Error("the network has been disposed"), wrong(), Object.assign(new TypeError("bad argument"), { code: "ERR_INVALID_ARG_TYPE" })]) {
    const { status, err } = failing(error);
    expect(status).toBe(1);
    expect(err).toMatch(/^bug: [\s\S]+\n {4}at [\s\S]+please report it/);
  }
  expect(failing("thrown text")).toEqual({ status: 1, err: expect.stringMatching(/^bug: thrown text\n/) as string });
});

test("the system's errors are said in words", () => {
  const of = (code: string): string => describe(Object.assign(new Error(`${code}: why, mkdir '/a'`), { code, syscall: "open", path: "/a" }));
  expect(describe(Object.assign(new Error("x"), { code: "ENOENT", syscall: "mkdir", path: "/a" }))).toBe("/a cannot be made. Choose a folder on a disk that can be written.");
  expect(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOENT", "EISDIR", "ENOTDIR", "EEXIST", "EMFILE"].map(of)).toMatchInlineSnapshot(`
    [
      "no permission for /a. Choose a folder that can be written.",
      "no permission for /a. Choose a folder that can be written.",
      "/a is on a disk that cannot be written. Choose another folder.",
      "the disk is full. Free some space; what was saved before is still there.",
      "the disk quota is used up. Free some space; what was saved before is still there.",
      "there is no /a.",
      "/a is a folder, where a file was due.",
      "/a lies under a file, where a folder was due.",
      "/a is a file, where a folder was due.",
      "EMFILE: why, mkdir '/a'",
    ]
  `);
  expect(describe(Object.assign(new Error("x"), { code: "EISDIR", syscall: "read" }))).toBe("a folder was given, where a file was due.");
  expect(describe(Object.assign(new Error("x"), { code: "EACCES", syscall: "open", path: "/a/.run.json.17-0123abcd.tmp" }))).toBe("no permission for /a/run.json. Choose a folder that can be written.");
  expect(describe(Object.assign(new Error("x"), { code: "EACCES", syscall: "scandir", path: "/pets" }))).toBe("no permission to read /pets.");
  expect(failing(Object.assign(new Error("x"), { code: "ENOSPC", syscall: "write" }))).toMatchObject({ status: 1, err: expect.stringMatching(/^error: the disk is full/) as string });
  expect(failing(Object.assign(new Error("x"), { code: "ENOSPC", syscall: "write", path: "/a/.run.json.17-0123abcd.tmp" }))).toMatchObject({ err: expect.stringMatching(/^error: \/a\/run\.json: the disk is full/) as string });
});

test("an interruption has the status of its signal, and no stack", () => {
  const controller = new AbortController();
  expect(failing(new DOMException("aborted", "AbortError"))).toMatchObject({ status: 1, err: expect.stringMatching(/^bug/) as string });
  controller.abort(new Interrupted("Interrupted.", 143));
  expect(failing(controller.signal.reason, controller.signal)).toEqual({ status: 143, err: "Interrupted.\n" });
  expect(failing(new DOMException("aborted", "AbortError"), controller.signal)).toEqual({ status: 143, err: "Interrupted.\n" });
  expect(failing(interruption(AbortSignal.abort(), ""), controller.signal)).toEqual({ status: 130, err: "" });
});

test("colours: NO_COLOR, then FORCE_COLOR, then the terminal", () => {
  expect([isColored({}, true), isColored({}, false), isColored({}, undefined), isColored({ TERM: "dumb" }, true), isColored({ NO_COLOR: "1" }, true), isColored({ FORCE_COLOR: "1" }, false), isColored({ FORCE_COLOR: "0" }, false), isColored({ NO_COLOR: "1", FORCE_COLOR: "1" }, true)])
    .toEqual([true, false, false, false, false, true, false, false]);
});
