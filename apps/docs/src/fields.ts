import { inferShapes, isSequence, receptiveFields, type Field, type Graph } from "@convscope/core";
import { models } from "@convscope/models";

/** Networks that take one picture. */
export const pictureModels: readonly string[] = models.filter(({ inputs }) => Object.values(inputs).length === 1 && Object.values(inputs).every((input) => !isSequence(input) && input.length === 3)).map(({ name }) => name);

/** A node whose units have places. */
export interface PlacedNode {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly field: Field;
}

/** The nodes of a network whose outputs are maps, in order. */
export function placedNodes(graph: Graph): readonly PlacedNode[] {
  const shapes = inferShapes(graph);
  const { fields } = receptiveFields(graph);
  return graph.nodes.flatMap(({ name }) => {
    const [rows = 0, columns = 0, channels] = shapes.get(name) ?? [];
    return channels === undefined ? [] : [{ name, rows, columns, field: fields.get(name) ?? "nothing" }];
  });
}

/** The unit whose field lies nearest to a place of the picture, given in pixels. */
export function unitAt({ rows, columns, field }: PlacedNode, y: number, x: number): readonly [row: number, column: number] {
  const along = (place: number, axis: number, count: number): number => {
    const own = typeof field === "object" ? field[axis] : undefined;
    return own ? Math.max(0, Math.min(count - 1, Math.round((place - 0.5 - own.start - (own.size - 1) / 2) / own.stride))) : 0;
  };
  return [along(y, 0, rows), along(x, 1, columns)];
}

/** What a node's units see, in words. */
export function fieldText({ field }: PlacedNode): string {
  if (typeof field === "string") return field === "nothing" ? "Its units see nothing of the picture." : "Its units see the whole picture.";
  const [down, right] = field;
  const said = (of: (axis: { readonly size: number; readonly stride: number; readonly start: number }) => number): string => {
    const [a, b] = [down, right].map((axis) => (axis ? String(Math.round(of(axis) * 100) / 100).replace("-", "−") : ""));
    return a === b || b === "" ? `${a}` : `${a} down and ${b} across`;
  };
  return `Its units see ${said(({ size }) => size)} pixels a side, lie ${said(({ stride }) => stride)} pixels apart, and the first begins at ${said(({ start }) => start)}.`;
}
