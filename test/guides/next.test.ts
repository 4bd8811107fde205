import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { type Guarded, type Guide, hostOf } from '@/test/support/guarded'
import { makeSnippetFolder, removeFolder, snippetOf, writeIn } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { letsPreflightsThrough } from '@/test/support/preflights'
import { describeBody, type Seen, startHandler } from '@/test/support/upstream'

/* docs/guides/next.md: its wrapper and its route handler, called as Next calls them. */

type Handler = (request: Request) => Promise<Response>

type Wrap = (
  handler: (request: Request, identity: unknown) => Response | Promise<Response>,
) => Handler

interface Module {
  withToken: Wrap
  withTokenOrPreflight?: Wrap
}

/** Node 20 cannot run TypeScript: the files are compiled, and otherwise unchanged. */
async function load<T>(folder: string, jeton: string, file: string, more = ''): Promise<T> {
  for (const name of ['lib/jeton.ts', 'app/api/hello/route.ts'])
    writeIn(folder, name, snippetOf('next.md', `ts ${name}`))
  writeIn(
    folder,
    'lib/jeton.ts',
    snippetOf('next.md', 'ts lib/jeton.ts', { '127.0.0.1:3000': jeton }) + more,
  )
  const outfile = `${process.cwd()}/${folder}/compiled.mjs`
  await build({
    entryPoints: [`${folder}/${file}`],
    outfile,
    bundle: true,
    format: 'esm',
    logLevel: 'error',
  })
  return import(pathToFileURL(outfile).href)
}

const startWith =
  (more: string) =>
  async (jeton: string): Promise<Guarded> => {
    const folder = makeSnippetFolder()
    const own = await load<Module>(folder, jeton, 'lib/jeton.ts', more)
    const seen: Seen[] = []
    const handler = (own.withTokenOrPreflight ?? own.withToken)(async (request, identity) => {
      const { method, url, headers } = request
      const body = new Uint8Array(await request.arrayBuffer())
      seen.push({ method, url, headers: [...headers], ...describeBody(body) })
      return Response.json(identity)
    })
    const server = await startHandler(handler)
    const stop = async () => {
      await server.stop()
      removeFolder(folder)
    }
    return { address: server.address, seen: () => seen, stop }
  }

function hasItsOwnPromises(guide: Guide): void {
  letsPreflightsThrough(guide, startWith(snippetOf('next.md', 'ts preflight')))

  test('the handler is told whose token it is', async () => {
    const { email, token, tokenId } = guide.account
    const { body } = await guide.call('GET', '/', { headers: { 'xc-token': token } })
    expect(body).toEqual({ id: expect.any(String), email, name: '', tokenId, tokenName: 'deploy' })
  })

  test('the route of the guide says hello', async () => {
    const folder = makeSnippetFolder()
    const { GET } = await load<{ GET: Handler }>(
      folder,
      hostOf(guide.jeton),
      'app/api/hello/route.ts',
    )
    const { email, token } = guide.account
    const ask = (headers: Record<string, string>) =>
      GET(new Request('http://localhost/api/hello', { headers }))
    expect(await (await ask({ 'xc-token': token })).json()).toEqual({ hello: email })
    expect((await ask({})).status).toBe(401)
    removeFolder(folder)
  })
}

describeGuide('Next', startWith(''), { away: [503], more: hasItsOwnPromises })
