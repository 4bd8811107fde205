import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { cleanEnvironment, makeDataDir, removeDataDir } from '@/test/support/server'

/*
 * As in a container with a read-only root file system: the code belongs to another user, and only
 * the data folder is writable.
 */

const nobody = 65_534
const dataDir = makeDataDir()
afterAll(() => removeDataDir(dataDir))

/** Only root can run a process as another user. */
test.skipIf(process.getuid?.() !== 0)(
  'a server that may write nothing of its code starts, works and stops',
  async () => {
    chownSync(dataDir, nobody, nobody)
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      uid: nobody,
      gid: nobody,
      // With this PATH neither npm nor any other program is found.
      env: {
        ...cleanEnvironment({ JETON_DATA_DIR: dataDir, JETON_LOG_LEVEL: 'warn' }),
        PATH: '',
        HOME: '/nonexistent',
      },
    })
    process.once('exit', () => child.kill('SIGKILL'))
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += chunk))
    const ended = once(child, 'close')
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', () => {
        const found = /Jeton is ready at (\S+)/.exec(output)?.[1]
        if (found) resolve(found)
      })
      void ended.then(() => reject(new Error(`The server did not start:\n${output}`)))
    })
    const call = clientOf(address)
    const { token } = await createToken(call, (await signUp(call)).authToken)
    expect((await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status).toBe(
      200,
    )
    for (const path of ['/sign-in', '/sign-up', '/nothing', '/icon.svg']) await call('GET', path)
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(output.trim()).toBe(`Jeton is ready at ${address}`)
  },
)
