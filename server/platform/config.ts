import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { createSelfSigned } from './keys/self-signed.js';

export type Mode = 'demo' | 'production';

export interface KeyMaterial {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  readonly passphrase?: string;
}

/** Everything the surroundings decide, read once, checked together, frozen. */
export interface Config {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  /** Where the demo identity provider listens. */
  readonly identityProviderPort: number;
  readonly publicUrl: string;
  readonly dataDir: string;
  /** None: the embedded engine in `dataDir/db`. */
  readonly mongodbUri?: string;
  readonly databaseName: string;
  /** Files from HR systems are taken from its folders, one a municipality. */
  readonly hrFolder?: string;
  readonly smtpUrl?: string;
  readonly mailFrom: string;
  readonly timeStampUrl?: string;
  /** Signs attempt tokens and looks up verification codes. */
  readonly secret: string;
  /** Links the audit trail; kept outside the database. */
  readonly auditKey: string;
  readonly sealKey: KeyMaterial;
  readonly samlKey: KeyMaterial & {
    /** During a change of keys: named in our metadata and read with, never signed with. */
    readonly second?: KeyMaterial;
  };
  /** Of the demo's own login service. */
  readonly demoLoginKey?: KeyMaterial;
  readonly logLevel: string;
  /** How many proxies stand in front and may be believed about the client's address. */
  readonly trustedProxies: number;
}

/** Every mistake in the environment, by the variable's name. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`The settings are not right:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

const port = z.coerce.number().int().min(0).max(65_535);
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

const schema = z.object({
  MEDSERT_MODE: z.enum(['demo', 'production']).default('demo'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  IDP_PORT: port.optional(),
  PUBLIC_URL: httpUrl.optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  MONGODB_DATABASE: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .default('medsert'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().optional(),
  HR_FOLDER: z.string().min(1).optional(),
  TIME_STAMP_URL: httpUrl.optional(),
  SESSION_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
  AUDIT_KEY: z.string().min(32, 'must have 32 characters or more').optional(),
  SEAL_KEY_FILE: z.string().optional(),
  SEAL_CERTIFICATE_FILE: z.string().optional(),
  SEAL_KEY_PASSPHRASE: z.string().optional(),
  SAML_KEY_FILE: z.string().optional(),
  SAML_CERTIFICATE_FILE: z.string().optional(),
  SAML_SECOND_KEY_FILE: z.string().optional(),
  SAML_SECOND_CERTIFICATE_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
});
type Environment = z.infer<typeof schema>;

const NEEDED_IN_PRODUCTION = [
  'PUBLIC_URL',
  'SMTP_URL',
  'MAIL_FROM',
  'SESSION_SECRET',
  'AUDIT_KEY',
  'SEAL_KEY_FILE',
  'SEAL_CERTIFICATE_FILE',
  'SAML_KEY_FILE',
  'SAML_CERTIFICATE_FILE',
] as const;

/**
 * Reads the settings. In production nothing secret has a default; in the demo secrets are made on first use and kept in `DATA_DIR`,
 * readable by the owner only. Throws `ConfigError` with all mistakes at once.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  now: Date = new Date(),
): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  const mistakes = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...mistakesIn(given),
  ];
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);
  const values = parsed.data;
  const dataDir = resolve(values.DATA_DIR);
  const publicUrl = (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, '');
  return Object.freeze({
    mode: values.MEDSERT_MODE,
    host: values.HOST,
    port: values.PORT,
    identityProviderPort: values.IDP_PORT ?? (values.PORT === 0 ? 0 : values.PORT + 1),
    publicUrl,
    dataDir,
    databaseName: values.MONGODB_DATABASE,
    ...(values.MONGODB_URI === undefined ? {} : { mongodbUri: values.MONGODB_URI }),
    ...(values.HR_FOLDER === undefined ? {} : { hrFolder: resolve(values.HR_FOLDER) }),
    ...(values.SMTP_URL === undefined ? {} : { smtpUrl: values.SMTP_URL }),
    mailFrom: values.MAIL_FROM ?? 'Medsert demo <demo@medsert.invalid>',
    ...(values.TIME_STAMP_URL === undefined ? {} : { timeStampUrl: values.TIME_STAMP_URL }),
    logLevel: values.LOG_LEVEL,
    trustedProxies: values.TRUSTED_PROXIES,
    ...secretsOf(values, dataDir, now),
  });
}

const KEY_PAIRS = [
  ['SEAL_KEY_FILE', 'SEAL_CERTIFICATE_FILE'],
  ['SAML_KEY_FILE', 'SAML_CERTIFICATE_FILE'],
  ['SAML_SECOND_KEY_FILE', 'SAML_SECOND_CERTIFICATE_FILE'],
] as const;

/** What is wrong with settings that are each well-formed. From the raw text, so that it is told beside what is not. */
function mistakesIn(given: Readonly<Record<string, string | undefined>>): string[] {
  const mistakes: string[] = [];
  if (given['MEDSERT_MODE'] === 'production') {
    for (const name of NEEDED_IN_PRODUCTION)
      if (given[name] === undefined) mistakes.push(`${name}: is needed in production`);
    if (given['PUBLIC_URL']?.startsWith('http://'))
      mistakes.push('PUBLIC_URL: must begin with https:// in production');
  } else {
    if (!['127.0.0.1', 'localhost', '::1'].includes(given['HOST'] ?? '127.0.0.1'))
      mistakes.push('HOST: the demo listens on this machine only (127.0.0.1)');
  }
  for (const pair of KEY_PAIRS)
    for (const name of pair)
      if (given[name] === undefined && pair.some((other) => given[other] !== undefined))
        mistakes.push(`${name}: is needed beside ${pair.find((other) => other !== name) ?? ''}`);
  for (const name of KEY_PAIRS.flat()) {
    const file = given[name];
    if (file !== undefined && !existsSync(file)) mistakes.push(`${name}: there is no file ${file}`);
  }
  return mistakes;
}

function secretsOf(
  values: Environment,
  dataDir: string,
  now: Date,
): Pick<Config, 'secret' | 'auditKey' | 'sealKey' | 'samlKey' | 'demoLoginKey'> {
  const folder = join(dataDir, 'secrets');
  return {
    secret: values.SESSION_SECRET ?? kept(folder, 'session-secret', randomText),
    auditKey: values.AUDIT_KEY ?? kept(folder, 'audit-key', randomText),
    sealKey: keyMaterial(
      folder,
      'seal',
      values.SEAL_KEY_FILE,
      values.SEAL_CERTIFICATE_FILE,
      values.SEAL_KEY_PASSPHRASE,
      now,
    ),
    samlKey: {
      ...keyMaterial(
        folder,
        'saml',
        values.SAML_KEY_FILE,
        values.SAML_CERTIFICATE_FILE,
        undefined,
        now,
      ),
      ...secondSamlKey(values),
    },
    ...(values.MEDSERT_MODE === 'demo'
      ? {
          demoLoginKey: keyMaterial(folder, 'demo-login', undefined, undefined, undefined, now),
        }
      : {}),
  };
}

function secondSamlKey({
  SAML_SECOND_KEY_FILE: keyFile,
  SAML_SECOND_CERTIFICATE_FILE: certificateFile,
}: Environment): Pick<Config['samlKey'], 'second'> {
  return keyFile === undefined || certificateFile === undefined
    ? {}
    : { second: filesOf(keyFile, certificateFile) };
}

const filesOf = (keyFile: string, certificateFile: string): KeyMaterial => ({
  privateKeyPem: readFileSync(keyFile, 'utf8'),
  certificatePem: readFileSync(certificateFile, 'utf8'),
});

const randomText = (): string => randomBytes(32).toString('hex');

function kept(folder: string, name: string, make: () => string): string {
  const file = join(folder, name);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Whole or not at all: half a secret left by a crash would be taken for one.
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, make(), { mode: 0o600 });
    renameSync(unfinished, file);
  }
  return readFileSync(file, 'utf8');
}

function keyMaterial(
  folder: string,
  name: string,
  keyFile: string | undefined,
  certificateFile: string | undefined,
  passphrase: string | undefined,
  now: Date,
): KeyMaterial {
  if (keyFile !== undefined && certificateFile !== undefined) {
    return {
      ...filesOf(keyFile, certificateFile),
      ...(passphrase === undefined ? {} : { passphrase }),
    };
  }
  return JSON.parse(
    kept(folder, `${name}-key.json`, () =>
      JSON.stringify(
        createSelfSigned({
          commonName: `Medsert demo ${name} (not trusted)`,
          organisation: 'Medsert demo',
          country: 'NO',
          validFrom: new Date(now.getTime() - 86_400_000),
          validTo: new Date(now.getTime() + 10 * 365 * 86_400_000),
        }),
      ),
    ),
  ) as KeyMaterial;
}
