import { at, LayerError } from "../errors.ts";
import type { Step } from "../layer.ts";
import { connectionTableConv2d, lenetTable } from "../layers/connectionTableConv2d.ts";
import { subsampling2d } from "../layers/subsampling2d.ts";
import { derive, outputShape, rulesOf, type Kind, type Layer } from "../layers/table.ts";
import { inputShape, product, sameShape, type InputSpec, type Shape } from "../shape.ts";
import type { ClaimedRow, Claims, RoundedNumber } from "./claims.ts";
import { diagnose, type Explanation } from "./diagnose.ts";
import { slip, type MistakeId } from "./mistake.ts";
import { parameterMistakes } from "./parameterMistakes.ts";
import { shapeMistakes, shapeOfSituation } from "./shapeMistakes.ts";
import { countParameters, situation, type Situation } from "./situation.ts";
import { sizeSlips, totalSlips } from "./sums.ts";
import { layerFromWords } from "./words.ts";

/** One claim beside the truth. */
export interface Finding<V> {
  readonly claimed: V;
  readonly truth: V;
  /** How far the claim was rounded, where it was written as `2.4K`: to the next 100. */
  readonly unit?: number;
  /** `follows` where it is worked out rightly from a wrong claim above. */
  readonly verdict: "right" | "follows" | "wrong";
  /** What was done, in order; empty where it is right, or where nothing known explains it. */
  readonly slips: Explanation<V>;
  /** Other slips that would lead to the same. */
  readonly also: readonly Explanation<V>[];
}

/** A row of a table that was checked. */
export interface AuditedRow {
  readonly name: string;
  readonly kind: Kind;
  readonly inputShape: Shape;
  /** The maps that a dense layer took flattened. */
  readonly flattened?: Shape;
  readonly outputShape: Shape;
  readonly params: number;
  readonly claims: { readonly output?: Finding<Shape>; readonly size?: Finding<number>; readonly params?: Finding<number> };
  /** How the truth comes about. */
  readonly working: readonly Step[];
}

/** A table that was checked: safe to write as JSON. */
export interface Audit {
  readonly title: string;
  readonly input: Shape;
  readonly rows: readonly AuditedRow[];
  /** The true sum of the parameters. */
  readonly params: number;
  readonly total?: Finding<number>;
  /** Claims that are not right, among them those that only follow from others. */
  readonly wrong: number;
  /** How many of these only follow from others. */
  readonly follows: number;
}

/** What flows into a row, in truth and as the rows above claim it. */
interface Flow {
  readonly shape: Shape;
  readonly claimed: Shape;
  readonly earlier?: Shape;
  /** The maps that the row above flattened. */
  readonly flattened?: Shape;
}

/**
 * Checks a table of layers, one after the other, against the truth, and names the slip behind every wrong claim: depth
 * forgotten, bias counted once, rounded up, … A dense layer takes maps flattened, as tables seldom have a row for that.
 *
 * @throws LayerError naming the row whose layer does not fit what comes before.
 */
export function audit(table: Claims, input: InputSpec): Audit {
  const from = inputShape(input);
  let flow: Flow = { shape: from, claimed: from };
  const rows = table.rows.map((claims) => {
    const checked = auditRow(claims, flow);
    flow = checked.next;
    return checked.row;
  });
  const params = rows.reduce((sum, row) => sum + row.params, 0);
  const total = table.total === undefined ? undefined : totalFinding(table.total, params, rows);
  const findings = [...rows.flatMap(({ claims }) => Object.values(claims) as readonly Finding<unknown>[]), ...(total ? [total] : [])];
  return { title: table.title ?? "table", input: from, rows, params, ...(total && { total }), wrong: findings.filter(({ verdict }) => verdict !== "right").length, follows: findings.filter(({ verdict }) => verdict === "follows").length };
}

function auditRow(claims: ClaimedRow, flow: Flow): { readonly row: AuditedRow; readonly next: Flow } {
  const { name } = claims;
  const layer = at(name, () => (typeof claims.layer === "object" ? claims.layer : layerFromWords(claims.layer ?? name)));
  // A dense layer on maps means all of their values, whoever writes tables.
  const flattens = rulesOf(layer).work === "dense" && flow.shape.length === 3;
  const into = (shape: Shape): Shape => (flattens ? [product(shape)] : shape);
  const input = into(flow.shape);
  const maps = flattens ? flow.shape : flow.flattened;
  const right = at(name, () => situation(layer, [input], { ...(maps && { flattened: maps }), ...(flow.earlier && { earlier: flow.earlier }) }));
  const truth = at(name, () => outputShape(layer, [input]));
  const claimedInput = into(flow.claimed);
  const above = sameShape(claimedInput, input) ? undefined : attempt(() => situation(layer, [claimedInput]));
  const params = countParameters(right);
  const row: AuditedRow = {
    name, kind: layer.kind, inputShape: input, ...(flattens && { flattened: flow.shape }), outputShape: truth, params,
    claims: {
      ...(claims.output && { output: shapeFinding(claims.output, truth, right, above) }),
      ...(claims.size !== undefined && { size: sizeFinding(claims.size, truth, claims.output, input) }),
      ...(claims.params !== undefined && { params: parameterFinding(claims.params, params, right, above) }),
    },
    working: derive(layer, [input]),
  };
  const claimed = claims.output && claims.output.length === truth.length ? claims.output : above ? (attempt(() => outputShape(layer, [claimedInput])) ?? truth) : truth;
  const flattened = flatteningOf(layer, flow.shape, truth);
  return { row, next: { shape: truth, claimed, earlier: flow.shape, ...(flattened && { flattened }) } };
}

/** The maps that a row of its own lays in a line. */
const flatteningOf = (layer: Layer, input: Shape, output: Shape): Shape | undefined =>
  input.length === 3 && output.length === 1 && output[0] === product(input) && rulesOf(layer).work === "other" ? input : undefined;

function shapeFinding(claimed: Shape, truth: Shape, right: Situation, above: Situation | undefined): Finding<Shape> {
  const same = (a: Shape, b: Shape): boolean => likeShape(b, a);
  if (likeShape(claimed, truth)) return { claimed, truth, ...fine };
  const followed = above && attempt(() => shapeOfSituation(above));
  if (followed && likeShape(claimed, followed)) return { claimed, truth, verdict: "follows", slips: [slip("follows", followed)], also: [] };
  return { claimed, truth, ...wrong(diagnose(claimed, { right, mistakes: shapeMistakes, value: shapeOfSituation, same })) };
}

/** Whether a claimed shape says the truth as far as it goes: `28×28` of 28×28×8, `120×1` of 120. */
function likeShape(claimed: Shape, truth: Shape): boolean {
  if (sameShape(claimed, truth)) return true;
  if (truth.length === 1) return sameShape(claimed.filter((n) => n !== 1), truth.filter((n) => n !== 1));
  return claimed.length === truth.length - 1 && sameShape(claimed, truth.slice(0, -1));
}

function parameterFinding(claim: number | RoundedNumber, truth: number, right: Situation, above: Situation | undefined): Finding<number> {
  const { claimed, same } = reading(claim);
  const begun = { truth, claimed, ...(typeof claim === "object" && { unit: claim.unit }) };
  if (same(truth, claimed)) return { ...begun, ...fine };
  if (above && same(countParameters(above), claimed)) return { ...begun, verdict: "follows", slips: [slip("follows", claimed)], also: [] };
  const paper = countedAsInLenet(right).find(({ count }) => count === claimed);
  if (paper) return { ...begun, ...wrong([[slip(paper.id, claimed)]]) };
  if (right.parts.length === 0) return { ...begun, ...wrong([[slip("weightless", claimed)]]) };
  const question = { mistakes: parameterMistakes, value: countParameters, same };
  // Of two slips in a row, some pair comes near any rounded number.
  const explained = (from: Situation): readonly Explanation<number>[] => diagnose(claimed, { right: from, ...question }).filter((slips) => typeof claim === "number" || slips.length === 1);
  const found = explained(right);
  if (found.length > 0 || !above) return { ...begun, ...wrong(found) };
  return { ...begun, ...wrong(explained(above).map((slips) => [slip("follows", countParameters(above)), ...slips])) };
}

/** What the layers of LeNet-5 count that stand where tables have a plain convolution or pooling. */
function countedAsInLenet({ layer, inputs }: Situation): readonly { readonly id: MistakeId; readonly count: number }[] {
  const channels = inputs[0]?.at(-1);
  const count = (meant: Layer): number => countParameters(situation(meant, inputs));
  if (layer.kind === "conv2d" && channels === 6 && layer.filters === lenetTable.length && layer.groups === 1) return [{ id: "connectionTable", count: count(connectionTableConv2d(lenetTable, layer.kernelSize, { useBias: layer.useBias })) }];
  return layer.kind === "averagePooling2d" || layer.kind === "maxPooling2d" || layer.kind === "sumPooling2d" ? [{ id: "subsampling", count: count(subsampling2d(1)) }] : [];
}

function sizeFinding(claim: number | RoundedNumber, shape: Shape, claimedShape: Shape | undefined, input: Shape): Finding<number> {
  const truth = product(shape);
  const { claimed, same } = reading(claim);
  const begun = { truth, claimed, ...(typeof claim === "object" && { unit: claim.unit }) };
  if (same(truth, claimed)) return { ...begun, ...fine };
  if (claimedShape && !likeShape(claimedShape, shape) && same(product(claimedShape), claimed)) return { ...begun, verdict: "follows", slips: [slip("followsHere", claimed)], also: [] };
  return { ...begun, ...wrong(sizeSlips(claimed, shape, input)) };
}

function totalFinding(claim: number | RoundedNumber, truth: number, rows: readonly AuditedRow[]): Finding<number> {
  const { claimed, same } = reading(claim);
  const begun = { truth, claimed, ...(typeof claim === "object" && { unit: claim.unit }) };
  if (same(truth, claimed)) return { ...begun, ...fine };
  const addends = rows.map(({ name, params, outputShape: shape, claims }) => ({ name, params: claims.params && claims.params.verdict !== "right" ? claims.params.claimed : params, truth: params, size: product(shape) }));
  const sum = addends.reduce((all, { params }) => all + params, 0);
  const [first = [], ...also] = totalSlips(same(sum, claimed) ? sum : claimed, truth, addends);
  return { ...begun, verdict: first[0]?.id === "sumOfClaims" && first.length === 1 ? "follows" : "wrong", slips: first, also };
}

/** A claimed number, and when another is the same: a rounded one stands for all that round to it. */
const reading = (claim: number | RoundedNumber): { readonly claimed: number; same(other: number, claimed: number): boolean } =>
  typeof claim === "number" ? { claimed: claim, same: (a, b) => a === b } : { claimed: claim.about, same: (a, b) => Math.abs(a - b) <= claim.unit / 2 };

const fine = { verdict: "right", slips: [], also: [] } as const;
const wrong = <V>([slips = [], ...also]: readonly Explanation<V>[]): Pick<Finding<V>, "verdict" | "slips" | "also"> => ({ verdict: "wrong", slips, also });

/** What a wrong claim above would lead to, unless a layer does not fit it. */
function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof LayerError) return undefined;
    throw error;
  }
}
