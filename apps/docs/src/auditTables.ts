/** A table to begin with. */
export interface AuditTable {
  readonly title: string;
  readonly text: string;
}

/** A lecture's table for 32×32×3 pictures. Shapes are right; four kinds of slip hide in the parameters. */
export const slide = `name,layer,output,size,params
input,input,32x32x3,3072,0
conv1,conv2d 8 5x5,28x28x8,6272,208
pool1,maxPooling2d 2,14x14x8,1568,0
conv2,conv2d 16 5x5,10x10x16,1600,416
pool2,maxPooling2d 2,5x5x16,400,0
fc3,dense 120,120,120,"48,001"
fc4,dense 84,84,84,"100,081"
fc5,dense 10,10,10,841
total,total,,,"149,547"`;


/** LeNet-5 as its paper counts it, with modern names of layers, and one size that forgets a stride. */
const lenet = `name,layer,output,size,params
input,input,32x32x1,1024,0
C1,conv2d 6 5x5,28x28x6,4704,156
S2,avgpool 2x2 stride=2,14x14x6,1176,12
C3,conv2d 16 5x5,10x10x16,1600,1516
S4,subsampling2d 2,9x9x16,1296,32
C5,conv2d 120 5x5,1x1x120,120,"48,120"
F6,dense 84,84,84,"10,164"
total,total,,,60K`;

/** AlexNet up to its third convolution. The paper's 224 does not come to its own 55. */
const alexnet = `name,layer,output,params
input,input,227x227x3,
conv1,conv2d 96 11x11 stride=4,55x55x96,35K
pool1,maxpool 3x3 stride=2,26x26x96,0
conv2,conv2d 256 5x5 padding=2 groups=2,27x27x256,"614,656"
pool2,maxpool 3x3 stride=2,13x13x256,0
conv3,conv2d 384 3x3 same,13x13x384,"885,000"`;

/** Tables to choose from, each with slips. */
export const auditTables: readonly AuditTable[] = [
  { title: "A lecture's table", text: slide },
  { title: "LeNet-5", text: lenet },
  { title: "AlexNet's first layers", text: alexnet },
];
