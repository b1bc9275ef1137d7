/** A text as an expression that matches just that text: C++ names may be any text, such as `(*slot)`. */
export const literalText = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
