import { parseXml, XmlElement } from "@rgrove/parse-xml";
import { FileError } from "@convscope/files";
import { DataError } from "../error.ts";
import { atOnce } from "./atOnce.ts";
import type { Part, Problem } from "./catalogue.ts";
import { count } from "./count.ts";
import type { Draft, Entry, Thing } from "./entry.ts";
import { partOfPath } from "./listed.ts";
import type { Listing } from "./listing.ts";
import { baseName, folderOf, isPicture, withoutEnding } from "./picture.ts";
import { readText } from "./text.ts";

/** A picture with thousands of things has less. */
const maxXmlBytes = 4_000_000;

/**
 * Pascal VOC: `Annotations/1.xml` for `JPEGImages/1.jpg`, or the XML beside its picture, as labelling tools write it. Parts are the lists
 * `ImageSets/Main/train.txt` (else `trainval.txt`), `val.txt` and `test.txt`, or folders. VOC counts pixels from 1 and includes the last: 1 … 10 becomes
 * the edges 0 … 10. Things marked difficult are kept. A picture's own class is that of its largest box.
 */
export async function readVoc(listing: Listing): Promise<Draft> {
  const annotations = annotationsOf(listing);
  const pictures = picturesByStem(listing);
  const { parts, twice } = await readSets(listing);
  const problems: Problem[] = [...twice];
  let outside = 0;
  const read = await atOnce(annotations, 16, async (file): Promise<Entry | undefined> => {
    const stem = file.replace(xml, "");
    const root = stem.replace(inAnnotations, "$1");
    const part = parts.size === 0 ? partOfPath(file) : parts.get(root);
    if (parts.size > 0 && part === undefined) {
      outside++;
      return undefined;
    }
    const folder = folderOf(root);
    const picture = [stem, `${folder}JPEGImages/${baseName(root)}`, `${folder}images/${baseName(root)}`, root].map((path) => pictures.get(path)).find((path) => path !== undefined);
    if (picture === undefined) {
      problems.push({ file, problem: `there is no picture ${baseName(root)} beside it, nor in JPEGImages or images` });
      return undefined;
    }
    const annotation = await annotationIn(listing, file);
    if (typeof annotation !== "string") return { file: picture, part, ...annotation };
    problems.push({ file, problem: annotation });
    return undefined;
  });
  const notes: Problem[] = outside === 0 ? [] : [{ file: "ImageSets/Main", problem: `${count(outside, "annotated picture")} in none of the lists` }];
  return { entries: read.filter((entry) => entry !== undefined), problems: problems.sort((a, b) => (a.file < b.file ? -1 : 1)), notes };
}

/** The XML files that are in a folder Annotations, or beside a picture of their name. */
export function annotationsOf(listing: Listing): readonly string[] {
  const files = [...listing.files.keys()].filter((file) => xml.test(file));
  const pictures = files.length === 0 ? new Map<string, string>() : picturesByStem(listing);
  return files.filter((file) => inAnnotations.test(file) || pictures.has(file.replace(xml, "")));
}

const xml = /\.xml$/i;
const inAnnotations = /(^|\/)Annotations\/(?=[^/]*$)/i;

const picturesByStem = (listing: Listing): Map<string, string> => new Map([...listing.files.keys()].filter(isPicture).map((file) => [withoutEnding(file), file]));

/** The parts by picture: its folder above ImageSets and its name. */
async function readSets(listing: Listing): Promise<{ readonly parts: ReadonlyMap<string, Part>; readonly twice: readonly Problem[] }> {
  const parts = new Map<string, Part>();
  const twice: Problem[] = [];
  const sets = [...listing.files.keys()].flatMap((file) => {
    const [, root, name] = /^(.*\/)?ImageSets\/Main\/(train|val|test|trainval)\.txt$/.exec(file) ?? [];
    return name === undefined ? [] : [{ file, root: root ?? "", name }];
  });
  for (const { file, root, name } of sets) {
    if (name === "trainval" && sets.some((other) => other.root === root && other.name === "train")) continue;
    const part: Part = name === "val" ? "validation" : name === "test" ? "test" : "train";
    for (const line of (await readText(listing, file)).split(/\r?\n/)) {
      const [stem] = line.trim().split(/\s+/);
      if (stem === undefined || stem === "") continue;
      const before = parts.get(root + stem);
      if (before === undefined) parts.set(root + stem, part);
      else if (before !== part) twice.push({ file, problem: `${stem.slice(0, 60)} is in the list of another part as well, ${before}, which counts` });
    }
  }
  return { parts, twice };
}

/** What an XML file says of its picture, or what is wrong with it. Entities of a file's own, which can grow without bound, are refused by the parser. */
async function annotationIn(listing: Listing, file: string): Promise<Pick<Entry, "things" | "size"> | string> {
  try {
    const { root } = parseXml(await readText(listing, file, maxXmlBytes));
    return root === null ? "has no element" : annotationOf(root);
  } catch (error) {
    if (error instanceof DataError || error instanceof FileError) return error.message;
    // The parser calls itself for each level, and a file may have more of them than the stack has room.
    const said = error instanceof RangeError ? "its elements are nested too deeply" : (error instanceof Error ? error.message : String(error)).split("\n")[0]?.slice(0, 200) ?? "";
    return `cannot be read as XML (${said})`;
  }
}

function annotationOf(root: XmlElement): Pick<Entry, "things" | "size"> | string {
  if (root.name !== "annotation") return `must be an <annotation>. Received <${root.name.slice(0, 60)}>`;
  const things: Thing[] = [];
  for (const object of childrenOf(root, "object")) {
    const [name, box] = [textOf(object, "name"), childrenOf(object, "bndbox")[0]];
    if (name === "" || box === undefined) return "an <object> must have a <name> and a <bndbox>";
    const [xMin, yMin] = [numberOf(box, "xmin") - 1, numberOf(box, "ymin") - 1];
    things.push({ class: name, box: [xMin, yMin, numberOf(box, "xmax"), numberOf(box, "ymax")] });
  }
  const size = childrenOf(root, "size")[0];
  const [width, height] = size === undefined ? [0, 0] : [numberOf(size, "width"), numberOf(size, "height")];
  // Some tools write a size of 0 when they do not know it.
  return { things, size: width > 0 && height > 0 ? { width, height } : undefined };
}

const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);

const textOf = (element: XmlElement, name: string): string => childrenOf(element, name)[0]?.text.trim() ?? "";

/** An empty element is no number. */
function numberOf(element: XmlElement, name: string): number {
  const text = textOf(element, name);
  return text === "" ? NaN : Number(text);
}
