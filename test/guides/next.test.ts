import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { type Guarded, type Guide, hostOf } from '@/test/support/guarded'
import { makeSnippetFolder, removeFolder, snippetOf, writeIn } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { forService, guardsOneService } from '@/test/support/one-service'
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

const moduleOf = (jeton: string) =>
  snippetOf('next.md', 'ts lib/jeton.ts', { '127.0.0.1:3000': jeton })

/** Node 20 cannot run TypeScript: the files are compiled, and otherwise unchanged. */
async function load<T>(folder: string, module: string, file: string): Promise<T> {
  const route = 'app/api/hello/route.ts'
  writeIn(folder, route, snippetOf('next.md', `ts ${route}`))
  writeIn(folder, 'lib/jeton.ts', module)
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

async function run(module: string): Promise<Guarded> {
  const folder = makeSnippetFolder()
  const own = await load<Module>(folder, module, 'lib/jeton.ts')
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

const start = (jeton: string) => run(moduleOf(jeton))
const startWithPreflights = (jeton: string) =>
  run(moduleOf(jeton) + snippetOf('next.md', 'ts preflight'))
const startForService = (jeton: string) => run(forService(moduleOf(jeton)))

function hasItsOwnPromises(guide: Guide): void {
  letsPreflightsThrough(guide, startWithPreflights)
  guardsOneService(guide, startForService)

  test('the handler is told whose token it is', async () => {
    const { email, token, tokenId } = guide.account
    const { body } = await guide.call('GET', '/', { headers: { 'xc-token': token } })
    const identity = { email, name: '', tokenId, tokenName: 'deploy', groups: [] }
    expect(body).toEqual({ id: expect.any(String), ...identity })
  })

  test('the route of the guide says hello', async () => {
    const folder = makeSnippetFolder()
    const { GET } = await load<{ GET: Handler }>(
      folder,
      moduleOf(hostOf(guide.jeton)),
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

describeGuide('Next', start, { away: [503], more: hasItsOwnPromises })
