/** What a reader fills in. */
export type Field = HTMLInputElement | HTMLSelectElement;

/** A field that is not as the server has drawn it: its place among the fields, and how its value gets into another one. */
export interface ChangedField {
  readonly place: number;
  readonly write: (field: Field | undefined) => void;
}

/** Which fields a reader has changed since they were drawn. A browser may also have filled them from an earlier visit. */
export function changedFields(fields: readonly Field[]): readonly ChangedField[] {
  return fields.flatMap((field, place): readonly ChangedField[] => {
    const { value } = field;
    if ("options" in field) {
      const drawn = [...field.options].findIndex(({ defaultSelected }) => defaultSelected);
      return field.selectedIndex === Math.max(0, drawn) ? [] : [{ place, write: (other) => put(other, { value }) }];
    }
    if (field.type === "checkbox" || field.type === "radio") {
      const { checked } = field;
      return checked === field.defaultChecked ? [] : [{ place, write: (other) => put(other, { checked }) }];
    }
    return value === field.defaultValue ? [] : [{ place, write: (other) => put(other, { value }) }];
  });
}

/** Sets a field and tells whoever listens, as typing does. */
function put(field: Field | undefined, to: { readonly value: string } | { readonly checked: boolean }): void {
  if (!field) return;
  Object.assign(field, to);
  for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
}
