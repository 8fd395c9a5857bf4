import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reduce } from "./reduce.ts";
import type { Series } from "./reduce.ts";
import type { Wire } from "./region.ts";

const wires = (...pairs: readonly string[]): readonly Wire[] => pairs.map((pair) => ({ from: pair.split(">")[0] ?? "", to: pair.split(">")[1] ?? "" }));
const names = (all: readonly Wire[]): readonly string[] => [...new Set(all.flatMap(({ from, to }) => [from, to]))].filter((name) => name !== "").sort();
const reduced = (all: readonly Wire[]) => reduce(names(all), all, (name) => names(all).indexOf(name));

/** `a (b | c d | ) e`: vertices in a row, branches in brackets, a bare connection as nothing. */
function written({ ways, vertices }: Series): string {
  return ways
    .flatMap((way, i) => [way === "wire" ? "" : `(${way.map(written).join("|")})`, vertices[i] ?? ""])
    .filter((part) => part !== "")
    .join(" ");
}

describe("reduce", () => {
  it("finds rows, branches and shortcuts", () => {
    expect(reduced(wires(">a", "a>b", "b>")).map(({ series }) => written(series))).toEqual(["a b"]);
    expect(reduced(wires(">a", "a>b", "b>d", "a>d", "d>")).map(({ series }) => written(series))).toEqual(["a (b|) d"]);
    expect(reduced(wires(">a", "a>b", "a>c", "b>d", "c>d", "a>d", "d>e", "d>f", "e>f", "f>")).map(({ series }) => written(series))).toEqual(["a (b|c|) d (e|) f"]);
  });

  it("leaves what is none of these: a bridge between two branches", () => {
    const rest = reduced(wires(">a", "a>b", "a>c", "b>c", "b>d", "c>d", "d>x", "x>"));
    expect(rest.map(({ from, to }) => `${from}>${to}`).sort()).toEqual([">a", "a>b", "a>c", "b>c", "b>d", "c>d", "d>"]);
    expect(rest.filter(({ series }) => series.vertices.length > 0).map(({ series }) => written(series))).toEqual(["x"]);
  });

  it("makes one row of whatever was made of rows and branches", () => {
    type Tree = readonly Tree[];
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({ tree: fc.oneof({ depthSize: "small" }, fc.constant([]), fc.array(tie("tree"), { maxLength: 3 })) }));
    fc.assert(
      fc.property(tree, (shape) => {
        const found: Wire[] = [];
        let count = 0;
        const fresh = (): string => `v${`${count++}`.padStart(4, "0")}`;
        // Even depths are rows, odd ones branches.
        const build = (node: Tree, from: string, to: string, row: boolean): void => {
          if (!row) {
            if (node.length === 0) found.push({ from, to });
            for (const child of node) build(child, from, to, true);
            return;
          }
          let at = from;
          for (const child of node) {
            const next = fresh();
            build(child, at, next, false);
            at = next;
          }
          found.push({ from: at, to });
        };
        const [first, last] = [fresh(), fresh()];
        found.push({ from: "", to: first }, { from: last, to: "" });
        build(shape, first, last, true);
        const rest = reduced(found);
        expect(rest).toHaveLength(1);
        expect(written(rest[0]?.series ?? { ways: [], vertices: [] }).match(/v\d+/g)).toHaveLength(count);
      }),
    );
  });
});
