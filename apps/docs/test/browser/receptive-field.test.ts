import { missingChromium } from "@convscope/test-kit/browser";
import { describe, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("the receptive-field explorer", () => {
  const site = session();
  const { go, shows } = site;

  test("a unit is pointed at, chosen by its place, and kept in the link", async () => {
    await go("/lab/receptive-field");
    await shows(".said", /see 10 pixels a side, lie 4 pixels apart/);
    await shows(".drawing", /pool2 at 3, 3: 10×10/);
    const picture = site.page.locator(".drawing image");
    await picture.click({ position: { x: 2, y: ((await picture.boundingBox())?.height ?? 0) - 2 } });
    await shows(".drawing", /pool2 at 6, 0/);
    await site.page.getByLabel("Row").fill("2");
    await shows(".drawing", /pool2 at 2, 0/);
    await site.page.goto(site.page.url(), { waitUntil: "networkidle" });
    await shows(".drawing", /pool2 at 2, 0/);
  });

  test("other networks and nodes", async () => {
    await go("/lab/receptive-field");
    await site.page.locator("label", { hasText: "Network" }).locator("select").selectOption("resnet18");
    await shows(".said", /435 pixels/);
    await site.page.locator("label", { hasText: "Node" }).locator("select").selectOption("layer1.0.conv1");
    await shows(".said", /see 19 pixels a side, lie 4 pixels apart/);
    await go("/lab/receptive-field?net=resnet81");
    await shows(site.page.getByRole("alert"), /Did you mean/);
  });
});
