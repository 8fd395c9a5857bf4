/** A value as Python writes it: numbers, words, truth, lists as tuples. */
export function python(value: Literal): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null) return "None";
  const items = (value as readonly Literal[]).map(python);
  return `(${items.join(", ")}${items.length === 1 ? "," : ""})`;
}
export type Literal = number | string | boolean | null | readonly Literal[];

/** One number where all of a list are the same, else a tuple. */
export const compact = (sizes: readonly number[]): string => python(sizes.every((n) => n === sizes[0]) ? (sizes[0] ?? 0) : sizes);

/** A call; arguments that are undefined are left out. */
export const call = (name: string, ...args: readonly (string | number | undefined)[]): string => `${name}(${args.filter((arg) => arg !== undefined).join(", ")})`;

/** A named argument, left out where it has its default. */
export const named = (name: string, value: string | number | boolean, usual?: string | number | boolean): string | undefined =>
  value === usual ? undefined : `${name}=${typeof value === "boolean" ? python(value) : value}`;

const keywords = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type print self".split(" "),
);

/** Whether a text can be a variable or an attribute. */
export const isName = (text: string): boolean => /^[A-Za-z][A-Za-z0-9_]*$/.test(text) && !keywords.has(text);

/** A variable for each name, as near to it as Python allows and no two alike; `taken` are not given. */
export function variables(names: readonly string[], taken: Iterable<string>): ReadonlyMap<string, string> {
  const used = new Set(taken);
  return new Map(
    names.map((name) => {
      const near = name.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "");
      let variable = isName(near) ? near : `v_${near}`;
      while (used.has(variable)) variable += "_";
      used.add(variable);
      return [name, variable];
    }),
  );
}

/** A class of a name in Python's manner: `mnist-cnn` is `MnistCnn`. */
export function className(name: string, taken: ReadonlySet<string>): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  const start = /^[A-Za-z]/.test(joined) ? joined : `Net${joined}`;
  return taken.has(start) || !isName(start) ? `${start}Net` : start;
}
