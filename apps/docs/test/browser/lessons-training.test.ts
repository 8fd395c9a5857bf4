import { missingChromium } from "@convscope/test-kit/browser";
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import { session } from "./session.ts";
import { missingSite } from "./site.ts";

describe.skipIf(missingChromium() ?? missingSite())("lessons about training", () => {
  const site = session();
  const { go, shows } = site;

  /** Sets something until it has its effect: before a page is awake nothing has. */
  const until = (set: () => Promise<unknown>, where: Locator, what: RegExp): Promise<void> =>
    expect.poll(async () => (await set(), await where.innerText()), { timeout: 10_000 }).toMatch(what);

  /** The live part that holds this text. */
  const live = (text: string): Locator => site.page.locator(".live", { hasText: text }).first();

  test("steps are counted, optimisers take them, schedules are drawn", async () => {
    await go("/learn/training-loop");
    const counter = live("Training samples");
    await shows(counter, /= 1,875 steps in an epoch/);
    await until(() => counter.getByLabel("Held out, %").fill("10"), counter, /⌈54,000 \/ 32⌉/);
    await until(() => counter.getByLabel("Batch size").fill("64"), counter, /= 844 steps in an epoch, the last with 48 samples/);

    const sheet = live("First weight");
    await shows(sheet, /m̂/);
    await until(() => sheet.getByLabel("Optimiser").selectOption({ label: "Nesterov 0.9" }), sheet, /2\s+1\s+2\.8\s+−0\.352\s+0\.268/);
    await sheet.getByLabel("Gradients").fill("2 two");
    await shows(sheet.getByRole("alert"), /one to twelve numbers.*Received "2 two"/);

    const paths = live("Learning rate η for all");
    await paths.getByLabel("RMSprop").uncheck();
    await expect.poll(() => paths.locator("tbody tr").count()).toBe(3);
    await paths.getByLabel("Surface").selectOption({ label: "saddle" });
    await shows(paths, /½\(x² − y²\)/);

    const schedules = live("Schedules, one a line");
    await schedules.getByLabel("Schedules, one a line").fill("plateau:10\ncosin");
    await shows(schedules.getByRole("alert"), /Did you mean "cosine"/);
    await schedules.getByLabel("Schedules, one a line").fill("plateau:10");
    await expect.poll(() => schedules.locator("svg").count()).toBe(1);
  });

  test("a matrix is read, and a threshold moved", async () => {
    await go("/learn/evaluation");
    const matrix = live("True classes in rows");
    await shows(matrix, /Accuracy 0\.85\s*Balanced accuracy 0\.798\s*Cohen's κ 0\.625\s*Matthews correlation 0\.63/);
    await until(() => matrix.getByLabel("Example").selectOption({ index: 1 }), matrix, /Accuracy 0\.99\s*Balanced accuracy 0\.5\s*Cohen's κ 0\s*M/);
    await matrix.getByLabel("True classes in rows, predicted ones in columns, row 1, column 1").fill("-3");
    await shows(matrix, /Row 1, column 1: a count must be a whole number from 0 on\. Received −3\./);
    const threshold = live("Framed ones");
    await shows(threshold, /6 true and 3 false positives, 2 missed, 9 rightly left\.\s+Precision 0\.667, recall 0\.75/);
    await until(() => threshold.getByRole("slider").fill("1"), threshold, /0 true and 0 false positives.*Precision no number/s);
  });

  test("degree, decay, patience and dropout", async () => {
    await go("/learn/overfitting");
    const fit = live("degree");
    await shows(fit, /forty others 0\.179/);
    await until(() => fit.getByRole("slider").fill("3"), fit, /forty others 0\.0388/);
    const stopping = live("patience");
    await shows(stopping, /Stops after epoch 15, and keeps the weights of epoch 5/);
    await stopping.getByLabel("Training with").selectOption({ label: "augmentation" });
    await until(() => stopping.getByLabel("patience, epochs").fill("40"), stopping, /Goes on to the end, epoch 40/);
    const penalties = live("Gradient of the loss");
    await penalties.getByLabel("First weight").fill("2");
    await expect.poll(() => penalties.locator("svg").count()).toBe(1);
    const dropout = live("Draw again");
    await until(() => dropout.getByLabel("p, the share that is dropped").fill("0"), dropout, /passed on\s+1\s+2\s+3\s+4/);
    await dropout.getByRole("button", { name: "Draw again" }).click();
    await shows(dropout, /draw 2/);
  });

  test("advice for one's own data, and a teacher's softened answers", async () => {
    await go("/learn/transfer");
    const advice = live("Samples in all");
    await shows(advice, /Little data, similar: 14,902 weights of the trunk/);
    await expect.poll(() => advice.locator("[aria-current=true]").innerText()).toMatch(/freeze the trunk/);
    await until(() => advice.getByLabel("similar to what it was trained on").uncheck(), advice, /Little data, different/);
    await until(() => advice.getByLabel("Samples in all").fill("300000"), advice, /Much data, different: 37 weights/);
    await expect.poll(() => advice.locator("[aria-current=true]").innerText()).toMatch(/freeze nothing, trunk at the full rate/);
    const teacher = live("temperature T");
    await shows(teacher, /0\.547/);
    await until(() => teacher.getByLabel("temperature T").fill("1"), teacher, /0\.879/);
  });

  test("boxes, masks and detections", async () => {
    await go("/learn/beyond-classification");
    const boxes = live("The true box");
    await shows(boxes, /IoU = 600 \/ 2600 = 0\.231, missed/);
    await until(() => boxes.getByRole("group", { name: "The box that was found" }).getByLabel("left").fill("25"), boxes, /Both: 35 · 30 = 1050/);
    await boxes.getByRole("group", { name: "The box that was found" }).getByLabel("right").fill("20");
    await shows(boxes.getByRole("alert"), /wider and higher/);
    const masks = live("Classes of the pixels");
    await shows(masks, /Mean IoU 0\.524, mean Dice 0\.667, pixel accuracy 0\.75/);
    await until(() => masks.getByLabel("What was found, row 2, column 2").fill("1"), masks, /1\s+4\s+5\s+3\s+0\.5\s+0\.667/);
    const detections = live("suppress above");
    await shows(detections, /6 boxes are kept\. Average precision 0\.556/);
    await until(() => detections.getByLabel("suppress above an IoU of").fill("0.5"), detections, /4 boxes are kept\. Average precision 0\.667/);
    await detections.getByLabel("found from an IoU of").fill("0.45");
    await shows(detections, /Average precision 0\.917/);
  });
});
