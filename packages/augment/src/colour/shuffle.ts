import type { Random } from "../random.ts";

/** Puts a list in any order, each as likely, in place. Fisher and Yates 1938. */
export function shuffle(list: unknown[], random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
}
