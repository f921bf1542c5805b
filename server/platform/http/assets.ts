import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';
import { projectRoot } from '../project-root.js';

const packages = join(projectRoot, 'node_modules');

function styles(): string {
  const designSystem = join(packages, '@digdir', 'designsystemet-css');
  return [
    readFileSync(join(designSystem, 'dist', 'theme', 'designsystemet.css'), 'utf8'),
    readFileSync(join(designSystem, 'dist', 'src', 'index.css'), 'utf8'),
    readFileSync(join(projectRoot, 'views', 'styles', 'fonts.css'), 'utf8'),
    readFileSync(join(projectRoot, 'views', 'styles', 'pages.css'), 'utf8'),
    readFileSync(join(projectRoot, 'views', 'styles', 'exam-tools.css'), 'utf8'),
  ].join('\n');
}

function clientFolder(): string {
  return join(projectRoot, 'dist', 'client');
}

function clientModules(): string[] {
  const folder = clientFolder();
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.js'))
        .sort()
    : [];
}

export interface Assets {
  /** Part of every asset's address; changes with their content, so browsers may keep them for a year. */
  readonly version: string;
  readonly router: Router;
}

/** Styles, fonts and scripts, all served from here: no page of ours asks another host for anything. */
export function readAssets(): Assets {
  const css = styles();
  const hash = createHash('sha256').update(css);
  for (const file of clientModules()) hash.update(readFileSync(join(clientFolder(), file)));
  const version = hash.digest('hex').slice(0, 12);
  const fonts = join(packages, '@fontsource-variable', 'inter', 'files');
  const forever = { immutable: true, maxAge: '365d', index: false, redirect: false } as const;
  const router = Router();
  router.get(`/${version}/styles.css`, (_req, res) => {
    res.type('css').setHeader('Cache-Control', 'public, max-age=31536000, immutable').send(css);
  });
  router.use(`/${version}/fonts`, express.static(fonts, forever));
  router.use(`/${version}/client`, express.static(clientFolder(), forever));
  router.use(`/${version}`, express.static(join(projectRoot, 'views', 'styles'), forever));
  return { version, router };
}
