import { didYouMean } from "@convscope/files/bytes";
import type { Column, Footer } from "./footer.ts";
import type { Wrong } from "./thrift.ts";

export interface ColumnNames {
  /** The column of pictures: bytes, or a record with `bytes`, as Hugging Face has it. Told by the file unless given. */
  readonly imageColumn?: string;
  /** The column of labels: whole numbers or texts. Told by the file unless given. */
  readonly labelColumn?: string;
}

/** Which columns to read. */
export interface Features {
  readonly image: Column;
  readonly label: Column;
  /** The classes' names, where the file keeps them. */
  readonly classes?: readonly string[];
}

/** How others name the columns, where nothing in the file says what they are. */
const imageNames = ["image", "img", "picture", "images"];
const labelNames = ["label", "labels", "fine_label", "class", "target"];

/**
 * The columns of pictures and labels: as asked for, else what the text "huggingface" says is an Image and a ClassLabel (the library `datasets`
 * writes it), else by their usual names.
 */
export function featuresOf({ columns, texts }: Footer, names: ColumnNames, wrong: Wrong): Features {
  const described = describedFeatures(texts.get("huggingface"));
  const top = [...new Set(columns.map(({ path }) => path[0] ?? ""))];
  const ofKind = (kind: string): string | undefined => Object.entries(described).find(([name, feature]) => kindOf(feature) === kind && top.includes(name))?.[0];
  const choose = (asked: string | undefined, kind: string, usual: readonly string[], option: string): string => {
    const name = asked ?? ofKind(kind) ?? usual.find((one) => top.includes(one));
    if (name !== undefined && top.includes(name)) return name;
    const about = asked === undefined ? `none of its columns is named ${usual.join(", ")}` : `there is no column "${asked}".${didYouMean(asked, top)} They are others`;
    throw wrong(`${about}: ${top.slice(0, 20).map((one) => one.slice(0, 60)).join(", ") || "it has none"}.`, `Name one by the option ${option}.`);
  };
  const imageName = choose(names.imageColumn, "Image", imageNames, "imageColumn");
  const labelName = choose(names.labelColumn, "ClassLabel", labelNames, "labelColumn");
  const image = columns.find(({ path }) => path.join(".") === imageName || path.join(".") === `${imageName}.bytes`);
  const label = columns.find(({ path }) => path.join(".") === labelName);
  if (image?.type !== "bytes" || image.repeated) throw wrong(`column "${imageName}" must hold the bytes of one encoded picture a row, by itself or as ${imageName}.bytes. It does not.`, "Name another by the option imageColumn.");
  if (label === undefined || label.type === "other" || label.repeated) throw wrong(`column "${labelName}" must hold one whole number or text a row. It does not.`, "Name another by the option labelColumn.");
  const classes = classNames(described[labelName]);
  return { image, label, ...(classes === undefined ? {} : { classes }) };
}

/** `info.features` of the JSON text; nothing of a text that is otherwise. */
function describedFeatures(text: string | undefined): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(text ?? "{}");
  } catch {
    return {};
  }
  const features = field(field(json, "info"), "features");
  return isRecord(features) ? features : {};
}

const kindOf = (feature: unknown): unknown => field(feature, "_type");

function classNames(feature: unknown): readonly string[] | undefined {
  const names = kindOf(feature) === "ClassLabel" ? field(feature, "names") : undefined;
  return Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string") ? names : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
const field = (value: unknown, name: string): unknown => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined);
