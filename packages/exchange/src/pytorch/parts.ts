import { GraphError } from "@convscope/core";
import { isName } from "./python.ts";

/** Modules by their paths: `layer1.0.conv1` lies in the part `0` of `layer1`. */
export interface Part {
  module?: string;
  readonly parts: Map<string, Part>;
}

export const part = (): Part => ({ parts: new Map() });

/** Puts a module at its path. */
export function place(root: Part, path: string, module: string): void {
  let at = root;
  for (const name of path.split(".")) {
    if (name === "training") throw new GraphError(`${path}: no part of a path may be "training" in PyTorch, where every module keeps there whether it is training. Rename the node.`);
    const next = at.parts.get(name) ?? part();
    at.parts.set(name, next);
    at = next;
  }
  at.module = module;
}

/** What `nn.Module` itself has, so that an attribute of this name would not be the part. */
const own = new Set(
  `add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval extra_repr float forward get_buffer get_extra_state get_parameter
  get_submodule half ipu load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer
  register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook register_load_state_dict_post_hook
  register_load_state_dict_pre_hook register_module register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule
  share_memory state_dict to to_empty train training type xpu zero_grad T_destination`.split(/\s+/),
);

/** The expression of the module at a path: `self.layer1[0].conv1`. */
export function expression(root: Part, path: string): string {
  let at: Part | undefined = root;
  let text = "self";
  for (const name of path.split(".")) {
    const key = /^(0|[1-9]\d*)$/.test(name) ? name : JSON.stringify(name);
    // Only a Group can be asked by a name in brackets. A module with parts has attributes of its own: weight, in_channels.
    text += at?.module !== undefined ? `._modules[${JSON.stringify(name)}]` : isName(name) && !own.has(name) ? `.${name}` : `[${key}]`;
    at = at?.parts.get(name);
  }
  return text;
}

/** The parts as a Python dict, nested. */
export function written({ parts }: Part, indent: string): string {
  const inner = `${indent}    `;
  const lines = [...parts].map(([name, part]) => `${inner}${JSON.stringify(name)}: ${moduleOf(name, part, inner)},`);
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

/** A parameter can have no parts; nothing but a learned array is one. */
const moduleOf = (name: string, part: Part, indent: string): string => {
  if (part.module === undefined) return `Group(${written(part, indent)})`;
  if (part.parts.size > 0 && part.module.startsWith("constant(")) throw new GraphError(`${name} (learnedConstant): no node may lie in its path in PyTorch, where it is a parameter. Received ${[...part.parts.keys()].map((inner) => JSON.stringify(inner)).join(", ")} below one. Rename these, or the array.`);
  return part.parts.size === 0 ? part.module : `with_parts(${part.module}, ${written(part, indent)})`;
};
