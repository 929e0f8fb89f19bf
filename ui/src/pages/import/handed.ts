// A file that was chosen on one page and is read on another: an address cannot carry it.
let handed: File | undefined;

/** Leaves a file for the page of imports. */
export function hand(file: File) {
  handed = file;
}

/** Takes the file that was left, once. */
export function takeHanded(): File | undefined {
  const file = handed;
  handed = undefined;
  return file;
}
