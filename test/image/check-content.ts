import assert from 'node:assert/strict'
import { planted } from '@/test/image/context'
import type { Tested } from '@/test/image/tested'

const maxMegabytes = 350

/** Names of what must stay out, wherever it was. */
const unwanted = ['.env*', '*.db', '*.db-*', '*.lock', '.setup.lock*', 'secret']

/** The image holds neither the planted files nor others of their kind, and its size is limited. */
export async function checkContent({ engine, image }: Tested): Promise<string> {
  const look = (...command: string[]) =>
    engine.call('run', '--rm', '--user', '0', '--network', 'none', image, ...command)
  const names = unwanted.flatMap((name) => ['-o', '-name', name]).slice(1)
  const found = await look('find', '/app', '/data', '-type', 'f', '(', ...names, ')')
  assert.equal(found, '', 'files that an image must not contain')
  const search = `grep -rlF ${planted} /app /data || true`
  assert.equal(await look('sh', '-c', search), '', 'files with a planted secret')
  const writable = 'find /app -perm /022 -not -type l | head -5'
  assert.equal(await look('sh', '-c', writable), '', 'code that others than root can change')
  const bytes = Number(await engine.call('inspect', '--format', '{{.Size}}', image))
  const megabytes = Math.round(bytes / 1_000_000)
  assert.ok(megabytes <= maxMegabytes, `the image has ${megabytes} MB`)
  const own = (await look('du', '-s', '--block-size=1000000', '/app')).split('\t')[0]
  return `${megabytes} MB unpacked (at most ${maxMegabytes} MB), ${own} MB of them are Jeton's own`
}
