import { missingChromium } from "@convscope/test-kit/browser";
import { describe, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the pooling stepper", () => {
  const site = session();
  const { go, shows } = site;

  test("steps, other windows, a link that holds them", async () => {
    await go("/lab/pooling");
    await shows(".drawing", /= 8/);
    await site.page.getByRole("button", { name: "Next" }).click();
    await shows(".drawing", /Step 2 of 4[\s\S]*= 9/);
    await site.page.getByLabel("Picture, row 1, column 3").fill("10");
    await shows(".drawing", /= 10/);
    await site.page.getByLabel("Takes the").selectOption("average");
    await shows(".drawing", /= 6\.25/);
    await site.page.getByLabel("Stride").fill("1");
    await shows(".kept", /9 of 16/);
    await site.page.goto(site.page.url(), { waitUntil: "networkidle" });
    await shows(".kept", /9 of 16/);
  });

  test("sum and smallest value line by line, and a refusal in words", async () => {
    await go("/lab/pooling");
    await site.page.getByLabel("Takes the").selectOption("sum");
    await shows(".lines", /5 \+ 1 \+ 8 \+ 2 = 16/);
    await site.page.getByLabel("Takes the").selectOption("min");
    await shows(".lines", /min\(5, 1, 8, 2\) = 1/);
    await site.page.getByLabel("Window").fill("5");
    await shows(site.page.getByRole("alert"), /kernelSize/);
  });
});
