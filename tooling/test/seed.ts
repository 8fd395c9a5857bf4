import fc from "fast-check";

// Properties draw the same cases every time, so that a red run can be repeated. FC_SEED=$RANDOM looks for new ones.
fc.configureGlobal({ seed: Number(process.env["FC_SEED"] ?? 20_261_120) });
