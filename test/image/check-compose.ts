import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { type Compose, openCompose } from '@/test/image/compose'
import { type Account, deleteToken, newAccount } from '@/test/image/main-job'
import type { Tested } from '@/test/image/tested'
import { createToken } from '@/test/support/client'
import { freePort } from '@/test/support/server'

const single = 'compose.yaml'
const double = 'compose.postgresql.yaml'
const startLimitMs = 120_000

/** Runs in a container. */
const waitUntilReady = `
  const ready = () => fetch('http://127.0.0.1:3000/api/ready').then(({ ok }) => ok, () => false)
  const ask = async () => (await ready()) || setTimeout(ask, 50)
  ask()`

interface Addresses {
  jeton: string
  whoami: string
}

/** Runs a file of deploy/, does a job with it, and takes everything away again. */
async function withCompose(
  { engine, context, image, bases }: Tested,
  file: string,
  job: (addresses: Addresses, compose: Compose) => Promise<string>,
): Promise<string> {
  const ports = { JETON_PORT: String(await freePort()), WHOAMI_PORT: String(await freePort()) }
  const secrets = {
    POSTGRES_PASSWORD: randomBytes(24).toString('hex'),
    JETON_SECRET: randomBytes(32).toString('base64'),
  }
  const variables = { ...ports, ...secrets }
  const compose = await openCompose({ engine, context, image, bases, variables })
  try {
    const addresses = {
      jeton: `http://localhost:${ports.JETON_PORT}`,
      whoami: `http://localhost:${ports.WHOAMI_PORT}`,
    }
    return await job(addresses, compose)
  } finally {
    await compose.call(file, 'down', '--volumes', '--timeout', '20').catch(() => {})
    compose.close()
  }
}

/** From the start until the service behind the proxy has answered a token for the first time. */
export function checkCompose(tested: Tested): Promise<string> {
  return withCompose(tested, single, async ({ jeton, whoami }, compose) => {
    const begin = performance.now()
    await compose.call(single, 'up', '--detach', '--no-build')
    await isReady(jeton)
    const account = await newAccount(jeton)
    const made = await createToken(account.call, account.authToken)
    await isServed(whoami, made.token, account)
    const tookMs = performance.now() - begin
    await deleteToken(account, made)
    assert.equal((await ask(whoami, made.token)).status, 401)
    return `the first 200 after ${(tookMs / 1000).toFixed(1)} s, images there; 401 after the delete`
  })
}

/** Two instances: both refuse a deleted token at once, and one is enough. */
export function checkComposeOnPostgres(tested: Tested): Promise<string> {
  return withCompose(tested, double, async ({ jeton, whoami }, compose) => {
    await compose.call(double, 'up', '--detach', '--no-build')
    await isReady(jeton)
    const account = await newAccount(jeton)
    const deleted = await createToken(account.call, account.authToken)
    for (let i = 0; i < 20; i++) await isServed(whoami, deleted.token, account)
    await deleteToken(account, deleted)
    for (let i = 0; i < 20; i++) assert.equal((await ask(whoami, deleted.token)).status, 401)
    const kept = await createToken(account.call, account.authToken)
    for (const instance of ['jeton-1', 'jeton-2']) {
      await compose.call(double, 'stop', instance)
      for (let i = 0; i < 20; i++) await isServed(whoami, kept.token, account)
      await compose.call(double, 'start', instance)
      await compose.call(double, 'exec', '-T', instance, 'node', '--eval', waitUntilReady)
    }
    return '20 of 20 requests with a deleted token: 401; 40 of 40 with one instance stopped: 200'
  })
}

const ask = (address: string, token: string) => fetch(address, { headers: { 'xc-token': token } })

/** The service gets the request, with the user and without the token. */
async function isServed(whoami: string, token: string, { email }: Account): Promise<void> {
  const response = await ask(whoami, token)
  const seen = await response.text()
  assert.equal(response.status, 200, seen)
  assert.ok(
    seen.includes(email) || seen.includes(encodeURIComponent(email)),
    'no user in the headers',
  )
  assert.ok(!seen.includes(token), 'the service has got the token')
}

async function isReady(address: string): Promise<void> {
  const limit = performance.now() + startLimitMs
  const ready = () =>
    fetch(`${address}/api/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await ready())) {
    assert.ok(performance.now() < limit, 'nothing is ready behind the proxy')
    await setTimeout(20)
  }
}
