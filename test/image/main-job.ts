import assert from 'node:assert/strict'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'

/* The main job of Jeton, by the API. */

export interface Account {
  call: Call
  email: string
  authToken: string
}

export interface KnownToken {
  id: string
  token: string
}

export async function newAccount(address: string): Promise<Account> {
  const call = clientOf(address)
  return { call, ...(await signUp(call)) }
}

/** Signs up, makes a token, has it verified, deletes it, and has it refused. */
export async function doMainJob(address: string): Promise<void> {
  const account = await newAccount(address)
  const made = await createToken(account.call, account.authToken)
  assert.equal(await verify(account.call, made.token), 200)
  await deleteToken(account, made)
  assert.equal(await verify(account.call, made.token), 401)
}

export async function verify(call: Call, token: string): Promise<number> {
  return (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status
}

export async function deleteToken({ call, authToken }: Account, { id }: KnownToken): Promise<void> {
  const { status } = await call('DELETE', `/api/v1/tokens/${id}`, {
    headers: { 'xc-auth': authToken },
  })
  assert.equal(status, 200)
}
