import { onMounted, reactive, watch } from "vue";

/** What a link may hold: plain values under short names. */
export type Linked = Record<string, string | number | boolean>;

/** Reads values out of a query, each as its default is; what does not fit stays as it was. */
export function readQuery<T extends Linked>(query: string, defaults: T): T {
  const given = new URLSearchParams(query);
  const read = (name: string, before: string | number | boolean): string | number | boolean => {
    const text = given.get(name);
    if (text === null || text.length > 20_000) return before;
    if (typeof before === "string") return text;
    if (typeof before === "boolean") return text === "yes";
    return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : before;
  };
  return Object.fromEntries(Object.entries(defaults).map(([name, before]) => [name, read(name, before)])) as T;
}

/** What differs from the defaults, as a query. */
export function writeQuery<T extends Linked>(values: T, defaults: T): string {
  const changed = Object.entries(values).filter(([name, value]) => value !== defaults[name]);
  return new URLSearchParams(changed.map(([name, value]) => [name, typeof value === "boolean" ? (value ? "yes" : "no") : String(value)])).toString();
}

/** Settings of a page that stand in its address, so that a link shows what one saw. Only one part of a page may keep its settings so. */
export function linked<T extends Linked>(defaults: T): T {
  const values = reactive({ ...defaults }) as T;
  onMounted(() => {
    Object.assign(values, readQuery(location.search, defaults));
    watch(values, (now) => {
      const query = writeQuery(now, defaults);
      history.replaceState(history.state, "", `${location.pathname}${query === "" ? "" : `?${query}`}${location.hash}`);
    });
  });
  return values;
}

/** Rows of numbers in a link: `1 0 1/0 1 0`. */
export const rowsText = (rows: readonly (readonly number[])[]): string => rows.map((row) => row.join(" ")).join("/");

/** The same as rows; nothing where they are no rows of equally many finite numbers, at most `most` each way. */
export function textRows(text: string, most: number): readonly (readonly number[])[] | undefined {
  const rows = text.split("/").map((row) => row.trim().split(/\s+/).map(Number));
  const columns = rows[0]?.length ?? 0;
  return rows.length <= most && columns <= most && rows.every((row) => row.length === columns && row.every(Number.isFinite)) && text.trim() !== "" ? rows : undefined;
}
