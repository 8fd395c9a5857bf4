/** What moves the cursor, renames the window or writes to the clipboard: every control character but tab and new line, except where it begins a colour. */
const control = /(?!\u001b\[[\d;]*m)[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A text for people that does nothing to their terminal, whatever names of classes and files are in it; colours stay. */
export const harmless = (text: string): string => text.replace(control, "�");
