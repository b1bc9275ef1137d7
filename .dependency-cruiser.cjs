/** Holds the arrows of docs/architecture.md: pipeline ← profile ← sim; pipeline ← analyzer; hosts at the edge. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  // What JavaScript itself lacks, for all.
  to: { path: '^src/', pathNot: ['^src/base/', ...allowed] },
});

/** What the protocols' messages are made of. */
const vocabulary = '^src/(pipeline/|sim/prediction)';

module.exports = {
  forbidden: [
    only('base-imports-nothing', '^src/base/', []),
    {
      // Types that name each other are no cycle once the types are gone.
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('pipeline-imports-nothing', '^src/pipeline/', ['^src/pipeline/']),
    only('profile-imports-pipeline', '^src/profile/', ['^src/(profile|pipeline)/']),
    only('sim-imports-profile-and-pipeline', '^src/sim/', ['^src/(sim|profile|pipeline)/']),
    only('events-know-nothing-of-ascend', '^src/sim/engine/', ['^src/sim/engine/']),
    only('analyzer-imports-pipeline', '^src/analyzer/', ['^src/(analyzer|pipeline)/']),
    only('measure-imports-core', '^src/measure/', ['^src/(measure|sim|profile|pipeline)/']),
    only('webview-imports-protocol', '^src/webview/', ['^src/webview/', '^src/server/protocol', vocabulary]),
    only('api-runs-the-command-line', '^src/api/', ['^src/api/']),
    only('extension-speaks-protocol', '^src/extension/', [
      '^src/extension/',
      // The status bar and the panel say the same things in the same words.
      '^src/webview/(protocol|words|values)',
      '^src/server/protocol',
      vocabulary,
    ]),
    {
      name: 'edges-take-only-types-of-the-core',
      severity: 'error',
      from: { path: '^src/(webview|extension)/' },
      to: { path: vocabulary, dependencyTypesNot: ['type-only'] },
    },
    only('server-imports-core', '^src/server/', [
      '^src/(server|service|analyzer|measure|sim|profile|pipeline)/',
    ]),
    only('service-imports-core', '^src/service/', ['^src/(service|analyzer|measure|sim|profile|pipeline)/']),
    only('cli-imports-core-and-server', '^src/cli/', [
      '^src/(cli|server|service|analyzer|measure|sim|profile|pipeline)/',
      '^src/webview/(charts|report)',
    ]),
    {
      name: 'rules-and-extract-see-the-trace',
      severity: 'error',
      from: { path: '^src/analyzer/(rules|extract)/' },
      to: {
        path: '^src/analyzer/(interpret|library|acl|idioms)/',
        // What the runtime's calls are is no matter of how a program is followed.
        pathNot: '^src/analyzer/acl/(catalogue|calls-in-text)',
      },
    },
    {
      name: 'interpret-is-private',
      severity: 'error',
      from: { pathNot: '^src/analyzer/([^/]+$|(interpret|library|acl|idioms)/)' },
      to: { path: '^src/analyzer/interpret/' },
    },
    {
      name: 'core-runs-in-a-browser',
      severity: 'error',
      from: { path: '^src/(base|pipeline|analyzer|sim|profile|measure|service|webview)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-extension-imports-vscode',
      severity: 'error',
      from: { pathNot: '^src/extension/' },
      to: { path: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    builtInModules: { override: require('node:module').builtinModules.flatMap((m) => [m, `node:${m}`]) },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
