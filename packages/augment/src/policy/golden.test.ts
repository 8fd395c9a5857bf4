import { golden } from "@convscope/test-kit";
import { describe, expect, it } from "vitest";
import type { Interpolation } from "../geometry/interpolation.ts";
import type { ImageShape } from "../image.ts";
import { applyOperations } from "../operation.ts";
import { autoAugmentPolicies } from "./autoAugmentPolicies.ts";
import { primitives, type PrimitiveName } from "./primitives.ts";
import { augMixColourSpace, autoAugmentSpace, randAugmentSpace, trivialAugmentSpace, type Space } from "./spaces.ts";

interface Golden {
  readonly spaces: readonly { readonly policy: keyof typeof spaces; readonly size: readonly [number, number]; readonly bins: number; readonly space: Readonly<Record<string, { readonly magnitudes: readonly number[]; readonly signed: boolean }>> }[];
  readonly policies: Readonly<Record<string, readonly (readonly (readonly [string, number, number | null])[])[]>>;
  readonly pictures: Readonly<Record<string, { readonly shape: ImageShape; readonly pixels: string }>>;
  readonly cases: readonly { readonly picture: string; readonly name: string; readonly magnitude: number; readonly interpolation: Interpolation; readonly fill: readonly number[] | null; readonly pixels: string }[];
}

const { spaces: torchSpaces, policies, pictures, cases } = golden<Golden>("augment/policies.json");

const spaces: Readonly<Record<"autoAugment" | "randAugment" | "trivialAugment" | "augMix", Space<never>>> = { autoAugment: autoAugmentSpace, randAugment: randAugmentSpace, trivialAugment: trivialAugmentSpace, augMix: augMixColourSpace };

/** torchvision's name as ours. */
const ours = (name: string): PrimitiveName => ({ Color: "saturation", AutoContrast: "autocontrast" } as const)[name] ?? ((name[0] ?? "").toLowerCase() + name.slice(1) as PrimitiveName);

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));

describe("magnitudes", () => {
  it.each(torchSpaces)("of $policy with $bins bins for $size are torchvision's", ({ policy, size, bins, space }) => {
    const own: Space<never> = spaces[policy];
    expect(Object.keys(own).sort()).toEqual(Object.keys(space).map(ours).sort());
    for (const [name, { magnitudes, signed }] of Object.entries(space)) {
      const scale = (own as Space)[ours(name)];
      expect(scale.signed).toBe(signed);
      // float32 against float64.
      for (const [bin, magnitude] of magnitudes.entries()) expect(scale.at(bin, bins, [...size, 3])).toBeCloseTo(magnitude, 4);
      if (magnitudes.length === 0) expect(scale.at(5, bins, [...size, 3])).toBe(0);
    }
  });
});

it("pairs of AutoAugment are torchvision's", () => {
  for (const [policy, pairs] of Object.entries(policies))
    expect(autoAugmentPolicies[policy as keyof typeof autoAugmentPolicies]).toEqual(pairs.map((pair) => pair.map(([name, p, magnitude]) => (magnitude === null ? [ours(name), p] : [ours(name), p, magnitude]))));
  expect(Object.keys(policies)).toEqual(Object.keys(autoAugmentPolicies));
});

describe("pictures", () => {
  it.each(cases)("$name $magnitude of $picture, $interpolation, fill $fill", ({ picture, name, magnitude, interpolation, fill, pixels }) => {
    const { shape, pixels: before } = pictures[picture] as Golden["pictures"][string];
    const { image } = applyOperations({ image: { shape, data: bytes(before) } }, primitives[ours(name)](magnitude, shape, { interpolation, border: "constant", fill: fill ?? [0] }));
    const expected = bytes(pixels);
    const differences = Array.from(expected, (value, i) => Math.abs(value - (image.data[i] as number)));
    // What moves by whole pixels or looks up levels is equal; sums of float32 round otherwise at a half, and torchvision drops the fraction of sharpened levels.
    const share = name === "Sharpness" ? 0.15 : interpolation === "bilinear" ? 0.05 : 0;
    expect(Math.max(...differences)).toBeLessThanOrEqual(Math.ceil(share));
    expect(differences.filter(Boolean).length / differences.length).toBeLessThanOrEqual(share);
  });
});
