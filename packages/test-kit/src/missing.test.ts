import { afterEach, expect, test, vi } from "vitest";
import { missing } from "./missing.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("what is missing is said aloud, and is an error where it must be there", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  vi.stubEnv("CONVSCOPE_NEED_CHROMIUM", "");
  expect(missing("these tests", process.execPath)).toBeUndefined();
  expect(warn).not.toHaveBeenCalled();
  expect(missing("these tests", "/nowhere")).toContain("/nowhere");
  expect(warn.mock.calls).toMatchInlineSnapshot(`
    [
      [
        "Skipped, these tests: there is no /nowhere; apt-get install chromium, or name another browser in CONVSCOPE_CHROMIUM.",
      ],
    ]
  `);
  vi.stubEnv("CONVSCOPE_NEED_CHROMIUM", "1");
  expect(() => missing("these tests", "/nowhere")).toThrowErrorMatchingInlineSnapshot(`[Error: these tests: Chromium must be installed, as CONVSCOPE_NEED_CHROMIUM is set. Received none: there is no /nowhere; apt-get install chromium, or name another browser in CONVSCOPE_CHROMIUM.]`);
  expect(() => missing("these tests", "/nowhere", { what: "a package", wayOut: "pnpm install" })).toThrowErrorMatchingInlineSnapshot(`[Error: these tests: a package must be installed, as CONVSCOPE_NEED_CHROMIUM is set. Received none: there is no /nowhere; pnpm install.]`);
});
