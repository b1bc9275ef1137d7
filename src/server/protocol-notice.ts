/**
 * A message for the user, with names and paths of the workspace in it. VS Code makes a link of `[label](command:…)`, which
 * runs the command: no name may pose as one.
 */
export const withoutLinks = (message: string): string => message.replaceAll('](', '] (');
