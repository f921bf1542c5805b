// The house of ARCHITECTURE.md, made executable: folder order, suffixes, who may know what.
const stages = [
  'platform',
  'audit',
  'organisation',
  'identity',
  'item-banks',
  'courses',
  'exams',
  'scoring',
  'practice',
  'certification',
  'attempts',
  'analysis',
  'home',
  'reminders',
  'oversight',
  'privacy',
  'demo',
  'cli',
];
const laterThan = (i) => `^server/(${stages.slice(i + 1).join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...stages.slice(0, -1).map((stage, i) => ({
      name: `${stage}-knows-nothing-later`,
      severity: 'error',
      from: { path: `^server/${stage}/` },
      to: { path: laterThan(i) },
    })),
    {
      name: 'rules-and-views-are-pure',
      comment: 'They compute; they never read a database, a file, a request or the clock.',
      severity: 'error',
      from: { path: '^server/.*\\.(rules|view)\\.ts$' },
      to: {
        path: [
          '\\.(routes|store|job)\\.ts$',
          '^node_modules/(mongoose|express|handlebars)',
          '^(node:)?(fs|http|https|net|child_process)',
          '^server/platform/(http|database|mail|jobs|keys|config|logger)',
        ],
        pathNot: '^server/platform/(http/i18n|mail/mail-body\\.view)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-stores-know-mongoose',
      severity: 'error',
      from: {
        path: '^server/',
        pathNot: '\\.store\\.ts$|^server/platform/database/|^server/compose/',
      },
      to: { path: '^node_modules/(mongoose|mongodb)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-compose-builds-stores',
      comment: 'Others take the type of a store and are handed one.',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/compose/|\\.store\\.ts$' },
      to: { path: '\\.store\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-http-knows-express',
      severity: 'error',
      from: { path: '^server/', pathNot: '\\.routes\\.ts$|^server/(app\\.ts|platform/http/)' },
      to: { path: '^node_modules/(express|@types/express)/' },
    },
    {
      name: 'server-not-to-test',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
