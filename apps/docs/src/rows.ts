/** Numbers row by row. */
export type Rows = readonly (readonly number[])[];

/** As figures and networks take them. */
export const flat = (rows: Rows): { readonly shape: number[]; readonly data: number[] } => ({ shape: [rows.length, rows[0]?.length ?? 0], data: rows.flat() });
