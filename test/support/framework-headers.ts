import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * The header names that the frameworks use, read from their own sources: a new version supplies its
 * new names automatically.
 */

const folders = [
  ...['api', 'build/templates', 'client', 'lib', 'server', 'shared'].map(
    (name) => `next/dist/${name}`,
  ),
  ...['client', 'core', 'next', 'utils'].map((name) => `next-auth/${name}`),
]

const quotedName = /['"`](x-[a-z][a-z-]*|next-[a-z-]+|rsc|(?:sec-)?purpose)['"`]/g

/** Headers of proxies and hosts that some framework has trusted. */
const wellKnown = [
  'forwarded',
  'x-auth-return-redirect',
  'x-forwarded-prefix',
  'x-http-method-override',
  'x-invoke-output',
  'x-invoke-path',
  'x-invoke-query',
  'x-invoke-status',
  'x-jeton-client',
  'x-middleware-subrequest',
  'x-original-url',
  'x-rewrite-url',
]

export function frameworkHeaders(): string[] {
  const names = folders.flatMap((folder) => filesIn(join('node_modules', folder)).flatMap(namesIn))
  return [...new Set([...names, ...wellKnown])].filter((name) => !name.endsWith('-')).sort()
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name))

const namesIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(quotedName)].map(([, name]) => name as string)
