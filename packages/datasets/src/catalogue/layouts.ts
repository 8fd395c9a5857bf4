import { looksLikeList, readCsv } from "./csv.ts";
import { readCoco } from "./coco.ts";
import type { Draft } from "./entry.ts";
import { readFolders } from "./folders.ts";
import type { Listing } from "./listing.ts";
import { pairsOf, readMasks } from "./masks.ts";
import { classInName, readNames } from "./names.ts";
import type { CatalogueOptions, Layout } from "./options.ts";
import { partIn, partOf } from "./part.ts";
import { baseName, folderOf, isPicture } from "./picture.ts";
import { annotationsOf, readVoc } from "./voc.ts";

/** What a reader reads. */
export interface Source {
  readonly listing: Listing;
  /** The lists of this layout. */
  readonly lists: readonly string[];
  readonly options: CatalogueOptions;
  readonly maxFiles: number;
}

export interface LayoutRow {
  /** What the pictures' classes are told by, for titles. */
  readonly title: string;
  /** What must be there, for messages. */
  readonly needs: string;
  /** The lists of this layout that a folder holds, or the pictures that speak for it; none: it is another layout. */
  find(listing: Listing): Promise<readonly string[]> | readonly string[];
  read(source: Source): Promise<Draft> | Draft;
}

/** In the order in which a folder is asked for them: what is stated in lists counts before what folders and names seem to say. */
export const layouts: { readonly [Name in Layout]: LayoutRow } = {
  coco: {
    title: "boxes in COCO's lists",
    needs: "a JSON file in COCO's form (annotations/instances_train2017.json)",
    find: ({ files }) => [...files.keys()].filter(isCocoList).slice(0, mostLists),
    read: ({ listing, lists, maxFiles }) => readCoco(listing, lists, maxFiles),
  },
  voc: {
    title: "boxes in Pascal VOC's files",
    needs: "an XML file per picture, in Annotations or beside it (Annotations/1.xml)",
    find: (listing) => annotationsOf(listing).slice(0, 1),
    read: ({ listing }) => readVoc(listing),
  },
  masks: {
    title: "a mask per picture",
    needs: "a PNG file per picture (images/1.jpg and masks/1.png)",
    find: (listing) => pairsOf(listing).pairs.slice(0, 1).map(({ picture }) => picture),
    read: ({ listing, options }) => readMasks(listing, options),
  },
  csv: {
    title: "a list of paths and labels",
    needs: "a CSV or TSV file with a column of paths and one of labels",
    find: async (listing) => {
      const lists: string[] = [];
      for (const file of [...listing.files.keys()].filter(isTable).slice(0, mostLists)) if (await looksLikeList(listing, file)) lists.push(file);
      // Beside the list of everything those of parts would name pictures twice.
      const whole = lists.filter((file) => partIn(baseName(file)) === undefined);
      return whole.length > 0 ? whole.slice(0, 1) : lists;
    },
    read: ({ listing, lists, options, maxFiles }) => readCsv(listing, lists, options, maxFiles),
  },
  folders: {
    title: "a folder per class",
    needs: "a folder per class (cat/1.jpg or train/cat/1.jpg)",
    find: ({ files }) => {
      const folders = [...files.keys()].filter(isPicture).map((file) => folderOf(file).split("/").filter((step) => partOf(step) === undefined).join("/"));
      return [...new Set(folders)].filter((folder) => folder !== "");
    },
    read: ({ listing, options }) => readFolders(listing, options),
  },
  names: {
    title: "the class in the name",
    needs: "classes before numbers in the names (cat.1.jpg and dog.1.jpg)",
    find: ({ files }) => [...new Set([...files.keys()].filter(isPicture).map(classInName))].filter((name) => name !== undefined),
    read: ({ listing }) => readNames(listing),
  },
};

/** Each list is compared with all files: with more of them a folder could keep us busy for hours. */
const mostLists = 50;

/** Lists of instances by their names; those of captions, keypoints and pictures without annotations have others. */
const isCocoList = (file: string): boolean => file.split("/").length <= 3 && /(^instances.*|^_?annotations?|(^|[-._])coco|^(labels|result|train|val|valid|test)\d*)\.json$/i.test(baseName(file));

/** Tables beside the pictures; those that show how results are to be handed in are none. */
const isTable = (file: string): boolean => file.split("/").length <= 2 && /\.(csv|tsv)$/i.test(file) && !/submission/i.test(file);
