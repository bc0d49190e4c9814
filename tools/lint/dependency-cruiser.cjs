// The import rules of the rooms (docs/ARCHITECTURE.md). A room not named as a target here is free to be imported.
const room = (name) => `^src/${name}/`;
const deny = (name, comment, from, to, extra = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, ...extra.from },
  to: { path: to, ...extra.to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Cycles hide who owns what.',
      from: {},
      to: { circular: true },
    },
    deny(
      'protocol-is-alone',
      'protocol is pure and runs in browsers: no room of ours, nothing of Node.',
      room('protocol'),
      '^src/',
      { to: { pathNot: room('protocol') } },
    ),
    {
      name: 'protocol-no-node',
      severity: 'error',
      from: { path: room('protocol') },
      to: { dependencyTypes: ['core'] },
    },
    deny('transport-sees-protocol', 'transport moves bytes and frames.', room('transport'), '^src/', {
      to: { pathNot: '^src/((transport|protocol)/|admission|clock|log)' },
    }),
    deny(
      'discovery-is-apart',
      'discovery never sees transport or cluster.',
      room('discovery'),
      '^src/(transport|cluster|session|link|auth|traffic|admin|sdk|cli)/',
    ),
    deny(
      'cluster-is-apart',
      'cluster never sees transport or discovery.',
      room('cluster'),
      '^src/(transport|discovery|session|link|auth|traffic|admin|sdk|cli)/',
    ),
    deny(
      'workers-carry-connections',
      'workers knows connections, the cluster and pages of operators, not what gateways do with them.',
      room('workers'),
      '^src/(session|routing|traffic|link|auth|discovery|config|sdk|cli)/',
    ),
    deny('auth-is-apart', 'auth turns tokens into identities.', room('auth'), '^src/', {
      to: { pathNot: '^src/((auth|protocol)/|clock|latest-moments|log)' },
    }),
    deny(
      'inner-rooms-see-interfaces',
      'session, routing and traffic see interfaces, not implementations.',
      '^src/(session|routing|traffic)/',
      '^src/(cli|config|admin|sdk|gateway|main|discovery/(consul|file)|cluster/(memory|redis)|transport/(net|tcp|websocket|listener|tls|framed-transport|opening|http-stream)|auth/(jwt|dev|jwks))',
    ),
    deny(
      'link-sees-no-session',
      'a link serves whoever owns the requests.',
      room('link'),
      '^src/(session|routing|admin|cli|sdk|config|auth|cluster)/',
    ),
    deny('client-sdk-sees-protocol', 'sdk/client imports protocol only.', room('sdk/client'), '^src/', {
      to: { pathNot: '^src/((sdk/client|protocol)/|clock|log)' },
    }),
    deny(
      'backend-sdk-sees-link',
      'sdk/backend imports protocol, link, discovery.',
      room('sdk/backend'),
      '^src/',
      { to: { pathNot: '^src/((sdk/backend|protocol|link|discovery)/|clock|log|sampled-log)' } },
    ),
    deny(
      'nobody-imports-the-root',
      'main.ts, assemble*.ts and gateway*.ts are the top.',
      '^src/',
      '^src/(gateway|assemble|main)[a-z-]*\\.ts$',
      { from: { pathNot: '^src/(cli/|(main|assemble|gateway)[a-z-]*\\.ts$)' } },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'], conditionNames: ['import', 'default', 'node'] },
  },
};
