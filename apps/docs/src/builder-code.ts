import { factories, type Kind } from "@convscope/core";
import { namesOf, type Item, type LayerItem } from "./builder.ts";

/** Arguments that stand in their place though they may be left out. */
const placed: { readonly [kind in Kind]?: string } = { dropout: "rate", spatialDropout1d: "rate", spatialDropout2d: "rate", subsampling2d: "poolSize" };

const valueCode = (value: unknown): string => (Array.isArray(value) ? `[${value.map(valueCode).join(", ")}]` : typeof value === "object" && value !== null ? `{ ${Object.entries(value).map(([name, one]) => `${name}: ${valueCode(one)}`).join(", ")} }` : JSON.stringify(value));

function layerCode({ kind, fields }: LayerItem): string {
  const own = placed[kind];
  const first = [...factories[kind].required, ...(own !== undefined && fields[own] !== undefined ? [own] : [])];
  const options = Object.entries(fields).filter(([name, value]) => !first.includes(name) && value !== undefined);
  const last = options.length === 0 ? [] : [`{ ${options.map(([name, value]) => `${name}: ${valueCode(value)}`).join(", ")} }`];
  return `${kind}(${[...first.map((name) => valueCode(fields[name])), ...last].join(", ")})`;
}

function runCode(items: readonly Item[], indent: string, used: Set<string>): string {
  if (items.length === 0) return "{}";
  const names = namesOf(items);
  const inner = `${indent}  `;
  const code = (item: Item): string => {
    if (item.type === "layer") {
      used.add(item.kind);
      return layerCode(item);
    }
    used.add(item.type);
    if (item.type === "residual") {
      const [body, shortcut] = item.lists;
      return `residual(${runCode(body, inner, used)}${shortcut.length === 0 ? "" : `, { downsample: ${runCode(shortcut, inner, used)} }`})`;
    }
    used.add(item.join);
    const deeper = `${inner}  `;
    return `branches({\n${item.lists.map((list, i) => `${deeper}branch${i + 1}: ${runCode(list, deeper, used)},\n`).join("")}${inner}}, ${item.join}())`;
  };
  return `{\n${items.map((item, i) => `${inner}${names[i] ?? ""}: ${code(item)},\n`).join("")}${indent}}`;
}

/** The network as a program with @convscope/core. */
export function typescriptOf(name: string, input: readonly number[], items: readonly Item[]): string {
  const used = new Set<string>(["graph"]);
  const body = runCode(items, "", used);
  return `import { ${[...used].sort().join(", ")} } from "@convscope/core";\n\nexport const net = graph(${JSON.stringify(name)}, [${input.join(", ")}], ${body});\n`;
}
