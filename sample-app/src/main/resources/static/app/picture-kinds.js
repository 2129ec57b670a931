/** The kinds of pictures that are taken, as a file input has them, and by the ends of names. */
export const ACCEPTED = 'image/png,image/jpeg,image/gif,image/webp,image/bmp';
export const EXTENSIONS = ['png', 'jpg', 'jpeg', 'gif', 'webp', 'bmp'];
