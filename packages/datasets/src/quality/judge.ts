import type { Catalogue, Item, Problem } from "../catalogue/catalogue.ts";
import { example, finding } from "./finding.ts";
import type { Album } from "./album.ts";
import { balance } from "./balance.ts";
import { doubtfulLabels } from "./neighbours.ts";
import { pauses, type QualityOptions } from "./options.ts";
import { oddities } from "./oddities.ts";
import { repeats } from "./repeats.ts";
import type { Finding, PartReport, QualityReport, Severity } from "./report.ts";
import { statistics } from "./statistics.ts";

/** What the check was told and found out while reading. */
export interface Reading {
  readonly name: string;
  readonly title: string;
  readonly album: Album;
  /** Pictures that could not be read: the place in the album and the reason. */
  readonly unreadable: readonly { readonly place: number; readonly problem: string }[];
  /** What the catalogue says it passed over. */
  readonly passedOver: readonly Problem[];
  /** The boxes' labels of each picture, where the data have boxes: then they are counted, and a picture's own label says little. */
  readonly boxLabels?: (place: number) => Item["boxLabels"];
  /** Whether class 0 is the background of masks, of which no picture need be. */
  readonly masked?: boolean;
}

const order: readonly Severity[] = ["error", "warning", "note"];

/** All that can be said of a data set once every picture has been looked at. */
export async function judge({ name, title, album, unreadable, passedOver, boxLabels, masked = false }: Reading, options: QualityOptions): Promise<QualityReport> {
  const { examples: wanted = 20 } = options;
  const total = album.entries.length;
  const parts = partReports(album, boxLabels);
  const labelled = boxLabels === undefined;
  const copies = await repeats(album, labelled, wanted, pauses(options, "copies", total));
  const doubts = labelled ? await doubtfulLabels(album, pauses(options, "labels", total)) : [];
  const found: readonly Finding[] = [
    ...finding("unreadable", "error", unreadable.length, unreadable.map(({ place, problem }) => example(album, [place], problem)), wanted),
    ...finding("passedOver", "warning", passedOver.length, passedOver.map(({ file, problem }) => ({ pictures: [], detail: file === "" ? problem : `${file}: ${problem}` })), wanted),
    ...copies,
    ...balance(parts, album.classes, masked ? 1 : 0, wanted),
    ...oddities(album, wanted),
    ...finding("doubtful", "note", doubts.length, doubts.map(({ place, instead, agree }) => example(album, [place], `perhaps ${album.classes[instead] ?? ""}, as ${agree} of its 10 neighbours`)), wanted),
  ];
  const measured = statistics(album);
  return { name, title, classes: album.classes, parts, ...(measured !== undefined && { statistics: measured }), findings: order.flatMap((severity) => found.filter((one) => one.severity === severity)) };
}

function partReports({ entries, classes }: Album, boxLabels: Reading["boxLabels"]): readonly PartReport[] {
  const parts = new Map<keyof Catalogue["parts"], { pictures: number; classCounts: number[] }>();
  entries.forEach(({ part, label }, place) => {
    const report = parts.get(part) ?? { pictures: 0, classCounts: classes.map(() => 0) };
    parts.set(part, report);
    report.pictures++;
    for (const of of boxLabels === undefined ? [label] : (boxLabels(place) ?? [])) if (of in classes) report.classCounts[of] = (report.classCounts[of] ?? 0) + 1;
  });
  return [...parts].map(([part, report]) => ({ part, ...report }));
}
