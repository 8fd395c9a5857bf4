import { fashionMnist, mnist } from "../idx/mnist.ts";

/** Which set a content belongs to, by its MD5: the files of several sets have the same names. */
export function known(md5: string): string | undefined {
  return [mnist, fashionMnist].find(({ train, test }) => [train.images, train.labels, test.images, test.labels].some((file) => file.md5 === md5))?.name;
}
