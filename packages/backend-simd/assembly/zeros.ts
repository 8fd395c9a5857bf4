/** Memory that nothing ever writes to, from here to where the blocks begin at 1 MiB: what lies outside an image is read from it. */
export const ZEROS: usize = 131_072;
