import { describe } from "vitest";
import { engineOn, everyBackend } from "./backends.ts";
import { weightedSuite } from "./suite/weighted.ts";

describe.each(everyBackend)("on %s", (backend) => {
  weightedSuite(() => engineOn(backend));
});
