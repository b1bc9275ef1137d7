/** Exit statuses beside 0, nothing to report. 2 goes before 1, and 1 before 3. */
export const STATUS = {
  /** Findings over the allowed number, or a program that never gets anywhere. */
  findings: 1,
  /** A usage or input error, said in one line on stderr. */
  usageOrInput: 2,
  /** A program calls the runtime, but nothing of that was understood. */
  notUnderstood: 3,
  /** By Ctrl-C, with a line that says where; as a shell has it of a program that says nothing. */
  stopped: 130,
} as const;
