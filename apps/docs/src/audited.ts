import { audit, formatShape, parseClaims, working, type Shape, type SlipExplanation } from "@convscope/core";

/** A cell of a table: what it claims, and what is right. */
export interface Cell {
  readonly claimed: string;
  readonly truth: string;
  readonly verdict: "right" | "follows" | "wrong";
  /** What was done, in words. */
  readonly says: string;
}

/** A row of a table that was checked. */
export interface CheckedRow {
  readonly name: string;
  readonly kind: string;
  readonly output: Cell | undefined;
  readonly truthOutput: string;
  readonly params: Cell | undefined;
  readonly truthParams: string;
  /** Other cells that are wrong, in words. */
  readonly size: Cell | undefined;
  readonly working: string;
}

interface Finding<V> {
  readonly claimed: V;
  readonly truth: V;
  readonly verdict: "right" | "follows" | "wrong";
  readonly slips: SlipExplanation<V>;
  readonly also: readonly SlipExplanation<V>[];
}

const grouped = (count: number): string => count.toLocaleString("en-GB");

function cell<V>(finding: Finding<V> | undefined, write: (value: V) => string): Cell | undefined {
  if (!finding) return undefined;
  const { claimed, truth, verdict, slips, also } = finding;
  const told = (one: SlipExplanation<V>): string => one.map(({ sentence, value }, i) => (i < one.length - 1 ? `${sentence} (${write(value)})` : sentence)).join("; then ");
  const why = slips.length === 0 ? "no slip known here explains it" : [slips, ...also.slice(0, 2)].map(told).join("; or ");
  return { claimed: write(claimed), truth: write(truth), verdict, says: verdict === "right" ? "" : why };
}

/** A table as comma-separated text, checked cell by cell. @throws TableError or LayerError in words for whoever wrote it. */
export function checkTable(text: string): { readonly rows: readonly CheckedRow[]; readonly total: Cell | undefined; readonly params: string; readonly wrong: number } {
  const { table, input } = parseClaims(text, { file: "your table" });
  const checked = audit(table, input);
  return {
    rows: checked.rows.map(({ name, kind, outputShape, params, claims, working: steps }) => {
      const line = steps.find(({ of }) => of === "parameters");
      return {
        name, kind, truthOutput: formatShape(outputShape), truthParams: grouped(params),
        output: cell<Shape>(claims.output, formatShape), size: cell(claims.size, grouped), params: cell(claims.params, grouped),
        working: line && params > 0 ? working(line.expression, line.value, "text") : "",
      };
    }),
    total: cell(checked.total, grouped), params: grouped(checked.params), wrong: checked.wrong,
  };
}

/** A lecture's table for 32×32×3 pictures. Shapes are right; four kinds of slip hide in the parameters. */
export const slide = `name,layer,output,size,params
input,input,32x32x3,3072,0
conv1,conv2d 8 5x5,28x28x8,6272,208
pool1,maxPooling2d 2,14x14x8,1568,0
conv2,conv2d 16 5x5,10x10x16,1600,416
pool2,maxPooling2d 2,5x5x16,400,0
fc3,dense 120,120,120,"48,001"
fc4,dense 84,84,84,"100,081"
fc5,dense 10,10,10,841
total,total,,,"149,547"`;
