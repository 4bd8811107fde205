import assert from 'node:assert/strict'
import { deleteToken, doMainJob, newAccount, verify } from '@/test/image/main-job'
import type { Tested } from '@/test/image/tested'
import { clientOf, createToken } from '@/test/support/client'
import { requireNoSecrets } from '@/test/support/secrets'

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** The main job; the operator's commands work beside the server; the log has no secrets. */
export async function checkJob({ containers }: Tested): Promise<string> {
  const jeton = await containers.startReady()
  await doMainJob(jeton.address)
  const accounts = await jeton.execute('node', 'bin/jeton.mjs', 'admin', 'list')
  assert.match(accounts, /@example\.com/)
  await jeton.execute('node', 'bin/jeton.mjs', 'backup', '/data/copy.db')
  await assert.rejects(jeton.execute('touch', '/app/changed'), /Read-only file system/)
  await assert.rejects(jeton.execute('touch', '/tmp/changed'), /Read-only file system/)
  requireNoSecrets(await jeton.log(), '')
  await containers.stop(jeton.name)
  return `ready in ${seconds(jeton.readyMs)} on the first start`
}

/** An account, its token and the master key outlive the container. */
export async function checkSecondStart({ containers }: Tested): Promise<string> {
  const volume = `${await containers.newVolume()}:/data`
  const first = await containers.startReady('--volume', volume)
  const account = await newAccount(first.address)
  const made = await createToken(account.call, account.authToken)
  await containers.stop(first.name)
  const second = await containers.startReady('--volume', volume)
  const again = { ...account, call: clientOf(second.address) }
  assert.equal(await verify(again.call, made.token), 200)
  await deleteToken(again, made)
  assert.equal(await verify(again.call, made.token), 401)
  await containers.stop(second.name)
  return `ready in ${seconds(second.readyMs)}`
}

/** A user whom the image does not know, as platforms choose one. */
export async function checkChosenUser({ containers }: Tested): Promise<string> {
  const user = '1000680000:0'
  const volume = `${await containers.newVolume()}:/data`
  const jeton = await containers.startReady('--user', user, '--volume', volume)
  assert.equal(await jeton.execute('id', '-u'), user.split(':')[0])
  await doMainJob(jeton.address)
  await containers.stop(jeton.name)
  return `user ${user}, without an entry in /etc/passwd`
}
