import type { Problem } from "./catalogue.ts";
import { count } from "./count.ts";
import type { Draft, Entry } from "./entry.ts";
import { partOfPath } from "./listed.ts";
import type { Listing } from "./listing.ts";
import { baseName, isPicture, withoutEnding } from "./picture.ts";

/** `cat.12.jpg` → `cat`, `american_bulldog_100.jpg` → `american_bulldog`, `cat (3).jpg` → `cat`; nothing for `12.jpg`. */
export function classInName(file: string): string | undefined {
  const [, before] = /^(.*?)[-_. (]*\d+\)?$/.exec(withoutEnding(baseName(file))) ?? [];
  return before === "" ? undefined : before;
}

/** Pictures whose names begin with their class and end in a number, as those of Cats vs Dogs: `train/cat.0.jpg`. Parts are told by folders. */
export function readNames(listing: Listing): Draft {
  const entries: Entry[] = [];
  const without = new Map<string, number>();
  for (const file of listing.files.keys()) {
    if (!isPicture(file)) continue;
    const name = classInName(file);
    const part = partOfPath(file);
    if (name === undefined) without.set(part ?? "", (without.get(part ?? "") ?? 0) + 1);
    else entries.push({ file, part, class: name });
  }
  const notes: Problem[] = [...without].map(([part, pictures]) => ({
    file: part === "" ? "." : part,
    problem: `${count(pictures, "picture")} without a class before the number in the name`,
  }));
  return { entries, problems: [], notes };
}
