import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { password } from '@/test/support/client'
import { loadNocodb, type Nocodb } from '@/test/support/nocodb'
import { newOwner } from '@/test/support/people'
import { sharedServer } from '@/test/support/shared-server'

/*
 * NocoDB's own client, unchanged. If NocoDB's behaviour contradicts its documentation, these tests
 * follow the documentation.
 */

const { address: baseURL } = sharedServer()
const Api = loadNocodb()

const clientWith = (headers: Record<string, string>) => new Api({ baseURL, headers })
const stranger = () => clientWith({})
const newPassword = 'another long password'

async function member(): Promise<{ email: string; token: string; api: Nocodb }> {
  const email = `${randomUUID()}@example.com`
  const { token } = await stranger().auth.signup({ email, password })
  return { email, token, api: clientWith({ 'xc-auth': token }) }
}

/** @returns the error that the client (axios) throws for a refused call */
async function refusal(
  call: Promise<unknown>,
): Promise<{ status: number; code: string; msg: string }> {
  try {
    await call
  } catch (error) {
    const { status, data } = (
      error as { response: { status: number; data: { code: string; msg: string } } }
    ).response
    return { status, code: data.code, msg: data.msg }
  }
  throw new Error('This call was not refused')
}

const refused = (status: number, code: string) => ({
  status,
  code,
  msg: expect.stringMatching(/./),
})

/**
 * Makes a client store the cookies that it receives, as a browser does.
 * @returns a function that returns the request options with these cookies
 */
function withCookies(api: Nocodb): () => { headers: { cookie: string } } {
  const jar = new Map<string, string>()
  api.instance.interceptors.response.use((response) => {
    for (const line of [response.headers['set-cookie'] ?? []].flat()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
      jar.set(name, value)
    }
    return response
  })
  return () => ({ headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') } })
}

test('sign up, sign in, and who am I', async () => {
  const { email, api } = await member()
  expect(await api.auth.me()).toMatchObject({ email, display_name: '', roles: { user: true } })
  const { token } = await stranger().auth.signin({ email, password })
  const me = await clientWith({ authorization: `Bearer ${token}` }).auth.me()
  expect(me).toMatchObject({ id: expect.any(String), email })
  expect(me).not.toHaveProperty('is_api_token')
})

test('a token is made, listed, used in each header, and deleted', async () => {
  const { email, api } = await member()
  const made = await api.orgTokens.create({ description: 'from NocoDB' })
  expect(made).toMatchObject({
    description: 'from NocoDB',
    fk_user_id: (await api.auth.me()).id,
    created_by: email,
    token: expect.stringMatching(/^jtn_/),
  })
  const { list, pageInfo } = await api.orgTokens.list()
  expect(list).toMatchObject([
    { id: made.id, description: 'from NocoDB', created_by: email, fk_user_id: made.fk_user_id },
  ])
  expect(pageInfo).toMatchObject({ totalRows: 1, page: 1, isFirstPage: true, isLastPage: true })
  expect(JSON.stringify(list)).not.toContain(made.token)
  for (const [name, value] of [
    ['xc-token', made.token],
    ['authorization', `Bearer ${made.token}`],
  ] as const)
    expect(await clientWith({ [name]: value ?? '' }).auth.me()).toMatchObject({
      email,
      is_api_token: true,
    })
  await api.orgTokens.delete(made.id ?? '')
  expect((await api.orgTokens.list()).list).toEqual([])
})

test('a refresh goes on where the auth token has ended, by the cookie alone', async () => {
  const email = `${randomUUID()}@example.com`
  const api = clientWith({ 'xc-auth': 'one that has ended' })
  const cookies = withCookies(api)
  await api.auth.signup({ email, password })
  for (let i = 0; i < 3; i += 1) {
    const { token } = await api.auth.tokenRefresh(cookies())
    expect(await clientWith({ 'xc-auth': token }).auth.me()).toMatchObject({ email })
  }
})

test('a password is changed', async () => {
  const { email, api } = await member()
  const wrong = api.auth.passwordChange({ currentPassword: 'wrong', newPassword })
  expect(await refusal(wrong)).toEqual(refused(400, 'credentials_wrong'))
  await api.auth.passwordChange({ currentPassword: password, newPassword })
  expect(await refusal(stranger().auth.signin({ email, password }))).toEqual(
    refused(401, 'credentials_wrong'),
  )
  expect(await stranger().auth.signin({ email, password: newPassword })).toEqual({
    token: expect.any(String),
  })
})

test('users are invited, listed, changed and deleted by an owner', async () => {
  const { headers } = await newOwner(sharedServer())
  const api = clientWith(headers)
  const email = `${randomUUID()}@example.com`
  const { id = '', ...invited } = await api.orgUsers.add({ email, roles: 'org-level-creator' })
  expect(invited).toMatchObject({ email, invite_token: expect.any(String) })
  const { list, pageInfo } = await api.orgUsers.list({ query: { query: email } })
  expect(list).toMatchObject([{ id, email, roles: { user: true }, state: 'invited' }])
  expect(pageInfo).toMatchObject({ totalRows: 1 })
  const done = { msg: expect.any(String) }
  const renewed = (await api.orgUsers.resendInvite(id)) as { msg: string; invite_token: string }
  expect(renewed).toMatchObject({ ...done, invite_token: expect.any(String) })
  const join = (token: string) => stranger().auth.signup({ email, password, token })
  expect(await refusal(join(invited.invite_token ?? ''))).toEqual(refused(400, 'link_invalid'))
  expect(await api.orgUsers.update(id, { roles: 'org-level-viewer' })).toMatchObject(done)
  const { token } = await join(renewed.invite_token)
  expect(await clientWith({ 'xc-auth': token }).auth.me()).toMatchObject({ id, email })
  expect((await api.orgUsers.list({ query: { query: email } })).list).toMatchObject([
    { id, state: 'active', role: 'member' },
  ])
  const joined = await member()
  const { id: joinedId } = (await joined.api.auth.me()) as { id: string }
  expect(await refusal(joined.api.orgUsers.list())).toEqual(refused(403, 'owner_required'))
  const { reset_password_token: link = '', reset_password_url: url } =
    await api.orgUsers.generatePasswordResetToken(joinedId)
  expect(url).toBe(`${baseURL}/reset-password/${link}`)
  expect(await stranger().auth.passwordResetTokenValidate(link)).toEqual(done)
  expect(await stranger().auth.passwordReset(link, { password: newPassword })).toEqual(done)
  expect(await refusal(joined.api.auth.me())).toEqual(refused(401, 'token_invalid'))
  const again = stranger().auth.passwordReset(link, { password: newPassword })
  expect(await refusal(again)).toEqual(refused(400, 'link_invalid'))
  const later = await stranger().auth.signin({ email: joined.email, password: newPassword })
  const back = clientWith({ 'xc-auth': later.token })
  expect(await back.auth.me()).toMatchObject({ id: joinedId })
  expect(await api.orgUsers.delete(joinedId)).toEqual(done)
  expect(await refusal(back.auth.me())).toEqual(refused(401, 'token_invalid'))
  expect((await api.orgUsers.list({ query: { query: joined.email } })).list).toEqual([])
})

describe('where NocoDB breaks its own documentation, it is kept', () => {
  test('a second token is refused', async () => {
    const { api } = await member()
    await api.orgTokens.create({ description: 'first' })
    expect(await refusal(api.orgTokens.create({ description: 'second' }))).toEqual(
      refused(409, 'token_exists'),
    )
  })

  test('a deleted token is refused', async () => {
    const { api } = await member()
    const { id = '', token = '' } = await api.orgTokens.create({ description: 'short' })
    await api.orgTokens.delete(id)
    const me = clientWith({ 'xc-token': token }).auth.me()
    expect(await refusal(me)).toEqual(refused(401, 'token_invalid'))
  })

  test('a bad credential, or none, is nobody and no guest', async () => {
    expect(await refusal(stranger().auth.me())).toEqual(refused(401, 'credential_missing'))
    for (const name of ['xc-token', 'xc-auth', 'authorization'])
      expect(await refusal(clientWith({ [name]: 'bad' }).auth.me())).toEqual(
        refused(401, 'token_invalid'),
      )
  })

  test('another user’s tokens are neither counted nor deleted', async () => {
    const [ada, bob] = [await member(), await member()]
    const { id = '' } = await ada.api.orgTokens.create({ description: 'hers' })
    expect((await bob.api.orgTokens.list()).pageInfo).toMatchObject({ totalRows: 0 })
    expect(await refusal(bob.api.orgTokens.delete(id))).toEqual(refused(404, 'not_found'))
    expect((await ada.api.orgTokens.list()).list).toHaveLength(1)
  })

  test('an id that is nobody’s is not found, and no error of ours', async () => {
    const { api } = await member()
    for (const id of ['1', 'x', '%00', `${'9'.repeat(400)}`])
      expect(await refusal(api.orgTokens.delete(id))).toEqual(refused(404, 'not_found'))
  })

  test('one sign-out ends one session', async () => {
    const { email, api } = await member()
    const other = clientWith({
      'xc-auth': (await stranger().auth.signin({ email, password })).token,
    })
    expect(await api.auth.signout()).toEqual({ msg: expect.any(String) })
    expect(await refusal(api.auth.me())).toEqual(refused(401, 'token_invalid'))
    expect(await other.auth.me()).toMatchObject({ email })
  })
})
