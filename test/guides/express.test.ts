import { join } from 'node:path'
import { expect, test } from 'vitest'
import { callerOf } from '@/test/support/client'
import { type Guarded, type Guide, hostOf } from '@/test/support/guarded'
import { makeSnippetFolder, readSeen, removeFolder, snippetOf, writeIn } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { fileFor, guardsOneService } from '@/test/support/one-service'
import { letsPreflightsThrough } from '@/test/support/preflights'
import { startNode } from '@/test/support/proxy'
import { opensWebSocketsWithATokenOnly } from '@/test/support/proxy-promises'
import { freePort } from '@/test/support/server'

/*
 * docs/guides/express.md: its application, and its middleware in an Express service that records
 * its requests.
 */

const moduleOf = (jeton: string) =>
  snippetOf('express.md', 'js jeton.mjs', { '127.0.0.1:3000': jeton })

async function run(module: string): Promise<Guarded> {
  const folder = makeSnippetFolder()
  const port = await freePort()
  const record = join(folder, 'seen')
  const path = writeIn(folder, 'jeton.mjs', module)
  const args = ['test/support/express-service.mjs', path, `${port}`, record]
  const program = await startNode(args, port)
  const stop = async () => {
    await program.stop()
    removeFolder(folder)
  }
  return { address: program.address, seen: () => readSeen(record), stop }
}

const start = (jeton: string) => run(moduleOf(jeton))
const startWithPreflights = (jeton: string) =>
  run(moduleOf(jeton) + snippetOf('express.md', 'js preflight'))
const startForService = (jeton: string) => run(fileFor('express', jeton, 'jeton.mjs'))

function hasItsOwnPromises(guide: Guide): void {
  opensWebSocketsWithATokenOnly(guide)
  letsPreflightsThrough(guide, startWithPreflights)
  guardsOneService(guide, startForService)

  test('the handler is told whose token it is', async () => {
    const { email, token, tokenId } = guide.account
    const { body } = await guide.call('GET', '/', { headers: { 'xc-token': token } })
    const identity = { email, name: '', tokenId, tokenName: 'deploy', groups: [] }
    expect(body).toEqual({ id: expect.any(String), ...identity })
  })

  test('the application of the guide says hello', async () => {
    const folder = makeSnippetFolder()
    const port = await freePort()
    writeIn(folder, 'jeton.mjs', moduleOf(hostOf(guide.jeton)))
    const app = writeIn(
      folder,
      'app.mjs',
      snippetOf('express.md', 'js app.mjs', { '8080': `${port}` }),
    )
    const program = await startNode([app], port)
    const call = callerOf(program.address)
    const { email, token } = guide.account
    expect((await call('GET', '/hello', { headers: { 'xc-token': token } })).body).toEqual({
      hello: email,
    })
    expect((await call('GET', '/hello')).status).toBe(401)
    await program.stop()
    removeFolder(folder)
  })
}

describeGuide('Express', start, { away: [503], more: hasItsOwnPromises })
