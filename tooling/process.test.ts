import { afterEach, expect, test, vi } from "vitest";
import { requireNode } from "./node-version.mjs";
import { pnpm, run } from "./process.mjs";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const node = (code: string): Promise<{ code: number; output: string }> => run(process.execPath, ["--eval", code]);

test("a command's exit status and both its streams come back", async () => {
  expect(await node("console.log('out'); console.error('err'); process.exitCode = 7")).toEqual({ code: 7, output: "out\nerr\n" });
});

test("a command that does not exist ends with 127 and says so", async () => {
  expect(await run("convscope-no-such-command", [])).toEqual({ code: 127, output: "convscope-no-such-command: spawn convscope-no-such-command ENOENT" });
});

test("a command that a signal ended has the status a shell would give", async () => {
  expect((await node("process.kill(process.pid, 'SIGTERM')")).code).toBe(143);
});

test("a command that outlives its time is ended", async () => {
  expect((await run(process.execPath, ["--eval", "setTimeout(() => {}, 60_000)"], { timeout: 200 })).code).toBe(143);
});

test("the package that an outer npx was asked for is not handed down to inner ones", async () => {
  vi.stubEnv("npm_config_package", "node@22");
  expect((await node("console.log(process.env.npm_config_package)")).output).toBe("undefined\n");
});

test("pnpm is fetched by npx at one version", () => {
  expect(pnpm("install")).toEqual(["npx", "-y", expect.stringMatching(/^pnpm@\d+\.\d+\.\d+$/), "install"]);
});

test("an old Node is told what is needed, a good one passes", () => {
  const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
  const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
  requireNode({ node: "20.19.0" });
  requireNode({ node: "24.1.0" });
  expect(exit).not.toHaveBeenCalled();
  requireNode({ node: "20.18.3" });
  requireNode({ node: "18.20.0" });
  expect(exit.mock.calls).toEqual([[1], [1]]);
  expect(String(error.mock.calls[0]?.[0])).toContain("Convscope needs Node 20.19 or newer. This is Node 20.18.3");
});
