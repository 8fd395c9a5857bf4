/** The endings of pictures that sharp decodes. */
const known = /\.(jpe?g|jpe|jfif|png|webp|gif|tiff?|avif)$/i;

/** The endings of pictures that it does not. */
const foreign = /\.(bmp|dib|heic|heif|jp2|ppm|pgm|pbm|pnm|psd|ico|tga|pcx|raw|cr2|nef|arw|dng)$/i;

/** Whether a file is a picture, by its ending. */
export const isPicture = (file: string): boolean => known.test(file);

export const isForeignPicture = (file: string): boolean => foreign.test(file);

/** A file's path without the ending of a picture. */
export const withoutEnding = (file: string): string => file.replace(known, "");

/** The last name of a path. */
export const baseName = (file: string): string => file.slice(file.lastIndexOf("/") + 1);

/** The folder of a path, with its last "/"; empty for the root. */
export const folderOf = (file: string): string => file.slice(0, file.lastIndexOf("/") + 1);
