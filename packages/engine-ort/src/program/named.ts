/** The names of a program's inputs and outputs that are not a graph's. */
export const named = {
  target: (output: string): string => `target/${output}`,
  factors: (output: string): string => `factors/${output}`,
  draw: (node: string): string => `random/${node}`,
  upstream: (node: string): string => `upstream/${node}`,
  number: (group: number, name: string): string => (group === 0 ? `step/${name}` : `step/${group}/${name}`),
  loss: (output: string): string => `loss/${output}`,
  output: (node: string): string => `value/${node}`,
  next: (key: string): string => `${key}/next`,
  gradient: (of: "input" | "node" | "weight", name: string): string => `gradient/${of}/${name}`,
} as const;
