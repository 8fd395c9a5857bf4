import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyOperations, hue } from "../index.ts";
import { anyPicture, inFloats } from "../../test/pictures.ts";
import { hueShifted } from "./hue.ts";

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((most, level, i) => Math.max(most, Math.abs(level - (b[i] as number))), 0);

it("a sixth of a turn leads from red to yellow, green, cyan, blue, magenta and red", () => {
  const turned = [0, 1, 2, 3, -2, -1].map((sixths) => [...applyOperations({ image: { shape: [1, 1, 3], data: Float32Array.of(1, 0, 0) } }, [hueShifted(sixths / 6)]).image.data].map((level) => Math.round(level)).join(""));
  expect(turned).toEqual(["100", "110", "010", "011", "001", "101"]);
});

it("turning back gives the image, to rounding", () => {
  fc.assert(fc.property(anyPicture(3), fc.double({ min: -0.5, max: 0.5, noNaN: true }), (image, shift) => {
    const there = hueShifted(shift);
    const back = hueShifted(-shift);
    expect(furthest(applyOperations({ image: inFloats(image) }, [there, back]).image.data, inFloats(image).data)).toBeLessThan(2e-6);
    // Twice the fraction is dropped.
    expect(furthest(applyOperations({ image }, [hueShifted(0)]).image.data, image.data)).toBeLessThanOrEqual(1);
  }));
});

it("leaves greys as they are", () => {
  fc.assert(fc.property(anyPicture(1), fc.double({ min: -0.5, max: 0.5, noNaN: true }), (image, shift) => {
    expect(applyOperations({ image }, [hueShifted(shift)])).toEqual({ image });
    const three = applyOperations({ image }, [{ kind: "grayscale", channels: 3 }]);
    expect(furthest(applyOperations(three, [hueShifted(shift)]).image.data, three.image.data)).toBeLessThanOrEqual(1);
  }));
});

it("takes at most half a turn", () => {
  expect(hue({ shift: 0.5 }).shift).toEqual([-0.5, 0.5]);
  expect(() => hue({ shift: 3 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: hue: shift must be [low, high] from -0.5 to 0.5, or one number: how far from 0. Received 3.]`);
  expect(() => hue({ shift: [0, 0.7] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: hue: shift must be [low, high] from -0.5 to 0.5, or one number: how far from 0. Received [0,0.7].]`);
});
