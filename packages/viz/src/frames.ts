import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";

/** Marks that are seen from step `from` until step `to` begins, both counted from 0. */
export interface Spell {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly Markup[];
}

/** The marks that are seen at one step. */
export function stillFrame(spells: readonly Spell[], step: number): readonly Markup[] {
  return spells.flatMap(({ from, to, marks }) => (from <= step && step < to ? marks : []));
}

/** What a group is called: equal names mean equal animations, so that several figures on one page do not disturb each other. */
const nameOf = ({ from, to }: Spell, steps: number, seconds: number): string => `convscope-${from}-${to}-of-${steps}-in-${Math.round(seconds * 1000)}`;

/**
 * The marks of all steps as a loop by CSS alone, the last step held twice as long. Where motion is unwanted, or nothing moves,
 * the last step is seen.
 *
 * @param seconds how long a step is seen
 */
export function movingFrames(spells: readonly Spell[], steps: number, seconds: number): readonly Markup[] {
  return spells.map((spell) => element("g", { class: nameOf(spell, steps, seconds), visibility: spell.to < steps ? "hidden" : undefined }, spell.marks));
}

/** The style sheet that moves the frames. */
export function frameStyle(spells: readonly Spell[], steps: number, seconds: number): Markup {
  const share = (step: number): string => `${Number(((100 * step) / (steps + 1)).toFixed(3))}%`;
  const rules = new Map(
    spells.map((spell) => {
      const name = nameOf(spell, steps, seconds);
      const before = spell.from === 0 ? "" : "0%{visibility:hidden}";
      const after = spell.to < steps ? `${share(spell.to)},100%{visibility:hidden}` : "100%{visibility:visible}";
      return [name, `@keyframes ${name}{${before}${share(spell.from)}{visibility:visible}${after}}.${name}{animation:${name} ${Number(((steps + 1) * seconds).toFixed(3))}s step-end infinite}`] as const;
    }),
  );
  return element("style", {}, [{ markup: `@media(prefers-reduced-motion:no-preference){${[...rules.values()].join("")}}` }]);
}
