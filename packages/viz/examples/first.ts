import { trainingCurves } from "@convscope/viz";

const svg = trainingCurves([
  { epoch: 1, loss: 0.312, accuracy: 0.904, valLoss: 0.121, valAccuracy: 0.963 },
  { epoch: 2, loss: 0.094, accuracy: 0.971, valLoss: 0.078, valAccuracy: 0.977 },
  { epoch: 3, loss: 0.061, accuracy: 0.981, valLoss: 0.069, valAccuracy: 0.979 },
]);

console.log(svg);
