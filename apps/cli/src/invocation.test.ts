import { expect, test } from "vitest";
import { folder, refusal } from "../test/run.ts";
import { asTyped, invocation } from "./invocation.ts";

test("npm's own surroundings tell that npx is needed", () => {
  expect([{}, { npm_execpath: "" }, { npm_execpath: "/npm-cli.js" }, { npm_command: "exec" }].map(invocation)).toEqual(["convscope", "convscope", "npx --no-install convscope", "npx --no-install convscope"]);
});

test("only calls of the command change", async () => {
  expect(asTyped("a mistake in convscope; convscope train --resume", { npm_command: "exec" })).toBe("a mistake in convscope; npx --no-install convscope train --resume");
  expect(asTyped("convscope sweep --resume, convscope doctor runs/a", { npm_command: "exec" })).toBe("npx --no-install convscope sweep --resume, npx --no-install convscope doctor runs/a");
  expect(await refusal("summary nothing-like-it", { cwd: folder(), env: { npm_command: "exec" } })).toMatchInlineSnapshot(`"1 error: there is no model, file or run "nothing-like-it". "npx --no-install convscope models" lists the models."`);
});
