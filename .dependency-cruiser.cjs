/** Holds the arrows of docs/architecture.md: pipeline ← profile ← sim; pipeline ← analyzer; hosts at the edge. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only('pipeline-imports-nothing', '^src/pipeline/', ['^src/pipeline/']),
    only('profile-imports-pipeline', '^src/profile/', ['^src/(profile|pipeline)/']),
    only('sim-imports-profile-and-pipeline', '^src/sim/', ['^src/(sim|profile|pipeline)/']),
    only('analyzer-imports-pipeline', '^src/analyzer/', ['^src/(analyzer|pipeline)/']),
    only('measure-imports-core', '^src/measure/', ['^src/(measure|sim|profile|pipeline)/']),
    only('webview-imports-protocol', '^src/webview/', ['^src/webview/', '^src/server/protocol']),
    only('extension-speaks-protocol', '^src/extension/', [
      '^src/extension/',
      '^src/webview/protocol',
      '^src/server/protocol',
    ]),
    only('server-imports-core', '^src/server/', [
      '^src/(server|service|analyzer|measure|sim|profile|pipeline)/',
    ]),
    only('service-imports-core', '^src/service/', ['^src/(service|analyzer|measure|sim|profile|pipeline)/']),
    only('cli-imports-core-and-server', '^src/cli/', [
      '^src/(cli|server|service|analyzer|measure|sim|profile|pipeline)/',
      '^src/webview/(charts|report)',
    ]),
    {
      name: 'core-runs-in-a-browser',
      severity: 'error',
      from: { path: '^src/(pipeline|analyzer|sim|profile|measure|service|webview)/' },
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
