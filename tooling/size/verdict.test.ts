import { expect, test } from "vitest";
import { placeProblem } from "./browsers.mjs";
import { budgetOf, problemOf } from "./verdict.mjs";

const nn = { what: "@convscope/nn", path: "@convscope/nn" };

test("a budget leaves a twentieth, in steps of half a kB", () => {
  expect([0.2, 9.9, 60.7, 165.7].map(budgetOf)).toEqual([0.5, 10.5, 64, 174]);
  expect(problemOf({ ...nn, kB: 174, budget: 174 })).toBeUndefined();
});

test("what is above its budget, far below it, or without one is said with the way out", () => {
  expect(problemOf({ ...nn, kB: 181.25, budget: 174 })).toMatchInlineSnapshot(
    `"@convscope/nn: 181.3 kB minified and gzipped, 7.3 kB above its budget of 174.0. See what it is made of (npm run size -- @convscope/nn) and import less. If it is worth that much to all who load it, raise the budget in tooling/size/budgets.json."`,
  );
  expect(problemOf({ ...nn, kB: 100, budget: 174 })).toMatchInlineSnapshot(
    `"@convscope/nn: 100.0 kB minified and gzipped, far below its budget of 174.0. Keep what was won: npm run size -- --write lowers the budget in tooling/size/budgets.json."`,
  );
  expect(problemOf({ ...nn, kB: 100, budget: undefined })).toMatchInlineSnapshot(
    `"@convscope/nn: 100.0 kB, and no budget. Give it one in tooling/size/budgets.json, or all that have none: npm run size -- --write."`,
  );
});

test("an import path runs in browsers, or says that it does not", () => {
  const fault = 'packages/files/dist/index.js:30: Could not resolve "node:crypto"';
  expect(placeProblem("@convscope/recipes", [])).toBeUndefined();
  expect(placeProblem("@convscope/files", [fault])).toBeUndefined();
  expect(placeProblem("@convscope/recipes", [fault])).toMatchInlineSnapshot(`
    "@convscope/recipes cannot be bundled for a browser:
      packages/files/dist/index.js:30: Could not resolve "node:crypto"
    Import what runs everywhere (@convscope/files/bytes, @convscope/datasets/pure), or, if it is for Node alone, give the reason in tooling/size/browsers.mjs and in its README."
  `);
  expect(placeProblem("@convscope/files", [])).toMatchInlineSnapshot(
    `"@convscope/files is listed in tooling/size/browsers.mjs as for Node alone, and its bundle for a browser imports none of Node's modules. Take it out of the list, and say in its README that it runs in browsers."`,
  );
});
