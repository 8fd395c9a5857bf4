import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { averagePooling2d, batchNormalization, conv2d, conv2dTranspose, dense, depthwiseConv2d, flatten, maxPooling2d } from "../layers/index.ts";
import { audit, type Audit, type Finding } from "./audit.ts";
import type { ClaimedRow } from "./claims.ts";
import { renderAudit } from "./render.ts";

/** A table as a lecture printed it: shapes right, parameters wrong in every layer that learns. */
const slide: readonly ClaimedRow[] = [
  { name: "conv1 (Conv 5×5, 8)", output: [28, 28, 8], size: 6272, params: 208 },
  { name: "pool1", layer: "maxPooling2d 2", output: [14, 14, 8], size: 1568, params: 0 },
  { name: "conv2 (Conv 5×5, 16)", output: [10, 10, 16], size: 1600, params: 416 },
  { name: "pool2", layer: maxPooling2d(2), output: [5, 5, 16], size: 400, params: 0 },
  { name: "fc3", layer: "dense 120", output: [120, 1], size: 120, params: 48_001 },
  { name: "fc4", layer: "dense 84", output: [84, 1], size: 84, params: 100_081 },
  { name: "fc5", layer: dense(10), output: [10, 1], size: 10, params: 841 },
];
const ids = <V>(finding: Finding<V> | undefined): readonly string[] => (finding?.slips ?? []).map(({ id }) => id);
const parameterSlips = ({ rows }: Audit): readonly (readonly string[])[] => rows.map(({ claims }) => ids(claims.params));

describe("the slide's table", () => {
  const result = audit({ title: "slide", rows: slide, total: 149_547 }, [32, 32, 3]);

  test("has every slip named", () => {
    expect(result.rows.map(({ params }) => params)).toEqual([608, 0, 3216, 0, 48_120, 10_164, 850]);
    expect(result.params).toBe(62_958);
    expect(parameterSlips(result)).toEqual([["depthForgotten"], [], ["depthForgotten"], [], ["biasOnce"], ["biasOnce", "digitInserted"], ["biasOnce"]]);
    expect(result.rows[5]?.claims.params?.slips.map(({ value }) => value)).toEqual([10_081, 100_081]);
    expect(result.total).toMatchObject({ claimed: 149_547, truth: 62_958, verdict: "follows", slips: [{ id: "sumOfClaims" }] });
    expect(result.rows.every(({ claims }) => claims.output?.verdict === "right" && claims.size?.verdict === "right")).toBe(true);
    expect(result.rows[4]?.flattened).toEqual([5, 5, 16]);
    expect(result.wrong).toBe(6);
  });

  test("reads", () => {
    expect(renderAudit(result)).toMatchInlineSnapshot(`
      "slide, input 32×32×3

      layer                 kind            output     truth   params   truth
      conv1 (Conv 5×5, 8)   conv2d         28×28×8   28×28×8      208     608  ✗
      pool1                 maxPooling2d   14×14×8   14×14×8        0       0  ✓
      conv2 (Conv 5×5, 16)  conv2d        10×10×16  10×10×16      416   3,216  ✗
      pool2                 maxPooling2d    5×5×16    5×5×16        0       0  ✓
      fc3                   dense            120×1       120   48,001  48,120  ✗
      fc4                   dense             84×1        84  100,081  10,164  ✗
      fc5                   dense             10×1        10      841     850  ✗
      total                                                   149,547  62,958  ↳

      ↳ is wrong only because of a slip elsewhere in the table.

      conv1 (Conv 5×5, 8), parameters: 208 is claimed, 608 is right: each filter was taken to be one channel deep, not as deep as its input.
          parameters: (k_h·k_w·c + 1)·f = (5·5·3 + 1)·8 = 608
      conv2 (Conv 5×5, 16), parameters: 416 is claimed, 3,216 is right: each filter was taken to be one channel deep, not as deep as its input.
          parameters: (k_h·k_w·c + 1)·f = (5·5·8 + 1)·16 = 3,216
      fc3, parameters: 48,001 is claimed, 48,120 is right: one bias was counted for the whole layer, not one for each filter or unit.
          parameters: (n + 1)·u = (400 + 1)·120 = 48,120
      fc4, parameters: 100,081 is claimed, 10,164 is right: perhaps one bias was counted for the whole layer, not one for each filter or unit (10,081); then a digit too many was printed.
          parameters: (n + 1)·u = (120 + 1)·84 = 10,164
      fc5, parameters: 841 is claimed, 850 is right: one bias was counted for the whole layer, not one for each filter or unit.
          parameters: (n + 1)·u = (84 + 1)·10 = 850
      total: 149,547 is claimed, 62,958 is right: it is the sum of the rows as they are claimed, with their slips.

      6 of 22 claims are wrong: 5 slips, and 1 claim that follows from them."
    `);
    expect(renderAudit(result, "markdown")).toMatchInlineSnapshot(`
      "### slide, input 32×32×3

      | layer | kind | output | truth | params | truth |  |
      | --- | --- | ---: | ---: | ---: | ---: | ---: |
      | conv1 (Conv 5×5, 8) | conv2d | 28×28×8 | 28×28×8 | 208 | 608 | ✗ |
      | pool1 | maxPooling2d | 14×14×8 | 14×14×8 | 0 | 0 | ✓ |
      | conv2 (Conv 5×5, 16) | conv2d | 10×10×16 | 10×10×16 | 416 | 3,216 | ✗ |
      | pool2 | maxPooling2d | 5×5×16 | 5×5×16 | 0 | 0 | ✓ |
      | fc3 | dense | 120×1 | 120 | 48,001 | 48,120 | ✗ |
      | fc4 | dense | 84×1 | 84 | 100,081 | 10,164 | ✗ |
      | fc5 | dense | 10×1 | 10 | 841 | 850 | ✗ |
      | total |  |  |  | 149,547 | 62,958 | ↳ |

      ↳ is wrong only because of a slip elsewhere in the table.

      - **conv1 (Conv 5×5, 8), parameters**: 208 is claimed, 608 is right: each filter was taken to be one channel deep, not as deep as its input.
        - parameters: $(k_{h} \\cdot k_{w} \\cdot c + 1) \\cdot f = (5 \\cdot 5 \\cdot 3 + 1) \\cdot 8 = 608$
      - **conv2 (Conv 5×5, 16), parameters**: 416 is claimed, 3,216 is right: each filter was taken to be one channel deep, not as deep as its input.
        - parameters: $(k_{h} \\cdot k_{w} \\cdot c + 1) \\cdot f = (5 \\cdot 5 \\cdot 8 + 1) \\cdot 16 = 3216$
      - **fc3, parameters**: 48,001 is claimed, 48,120 is right: one bias was counted for the whole layer, not one for each filter or unit.
        - parameters: $(n + 1) \\cdot u = (400 + 1) \\cdot 120 = 48120$
      - **fc4, parameters**: 100,081 is claimed, 10,164 is right: perhaps one bias was counted for the whole layer, not one for each filter or unit (10,081); then a digit too many was printed.
        - parameters: $(n + 1) \\cdot u = (120 + 1) \\cdot 84 = 10164$
      - **fc5, parameters**: 841 is claimed, 850 is right: one bias was counted for the whole layer, not one for each filter or unit.
        - parameters: $(n + 1) \\cdot u = (84 + 1) \\cdot 10 = 850$
      - **total**: 149,547 is claimed, 62,958 is right: it is the sum of the rows as they are claimed, with their slips.

      6 of 22 claims are wrong: 5 slips, and 1 claim that follows from them."
    `);
  });

  test("goes through JSON", () => expect(JSON.parse(JSON.stringify(result))).toEqual(result));

  test("put right has nothing to name", () => {
    const rows = slide.map((row, i) => ({ ...row, params: result.rows[i]?.params ?? 0 }));
    expect(renderAudit(audit({ rows, total: 62_958 }, [32, 32, 3]))).toMatch(/All 22 claims are right\.$/);
  });
});

describe("single slips", () => {
  const of = (row: Omit<ClaimedRow, "name">, input: readonly number[]): Audit => audit({ rows: [{ name: "x", ...row }] }, input);

  test.each([
    ["ceiling", conv2d(8, 3, { strides: 2 }), [8, 8, 3], [4, 4, 8]],
    ["paddingForgotten", conv2d(8, 3, { padding: 1 }), [9, 9, 1], [7, 7, 8]],
    ["dilationForgotten", conv2d(8, 3, { dilationRate: 2 }), [9, 9, 1], [7, 7, 8]],
    ["strideForgotten", maxPooling2d(2), [10, 10, 4], [9, 9, 4]],
    ["plusOneForgotten", conv2d(8, 5), [32, 32, 3], [27, 27, 8]],
    ["sameAssumed", conv2d(8, 5), [32, 32, 3], [32, 32, 8]],
    ["channelsKept", conv2d(8, 5), [32, 32, 3], [28, 28, 3]],
    ["channelsMultiplied", conv2d(8, 5), [32, 32, 3], [28, 28, 24]],
    ["sizeKept", maxPooling2d(2), [10, 10, 4], [10, 10, 4]],
    ["channelsFirst", conv2d(8, 5), [32, 32, 3], [8, 28, 28]],
    ["outputPaddingForgotten", conv2dTranspose(8, 3, { strides: 2, outputPadding: 1 }), [4, 4, 1], [9, 9, 8]],
    ["convolvedInstead", conv2dTranspose(8, 3, { strides: 2 }), [5, 5, 1], [2, 2, 8]],
    ["paddingOnce", conv2d(8, 5, { padding: 2 }), [9, 9, 1], [7, 7, 8]],
  ] as const)("shape: %s", (id, layer, input, output) => {
    const finding = of({ layer, output }, input).rows[0]?.claims.output;
    expect(finding?.verdict).toBe("wrong");
    expect([ids(finding), ...(finding?.also ?? []).map((slips) => slips.map((s) => s.id))]).toContainEqual([id]);
  });

  test.each([
    ["biasForgotten", conv2d(32, 3), [28, 28, 1], 288],
    ["biasAdded", conv2d(32, 3, { useBias: false }), [28, 28, 1], 320],
    ["statisticsCounted", batchNormalization(), [28, 28, 16], 64],
    ["learnsNothing", batchNormalization(), [28, 28, 16], 0],
    ["oneOfTwo", batchNormalization(), [28, 28, 16], 16],
    ["depthMixed", depthwiseConv2d(3), [28, 28, 16], 9 * 256 + 16],
    ["depthMixed", conv2d(16, 3, { groups: 4 }), [28, 28, 16], 9 * 256 + 16],
    ["neuronsForWeights", conv2d(32, 3), [28, 28, 3], 26 * 26 * 32],
    ["perPosition", conv2d(32, 3), [28, 28, 3], 26 * 26 * 32 * 28],
    ["filtersForgotten", conv2d(32, 3), [28, 28, 3], 28],
    ["kernelSideOnce", conv2d(32, 3), [28, 28, 5], 16 * 32],
    ["biasOnBothSides", dense(10), [64], 65 * 11],
    ["digitsSwapped", dense(512), [784], 410_920],
    ["digitDropped", dense(512), [784], 40_920],
    ["digitChanged", dense(512), [784], 407_920],
    ["weightless", maxPooling2d(2), [4, 4, 2], 8],
    ["subsampling", averagePooling2d(2), [28, 28, 6], 12],
    ["connectionTable", conv2d(16, 5), [14, 14, 6], 1516],
    ["rounded", dense(4096), [25_088], 103_000_000],
  ] as const)("parameters: %s", (id, layer, input, params) => {
    expect(ids(of({ layer, params }, input).rows[0]?.claims.params)).toEqual([id]);
  });

  test("two slips at once", () => {
    // 5·5·8 + 1: depth forgotten, and one bias for the layer.
    expect(ids(of({ layer: conv2d(8, 5), params: 201 }, [32, 32, 3]).rows[0]?.claims.params)).toEqual(["depthForgotten", "biasOnce"]);
  });

  test("flattening", () => {
    const rows: readonly ClaimedRow[] = [{ name: "pool", layer: maxPooling2d(2) }, { name: "flatten", layer: flatten() }];
    const slips = (params: number): readonly string[] => ids(audit({ rows: [...rows, { name: "fc", layer: dense(10), params }] }, [8, 8, 3]).rows[2]?.claims.params);
    expect(slips(490)).toEqual([]);
    expect(slips(170)).toEqual(["flattenWithoutChannels"]);
    expect(slips(40)).toEqual(["flattenChannelsOnly"]);
    expect(ids(audit({ rows: [{ name: "pool", layer: maxPooling2d(2) }, { name: "fc", layer: dense(10), params: 1930 }] }, [8, 8, 3]).rows[1]?.claims.params)).toEqual(["flattenBeforePooling"]);
  });

  test("what follows from a wrong claim above is not blamed again", () => {
    const { rows, wrong, follows } = audit({ rows: [{ name: "conv", layer: conv2d(8, 3, { strides: 2 }), output: [4, 4, 8] }, { name: "pool", layer: maxPooling2d(2), output: [2, 2, 8], size: 32 }, { name: "fc", layer: dense(10), params: 330 }] }, [8, 8, 3]);
    expect(rows.map(({ claims }) => Object.values(claims).map(({ verdict }) => verdict))).toEqual([["wrong"], ["follows", "follows"], ["follows"]]);
    expect([wrong, follows]).toEqual([4, 3]);
  });

  test("says which claims follow, and from where", () => {
    const text = renderAudit(audit({ rows: [{ name: "pool", layer: maxPooling2d(2), output: [4, 4, 16], size: 256 }, { name: "next", layer: maxPooling2d(3, { strides: 1 }), output: [2, 2, 16] }] }, [10, 10, 16]));
    expect(text).toContain("pool, size: 256 is claimed, 400 is right: it follows from the wrong shape claimed in this row.");
    expect(text).toContain("\n\n↳ is wrong only because of a slip elsewhere in the table.\n\n");
    expect(text).toContain("next, output: 2×2×16 is claimed, 3×3×16 is right: it follows from a wrong shape claimed above.");
    expect(text).toMatch(/\n3 of 3 claims are wrong: 1 slip, and 2 claims that follow from it\.$/);
  });

  test("a number written with K, M or G is right where the truth rounds to it", () => {
    const rows = (params: ClaimedRow["params"]): Audit => audit({ rows: [{ name: "conv", layer: conv2d(16, 5), params: params ?? 0 }], total: params ?? 0 }, [14, 14, 6]);
    expect(rows({ about: 2400, unit: 100 })).toMatchObject({ wrong: 0, total: { claimed: 2400, unit: 100, truth: 2416, verdict: "right" } });
    const wrong = renderAudit(rows({ about: 2300, unit: 100 }));
    expect(wrong).toContain("conv, parameters: ≈2,300 is claimed, 2,416 is right");
    expect(renderAudit(rows({ about: 420, unit: 10 }))).toContain("≈420 is claimed, 2,416 is right: each filter was taken to be one channel deep, not as deep as its input.");
  });

  test("totals", () => {
    const rows: readonly ClaimedRow[] = [{ name: "a", layer: conv2d(32, 3), params: 320 }, { name: "b", layer: conv2d(64, 3), params: 18_496 }];
    const total = (claimed: number): readonly string[] => (audit({ rows, total: claimed }, [28, 28, 1]).total?.slips ?? []).map(({ sentence }) => sentence);
    expect(total(18_816)).toEqual([]);
    expect(total(320)).toEqual(["one row was left out of the sum: b"]);
    expect(total(19_136)).toEqual(["one row was counted twice in the sum: a"]);
    expect(total(18_186)).toEqual(["two neighbouring digits were exchanged"]);
    expect(total(26 * 26 * 32 + 24 * 24 * 64)).toEqual(["the activations were added up instead of the parameters"]);
    expect(total(7)).toEqual([]);
  });

  test("says what does not fit, and where", () => {
    expect(() => audit({ rows: [{ name: "conv9", layer: "conv2d 8 5x5" }] }, [4, 4, 3])).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv9 (conv2d): the kernel must fit the padded input. Received 4 + 0 padding along height, kernelSize=5. Use kernelSize ≤ 4, or padding: "same".]`);
    expect(() => audit({ rows: [{ name: "first" }] }, [4, 4, 3])).toThrowErrorMatchingInlineSnapshot(`[LayerError: first (first): there is no such kind of layer. Write it as: conv2d 8 5x5.]`);
    expect(renderAudit(of({ layer: conv2d(8, 3), params: 12_345_678 }, [9, 9, 3]))).toContain("12,345,678 is claimed, 224 is right: no slip known here explains it.");
  });
});

test("a true claim is never called wrong, and a slip's value is always what was claimed", () => {
  const row = fc.record({ f: fc.integer({ min: 1, max: 9 }), k: fc.integer({ min: 1, max: 4 }), s: fc.integer({ min: 1, max: 3 }), p: fc.integer({ min: 0, max: 2 }), c: fc.integer({ min: 1, max: 5 }), claim: fc.nat(3000) });
  fc.assert(fc.property(row, ({ f, k, s, p, c, claim }) => {
    const layer = conv2d(f, k, { strides: s, padding: p });
    const { outputShape: output, params } = audit({ rows: [{ name: "x", layer }] }, [12, 12, c]).rows[0] ?? { outputShape: [], params: 0 };
    expect(audit({ rows: [{ name: "x", layer, output, params }], total: params }, [12, 12, c]).wrong).toBe(0);
    const finding = audit({ rows: [{ name: "x", layer, params: claim }] }, [12, 12, c]).rows[0]?.claims.params;
    for (const slips of finding ? [finding.slips, ...finding.also] : []) expect(slips.at(-1)?.value ?? claim).toBe(claim);
  }));
});
