/** Mean and standard deviation of red, green and blue over ImageNet's pictures, pixels from 0 to 1: what most nets that are trained on it take off and divide by. */
export const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;
