/** A part of a page that is made by script alone, between two marks. */

export interface PartMarks {
  begin: string;
  end: string;
}

/** Throws where the page has no place for it. */
export function withPart(page: string, { begin, end }: PartMarks, part: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`the page lacks ${begin} or ${end}`);
  return `${before}${begin}\n\n${part}\n\n${end}${after}`;
}
