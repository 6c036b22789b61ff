/** A text as it stands where there is one line for it. */
export const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
