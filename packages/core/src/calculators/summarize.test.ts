import { expect, test } from "vitest";
import { conv2d, dense, explain, flatten, graph, maxPooling2d, relu, renderExplanation, summarize } from "../index.ts";

const mnist = graph("mnist", [28, 28, 1], {
  conv1: conv2d(32, 3, { padding: 1 }), relu1: relu(), pool1: maxPooling2d(2),
  conv2: conv2d(64, 3, { padding: 1 }), relu2: relu(), pool2: maxPooling2d(2),
  flatten: flatten(), fc1: dense(64), relu3: relu(), fc2: dense(10),
});

test("the lecture's net has its 220,234 parameters, layer by layer", () => {
  const summary = summarize(mnist);
  expect(summary.params).toBe(220_234);
  expect(summary.layers.filter((l) => l.params > 0).map((l) => l.params)).toEqual([320, 18_496, 200_768, 650]);
  expect(summary.flops).toBe(2 * summary.macs);
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  expect(summary.receptiveField).toEqual({ node: "pool2", field: [10, 10].map((size) => ({ size, stride: 4, start: -3 })) });
});

test("an explanation in each format", () => {
  const explanation = explain(mnist, "conv2");
  expect(renderExplanation(explanation, "text")).toMatchInlineSnapshot(`
    "conv2 (conv2d)
      Slides kernels over the picture; each output is one weighted sum of a small patch.
      14×14×32 → 14×14×64

      height                   ⌊(n + 2·p − k) / s⌋ + 1 = ⌊(14 + 2·1 − 3) / 1⌋ + 1 = 14
                               arXiv:1603.07285, relationship 6
      width                    ⌊(n + 2·p − k) / s⌋ + 1 = ⌊(14 + 2·1 − 3) / 1⌋ + 1 = 14
                               arXiv:1603.07285, relationship 6
      parameters               (k_h·k_w·c + 1)·f = (3·3·32 + 1)·64 = 18,496
                               one kernel of k_h·k_w·c weights and one bias per filter
      macs                     h'·w'·k_h·k_w·c·f = 14·14·3·3·32·64 = 3,612,672
                               the kernel is multiplied once per output
      receptive field, height  r + (k − 1)·j = 4 + (3 − 1)·2 = 8
                               Araujo, Norris & Sim 2019, equation 2
      receptive field, width   r + (k − 1)·j = 4 + (3 − 1)·2 = 8
                               Araujo, Norris & Sim 2019, equation 2"
  `);
  expect(renderExplanation(explanation, "markdown")).toMatchInlineSnapshot(`
    "### conv2 (conv2d)

    Slides kernels over the picture; each output is one weighted sum of a small patch.

    14×14×32 → 14×14×64

    | of | working | source |
    | --- | --- | --- |
    | height | $\\left\\lfloor \\frac{n + 2 \\cdot p - k}{s} \\right\\rfloor + 1 = \\left\\lfloor \\frac{14 + 2 \\cdot 1 - 3}{1} \\right\\rfloor + 1 = 14$ | arXiv:1603.07285, relationship 6 |
    | width | $\\left\\lfloor \\frac{n + 2 \\cdot p - k}{s} \\right\\rfloor + 1 = \\left\\lfloor \\frac{14 + 2 \\cdot 1 - 3}{1} \\right\\rfloor + 1 = 14$ | arXiv:1603.07285, relationship 6 |
    | parameters | $(k_{h} \\cdot k_{w} \\cdot c + 1) \\cdot f = (3 \\cdot 3 \\cdot 32 + 1) \\cdot 64 = 18496$ | one kernel of k_h·k_w·c weights and one bias per filter |
    | macs | $h' \\cdot w' \\cdot k_{h} \\cdot k_{w} \\cdot c \\cdot f = 14 \\cdot 14 \\cdot 3 \\cdot 3 \\cdot 32 \\cdot 64 = 3612672$ | the kernel is multiplied once per output |
    | receptive field, height | $r + (k - 1) \\cdot j = 4 + (3 - 1) \\cdot 2 = 8$ | Araujo, Norris & Sim 2019, equation 2 |
    | receptive field, width | $r + (k - 1) \\cdot j = 4 + (3 - 1) \\cdot 2 = 8$ | Araujo, Norris & Sim 2019, equation 2 |"
  `);
  expect(renderExplanation(explanation, "latex")).toMatchInlineSnapshot(`
    "\\begin{aligned}
      \\text{height} &= \\left\\lfloor \\frac{n + 2 \\cdot p - k}{s} \\right\\rfloor + 1 = \\left\\lfloor \\frac{14 + 2 \\cdot 1 - 3}{1} \\right\\rfloor + 1 = 14 \\\\
      \\text{width} &= \\left\\lfloor \\frac{n + 2 \\cdot p - k}{s} \\right\\rfloor + 1 = \\left\\lfloor \\frac{14 + 2 \\cdot 1 - 3}{1} \\right\\rfloor + 1 = 14 \\\\
      \\text{parameters} &= (k_{h} \\cdot k_{w} \\cdot c + 1) \\cdot f = (3 \\cdot 3 \\cdot 32 + 1) \\cdot 64 = 18496 \\\\
      \\text{macs} &= h' \\cdot w' \\cdot k_{h} \\cdot k_{w} \\cdot c \\cdot f = 14 \\cdot 14 \\cdot 3 \\cdot 3 \\cdot 32 \\cdot 64 = 3612672 \\\\
      \\text{receptive field, height} &= r + (k - 1) \\cdot j = 4 + (3 - 1) \\cdot 2 = 8 \\\\
      \\text{receptive field, width} &= r + (k - 1) \\cdot j = 4 + (3 - 1) \\cdot 2 = 8 \\\\
    \\end{aligned}"
  `);
  expect(renderExplanation(explanation, "html")).toMatchInlineSnapshot(`"<section class="convscope-explanation"><h3>conv2 (conv2d)</h3><p>Slides kernels over the picture; each output is one weighted sum of a small patch.</p><p>14×14×32 → 14×14×64</p><table><tbody><tr><th scope="row">height</th><td><code data-latex="\\left\\lfloor \\frac{n + 2 \\cdot p - k}{s} \\right\\rfloor + 1 = \\left\\lfloor \\frac{14 + 2 \\cdot 1 - 3}{1} \\right\\rfloor + 1 = 14">⌊(n + 2·p − k) / s⌋ + 1 = ⌊(14 + 2·1 − 3) / 1⌋ + 1 = 14</code></td><td>arXiv:1603.07285, relationship 6</td></tr><tr><th scope="row">width</th><td><code data-latex="\\left\\lfloor \\frac{n + 2 \\cdot p - k}{s} \\right\\rfloor + 1 = \\left\\lfloor \\frac{14 + 2 \\cdot 1 - 3}{1} \\right\\rfloor + 1 = 14">⌊(n + 2·p − k) / s⌋ + 1 = ⌊(14 + 2·1 − 3) / 1⌋ + 1 = 14</code></td><td>arXiv:1603.07285, relationship 6</td></tr><tr><th scope="row">parameters</th><td><code data-latex="(k_{h} \\cdot k_{w} \\cdot c + 1) \\cdot f = (3 \\cdot 3 \\cdot 32 + 1) \\cdot 64 = 18496">(k_h·k_w·c + 1)·f = (3·3·32 + 1)·64 = 18,496</code></td><td>one kernel of k_h·k_w·c weights and one bias per filter</td></tr><tr><th scope="row">macs</th><td><code data-latex="h&#39; \\cdot w&#39; \\cdot k_{h} \\cdot k_{w} \\cdot c \\cdot f = 14 \\cdot 14 \\cdot 3 \\cdot 3 \\cdot 32 \\cdot 64 = 3612672">h&#39;·w&#39;·k_h·k_w·c·f = 14·14·3·3·32·64 = 3,612,672</code></td><td>the kernel is multiplied once per output</td></tr><tr><th scope="row">receptive field, height</th><td><code data-latex="r + (k - 1) \\cdot j = 4 + (3 - 1) \\cdot 2 = 8">r + (k − 1)·j = 4 + (3 − 1)·2 = 8</code></td><td>Araujo, Norris &#38; Sim 2019, equation 2</td></tr><tr><th scope="row">receptive field, width</th><td><code data-latex="r + (k - 1) \\cdot j = 4 + (3 - 1) \\cdot 2 = 8">r + (k − 1)·j = 4 + (3 − 1)·2 = 8</code></td><td>Araujo, Norris &#38; Sim 2019, equation 2</td></tr></tbody></table></section>"`);
});
