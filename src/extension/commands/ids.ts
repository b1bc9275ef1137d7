/** The commands that activation registers; each is run by the features' bundle. */
export const commandIds = [
  'ascendcl.predict',
  'ascendcl.openTimeline',
  'ascendcl.sweep',
  'ascendcl.plan',
  'ascendcl.compare',
  'ascendcl.compareFolder',
  'ascendcl.useMeasured',
  'ascendcl.selectDevice',
  'ascendcl.setParameter',
  'ascendcl.chooseEntry',
  'ascendcl.createConfiguration',
  'ascendcl.showRuleDocumentation',
  'ascendcl.restartServer',
  'ascendcl.exportReport',
  'ascendcl.openExample',
  'ascendcl.showOutput',
  'ascendcl.openSettings',
  'ascendcl.openWalkthrough',
  'ascendcl.goTo',
  'ascendcl.fixApplied',
] as const;

export type CommandId = (typeof commandIds)[number];
