import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { doMainJob } from '@/test/image/main-job'
import type { Tested } from '@/test/image/tested'

/** The settings that may be in files, with values that a start accepts. */
const contents: Record<string, string> = {
  JETON_SECRET: randomBytes(32).toString('base64'),
  DATABASE_URL: 'file:/data/named-in-a-file.db',
  SMTP_URL: 'smtp://jeton:mail-password@127.0.0.1:2525',
  JETON_OIDC_CLIENT_SECRET: randomBytes(32).toString('hex'),
}

/** Their values are used, and do not appear in the log. */
export async function checkSecretFiles({ containers, folder }: Tested): Promise<string> {
  const jeton = await containers.startReady(...mount(folder), ...others)
  await doMainJob(jeton.address)
  const files = await jeton.execute('ls', '/data')
  assert.match(files, /^named-in-a-file\.db$/m)
  assert.doesNotMatch(files, /^secret$/m)
  const log = await jeton.log()
  for (const [name, value] of Object.entries(contents))
    assert.ok(!log.includes(value), `the log contains ${name}`)
  await containers.stop(jeton.name)
  return Object.keys(contents)
    .map((name) => `${name}_FILE`)
    .join(', ')
}

function mount(folder: string): string[] {
  const secrets = join(folder, 'secrets')
  mkdirSync(secrets)
  for (const [name, value] of Object.entries(contents))
    writeFileSync(join(secrets, name), `${value}\n`, { mode: 0o644 })
  const variables = Object.keys(contents).flatMap((name) => [
    '--env',
    `${name}_FILE=/run/secrets/${name}`,
  ])
  return ['--volume', `${secrets}:/run/secrets:ro`, ...variables]
}

/** Settings that the ones in files require. */
const others = [
  ...['--env', 'NEXTAUTH_URL=http://localhost:3000', '--env', 'MAIL_FROM=jeton@example.com'],
  ...['--env', 'JETON_OIDC_ISSUER=http://127.0.0.1:9', '--env', 'JETON_OIDC_CLIENT_ID=jeton'],
]
