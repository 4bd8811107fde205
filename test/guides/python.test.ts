import { join } from 'node:path'
import { expect, test } from 'vitest'
import { callerOf } from '@/test/support/client'
import { type Guarded, type Guide, hostOf } from '@/test/support/guarded'
import { makeSnippetFolder, readSeen, removeFolder, snippetOf, writeIn } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { letsPreflightsThrough } from '@/test/support/preflights'
import { startPython } from '@/test/support/proxy'
import { freePort } from '@/test/support/server'

/*
 * docs/guides/python.md: its application, and its middleware around a service that records its
 * requests.
 */

const writeModule = (folder: string, jeton: string, more = '') =>
  writeIn(
    folder,
    'jeton.py',
    snippetOf('python.md', 'python jeton.py', { '127.0.0.1:3000': jeton }) + more,
  )

const startWith =
  (more: string) =>
  async (jeton: string): Promise<Guarded> => {
    const folder = makeSnippetFolder()
    const port = await freePort()
    const record = join(folder, 'seen')
    writeModule(folder, jeton, more)
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

function hasItsOwnPromises(guide: Guide): void {
  letsPreflightsThrough(guide, startWith(snippetOf('python.md', 'python preflight')))

  test('the application is told whose token it is', async () => {
    const { email, token, tokenId } = guide.account
    const { body } = await guide.call('GET', '/', { headers: { 'xc-token': token } })
    expect(body).toEqual({
      id: expect.any(String),
      email,
      name: '',
      token_id: tokenId,
      token_name: 'deploy',
    })
  })

  test('the application of the guide says hello', async () => {
    const folder = makeSnippetFolder()
    const port = await freePort()
    writeModule(folder, hostOf(guide.jeton))
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

describeGuide('Python', startWith(''), { away: [503], more: hasItsOwnPromises })
