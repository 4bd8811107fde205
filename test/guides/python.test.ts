import { join } from 'node:path'
import { expect, test } from 'vitest'
import { callerOf } from '@/test/support/client'
import { type Guarded, type Guide, hostOf } from '@/test/support/guarded'
import { makeSnippetFolder, readSeen, removeFolder, snippetOf, writeIn } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { forService, guardsOneService } from '@/test/support/one-service'
import { letsPreflightsThrough } from '@/test/support/preflights'
import { startPython } from '@/test/support/proxy'
import { freePort } from '@/test/support/server'

/*
 * docs/guides/python.md: its application, and its middleware around a service that records its
 * requests.
 */

const moduleOf = (jeton: string) =>
  snippetOf('python.md', 'python jeton.py', { '127.0.0.1:3000': jeton })

async function run(module: string): Promise<Guarded> {
  const folder = makeSnippetFolder()
  const port = await freePort()
  const record = join(folder, 'seen')
  writeIn(folder, 'jeton.py', module)
  const program = await startPython(
    ['test/support/wsgi-service.py', folder, `${port}`, record],
    port,
  )
  const stop = async () => {
    await program.stop()
    removeFolder(folder)
  }
  return { address: program.address, seen: () => readSeen(record), stop }
}

const start = (jeton: string) => run(moduleOf(jeton))
const startWithPreflights = (jeton: string) =>
  run(moduleOf(jeton) + snippetOf('python.md', 'python preflight'))
const startForService = (jeton: string) => run(forService(moduleOf(jeton)))

function hasItsOwnPromises(guide: Guide): void {
  letsPreflightsThrough(guide, startWithPreflights)
  guardsOneService(guide, startForService)

  test('the application is told whose token it is', async () => {
    const { email, token, tokenId } = guide.account
    const { body } = await guide.call('GET', '/', { headers: { 'xc-token': token } })
    expect(body).toEqual({
      id: expect.any(String),
      email,
      name: '',
      token_id: tokenId,
      token_name: 'deploy',
      groups: [],
    })
  })

  test('the application of the guide says hello', async () => {
    const folder = makeSnippetFolder()
    const port = await freePort()
    writeIn(folder, 'jeton.py', moduleOf(hostOf(guide.jeton)))
    const app = writeIn(
      folder,
      'app.py',
      snippetOf('python.md', 'python app.py', { '8080': `${port}` }),
    )
    const program = await startPython([app], port)
    const call = callerOf(program.address)
    const { email, token } = guide.account
    expect((await call('GET', '/hello', { headers: { 'xc-token': token } })).text).toBe(
      `Hello, ${email}\n`,
    )
    expect((await call('GET', '/hello')).status).toBe(401)
    await program.stop()
    removeFolder(folder)
  })
}

describeGuide('Python', start, { away: [503], more: hasItsOwnPromises })
