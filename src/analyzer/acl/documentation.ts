/** Where a function is described in the open documentation of the CANN runtime. */
import data from './documentation.json' with { type: 'json' };

const addresses = new Map(
  Object.entries(data.pages).flatMap(([page, names]) =>
    names.map((name) => [name, `${data.base}${page}#${name.toLowerCase()}`] as const),
  ),
);

/** The address of the function's own heading; undefined for one that these pages do not describe. */
export const documentationOf = (name: string): string | undefined => addresses.get(name);
