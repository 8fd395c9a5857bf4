import { expect, test } from "vitest";
import { csvLog } from "./csvLog.ts";
import { goThrough } from "./testing.ts";

const history = [{ epoch: 1, loss: 0.1 + 0.2, "val.a,b": 0.5 }, { epoch: 2, loss: NaN, "val.a,b": 1e-9 }, { epoch: 3, loss: 0.25, "val.a,b": 0 }];

test("a head and a line for each epoch, numbers to their last digit", async () => {
  const pieces: string[] = [];
  await goThrough(csvLog({ write: (text) => void pieces.push(text) }), history);
  expect(pieces).toHaveLength(3);
  expect(pieces.join("")).toMatchInlineSnapshot(`
    "epoch,loss,"val.a,b"
    1,0.30000000000000004,0.5
    2,NaN,1e-9
    3,0.25,0
    "
  `);
});

test("a training that goes on writes the same file, the epochs before it first", async () => {
  const [whole, rest]: [string[], string[]] = [[], []];
  await goThrough(csvLog({ write: (text) => void whole.push(text) }), history);
  await goThrough(csvLog({ write: (text) => void rest.push(text) }), history, 2);
  expect(rest.join("")).toBe(whole.join(""));
  expect(rest).toHaveLength(2);
});
