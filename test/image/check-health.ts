import assert from 'node:assert/strict'
import type { Tested } from '@/test/image/tested'

/** Places to listen, besides the image's own. */
const places: string[][] = [
  ['HOST=::'],
  ['HOST=[::]', 'PORT=3001'],
  ['HOST=127.0.0.1', 'PORT=4000', 'JETON_SOCKET=/data/public.sock'],
]

export async function checkHealth({ containers }: Tested): Promise<string> {
  for (const variables of places) {
    const options = variables.flatMap((variable) => ['--env', variable])
    const name = await containers.start(...options)
    await containers.hasSaidReady(name)
    const configured = await containers.inspect(name, '{{json .Config.Healthcheck.Test}}')
    const [kind, ...command] = JSON.parse(configured)
    assert.equal(kind, 'CMD')
    await containers.execute(name, command)
    // Where nobody listens, it fails.
    await assert.rejects(containers.execute(name, command, '--env', 'PORT=4999'))
    await assert.rejects(containers.execute(name, command, '--env', 'JETON_SOCKET=/data/none.sock'))
    await containers.stop(name)
  }
  return places.map((variables) => variables.join(' ')).join('; ')
}
