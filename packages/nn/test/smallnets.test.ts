import { describe, test } from "vitest";
import { engineOn, everyBackend } from "./backends.ts";
import { checkGradients, checkOutputs, checkSteps, nets, trajectories } from "./goldens/smallnets.ts";

describe.each(everyBackend)("on %s", (backend) => {
  test.each(nets)("$name: every layer's output equals PyTorch's", async (net) => checkOutputs(net, await engineOn(backend)));
  test.each(nets)("$name: loss and gradients of every weight equal PyTorch's", async (net) => checkGradients(net, await engineOn(backend)));
  test.each(trajectories)("$title: 20 steps go PyTorch's way", async ({ net, trajectory }) => checkSteps(net, trajectory, await engineOn(backend)));
});
