import { adaptiveAveragePooling2d, adaptiveMaxPooling2d, averagePooling1d, averagePooling2d, globalAveragePooling1d, globalAveragePooling2d, globalMaxPooling1d, globalMaxPooling2d, maxPooling1d, maxPooling2d, reshape, upSampling2d, type Layer, type Shape } from "@convscope/core";
import type { Fields } from "../fields.ts";
import { alone, type KerasReader, type Readers } from "../reader.ts";
import { channelsLast, padding } from "./convolutions.ts";

interface Pool2d { readonly strides: readonly [number, number]; readonly padding: "valid" | "same" }

const pool2d = (make: (size: readonly [number, number], options: Pool2d) => Layer): KerasReader => (fields) => {
  channelsLast(fields);
  const size = fields.pair("pool_size", 2);
  return alone(make(size, { strides: fields.get("strides") == null ? size : fields.pair("strides"), padding: padding(fields) }));
};
const pool1d = (make: (size: number, options: { readonly strides: number; readonly padding: "valid" | "same" }) => Layer): KerasReader => (fields) => {
  channelsLast(fields);
  const size = fields.one("pool_size", 2);
  return alone(make(size, { strides: fields.get("strides") == null ? size : fields.one("strides"), padding: padding(fields) }));
};
const adaptive = (make: (size: readonly [number, number]) => Layer): KerasReader => (fields) => {
  channelsLast(fields);
  return alone(make(fields.pair("output_size")));
};

/** With `keepdims` the places stay as ones. */
const everywhere = (make: () => Layer): KerasReader => (fields: Fields, [shape = []]: readonly Shape[]) => {
  channelsLast(fields);
  const kept = fields.flag("keepdims", false);
  return { layers: kept ? [make(), reshape([...shape.slice(0, -1).map(() => 1), shape.at(-1) ?? 1])] : [make()] };
};

export const poolingReaders: Readers = {
  AdaptiveAveragePooling2D: adaptive(adaptiveAveragePooling2d),
  AdaptiveMaxPooling2D: adaptive(adaptiveMaxPooling2d),
  AveragePooling1D: pool1d(averagePooling1d),
  AveragePooling2D: pool2d(averagePooling2d),
  GlobalAveragePooling1D: everywhere(globalAveragePooling1d),
  GlobalAveragePooling2D: everywhere(globalAveragePooling2d),
  GlobalMaxPooling1D: everywhere(globalMaxPooling1d),
  GlobalMaxPooling2D: everywhere(globalMaxPooling2d),
  MaxPooling1D: pool1d(maxPooling1d),
  MaxPooling2D: pool2d(maxPooling2d),
  UpSampling2D(fields) {
    channelsLast(fields);
    const interpolation = fields.text("interpolation", "nearest");
    if (interpolation !== "nearest" && interpolation !== "bilinear") throw fields.wrong("interpolation", '"nearest" or "bilinear"');
    return alone(upSampling2d(fields.pair("size", 2), { interpolation }));
  },
};
