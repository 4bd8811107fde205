import { join } from 'node:path'
import { expect, test } from 'vitest'
import { callerOf } from '@/test/support/client'
import { type Guarded, type Guide, hostOf } from '@/test/support/guarded'
import { makeSnippetFolder, readSeen, removeFolder, snippetOf, writeIn } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { letsPreflightsThrough } from '@/test/support/preflights'
import { startNode } from '@/test/support/proxy'
import { opensWebSocketsWithATokenOnly } from '@/test/support/proxy-promises'
import { freePort } from '@/test/support/server'

/*
 * docs/guides/express.md: its application, and its middleware in an Express service that records
 * its requests.
 */

const writeModule = (folder: string, jeton: string, more = '') =>
  writeIn(
    folder,
    'jeton.mjs',
    snippetOf('express.md', 'js jeton.mjs', { '127.0.0.1:3000': jeton }) + more,
  )

const startWith =
  (more: string) =>
  async (jeton: string): Promise<Guarded> => {
    const folder = makeSnippetFolder()
    const port = await freePort()
    const record = join(folder, 'seen')
    const args = [
      'test/support/express-service.mjs',
      writeModule(folder, jeton, more),
      `${port}`,
      record,
    ]
    const program = await startNode(args, port)
    const stop = async () => {
      await program.stop()
      removeFolder(folder)
    }
    return { address: program.address, seen: () => readSeen(record), stop }
  }

function hasItsOwnPromises(guide: Guide): void {
  opensWebSocketsWithATokenOnly(guide)
  letsPreflightsThrough(guide, startWith(snippetOf('express.md', 'js preflight')))

  test('the handler is told whose token it is', async () => {
    const { email, token, tokenId } = guide.account
    const { body } = await guide.call('GET', '/', { headers: { 'xc-token': token } })
    expect(body).toEqual({ id: expect.any(String), email, name: '', tokenId, tokenName: 'deploy' })
  })

  test('the application of the guide says hello', async () => {
    const folder = makeSnippetFolder()
    const port = await freePort()
    writeModule(folder, hostOf(guide.jeton))
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

describeGuide('Express', startWith(''), { away: [503], more: hasItsOwnPromises })
