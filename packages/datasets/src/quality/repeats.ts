import type { Album } from "./album.ts";
import { equalPictures, similarPictures, type Group } from "./copies.ts";
import { example, finding } from "./finding.ts";
import type { Pause } from "./options.ts";
import type { Example, Finding } from "./report.ts";
import { thresholds } from "./thresholds.ts";

/** What copies of pictures do: leaks between the parts, labels that contradict each other, pictures that count twice. `labelled` false: labels are not compared. */
export async function repeats(album: Album, labelled: boolean, wanted: number, pause: Pause): Promise<readonly Finding[]> {
  const { entries } = album;
  const partOf = (i: number): string => entries[i]?.part ?? "";
  const labelOf = (i: number): number => entries[i]?.label ?? 0;
  const classOf = (i: number): string => album.classes[labelOf(i)] ?? "no class";

  const equal = equalPictures(album);
  const similar = await similarPictures(album, equal, pause);
  const contradicts = (group: Group): boolean => labelled && group.some((i) => labelOf(i) !== labelOf(group[0] as number));
  const differ = equal.filter(contradicts);
  const alike = equal.filter((group) => !contradicts(group));

  /** How many pictures of a group an earlier part holds as well: the album goes from training to validation to test. */
  const leaked = (group: Group): number => group.filter((i) => partOf(i) !== partOf(group[0] as number)).length;
  /** How many follow another of their part. */
  const further = (group: Group): number => group.length - new Set(group.map(partOf)).size;
  const whole = (group: Group): number => group.length;
  const sum = (groups: readonly Group[], of: (group: Group) => number): number => groups.reduce((count, group) => count + of(group), 0);
  const shown = (groups: readonly Group[], of: (group: Group) => number, detail: (group: Group) => string): readonly Example[] =>
    groups
      .map((group) => ({ group, count: of(group) }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || (a.group[0] as number) - (b.group[0] as number))
      .slice(0, wanted)
      .map(({ group }) => example(album, group, detail(group)));
  const labels = (group: Group): string => [...new Set(group.map(classOf))].join(", ");
  const parts = (group: Group): string => [...new Set(group.map(partOf))].join(" and ");
  const times = (group: Group): string => `${group.length} times${contradicts(group) ? `, as ${labels(group)}` : ""}`;

  // The first part that has pictures is learned from; what is measured on are the others.
  const measured = entries.filter(({ part }) => part !== entries[0]?.part).length;
  const [leaks, contradictions] = [sum(equal, leaked), sum(differ, whole)];
  const grave = (count: number, of: number): "error" | "warning" => (count > thresholds.tolerated * of ? "error" : "warning");
  return [
    ...finding("leak", grave(leaks, measured), leaks, shown(equal, leaked, parts), wanted),
    ...finding("contradiction", grave(contradictions, entries.length), contradictions, shown(differ, whole, labels), wanted),
    ...finding("equal", "warning", sum(alike, further), shown(alike, further, times), wanted),
    ...finding("similarLeak", "warning", sum(similar, leaked), shown(similar, leaked, parts), wanted),
    ...finding("similar", "note", sum(similar, further), shown(similar, further, times), wanted),
  ];
}
