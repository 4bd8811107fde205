import fc from 'fast-check'
import { expect } from 'vitest'
import { type Answer, type Call, password } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { refresh, refreshCookieOf } from '@/test/support/refresh'

/*
 * The actions of an account over time: a model that is independent of the implementation, and the
 * commands that run on both.
 */

interface Token {
  id: string
  secret: string
}

interface Session {
  authTokens: string[]
  /** The cookie that is not consumed. */
  refreshCookie: string
}

/** The expected state of an account. */
export class Account {
  readonly sessions: Session[]
  readonly ended: Session[] = []
  readonly deleted: Token[] = []
  token: Token | null = null

  constructor(session: Session) {
    this.sessions = [session]
  }
}

/** @returns the session that a sign-up or a sign-in has begun */
export const sessionOf = (answer: Answer): Session => ({
  authTokens: [answer.body.token],
  refreshCookie: refreshCookieOf(answer) ?? '',
})

/** The server under test, and the ids of all tokens that its users ever had. */
export interface World {
  call: Call
  email: string
  everyId: Set<string>
}

type Headers = { 'xc-auth': string }
type Command = fc.AsyncCommand<Account, World>

/** @param play acts, compares the answer with the model, and updates the model */
function command(
  name: string,
  isPossible: (account: Account) => boolean,
  play: (account: Account, world: World) => Promise<unknown>,
): Command {
  return {
    check: isPossible,
    run: async (account, world) => void (await play(account, world)),
    toString: () => name,
  }
}

const isSignedIn = ({ sessions }: Account) => sessions.length > 0

/** A command of a signed-in user, with one of their sessions. */
function asSession(
  name: string,
  play: (account: Account, world: World, headers: Headers, session: Session) => Promise<unknown>,
): fc.Arbitrary<Command> {
  return fc.nat(9).map((which) =>
    command(`${name}(${which})`, isSignedIn, (account, world) => {
      const session = account.sessions[which % account.sessions.length] as Session
      const authToken = session.authTokens[which % session.authTokens.length] as string
      return play(account, world, { 'xc-auth': authToken }, session)
    }),
  )
}

const always = (name: string, play: (account: Account, world: World) => Promise<unknown>) =>
  fc.constant(command(name, () => true, play))

export const commands = fc.commands(
  [
    always('signIn', async ({ sessions }, world) =>
      sessions.push(sessionOf(await signIn(world, password))),
    ),
    always('signInWithAnotherPassword', async (_, world) => {
      expectProblem(await signIn(world, `${password}!`), 401, 'credentials_wrong')
    }),
    asSession('refresh', refreshOnce),
    asSession('signOut', signOut),
    asSession('create', create),
    asSession('copy', copy),
    asSession('delete', remove),
    asSession('reachForOthers', reachForOthers),
    asSession('list', list),
    always('presentAll', presentAll),
  ],
  { maxCommands: 20, size: 'max' },
)

const signIn = ({ call, email }: World, given: string) =>
  call('POST', '/api/v1/auth/user/signin', { json: { email, password: given } })

async function refreshOnce(_: Account, { call }: World, __: Headers, session: Session) {
  const answer = await refresh(call, session.refreshCookie)
  expect(answer.status).toBe(200)
  const { authTokens, refreshCookie } = sessionOf(answer)
  session.authTokens.push(...authTokens)
  session.refreshCookie = refreshCookie
}

async function signOut(
  { sessions, ended }: Account,
  { call }: World,
  headers: Headers,
  session: Session,
) {
  expect((await call('POST', '/api/v1/auth/user/signout', { headers })).status).toBe(200)
  ended.push(...sessions.splice(sessions.indexOf(session), 1))
}

async function create(account: Account, { call, everyId }: World, headers: Headers) {
  const answer = await call('POST', '/api/v1/tokens', { headers, json: { name: 'model' } })
  if (account.token) return expectProblem(answer, 409, 'token_exists')
  expect(answer.status).toBe(200)
  account.token = { id: answer.body.id, secret: answer.body.token }
  everyId.add(answer.body.id)
}

async function copy({ token, deleted }: Account, { call }: World, headers: Headers) {
  const get = (id: string) => call('GET', `/api/v1/tokens/${id}/secret`, { headers })
  if (token) expect((await get(token.id)).body).toEqual({ token: token.secret })
  for (const { id } of deleted) expectProblem(await get(id), 404, 'not_found')
}

async function remove(account: Account, { call }: World, headers: Headers) {
  const { token, deleted } = account
  const id = token?.id ?? deleted[0]?.id ?? 'none'
  const answer = await call('DELETE', `/api/v1/tokens/${id}`, { headers })
  if (!token) return expectProblem(answer, 404, 'not_found')
  expect(answer.status).toBe(200)
  deleted.push(token)
  account.token = null
}

async function reachForOthers({ token }: Account, world: World, headers: Headers) {
  const { call, everyId } = world
  for (const id of [...everyId].filter((any) => any !== token?.id).slice(-3)) {
    expectProblem(await call('GET', `/api/v1/tokens/${id}/secret`, { headers }), 404, 'not_found')
    expectProblem(await call('DELETE', `/api/v1/tokens/${id}`, { headers }), 404, 'not_found')
  }
}

async function list({ token, sessions }: Account, { call }: World, headers: Headers) {
  const idsOf = ({ body }: Answer) => body.list.map(({ id }: { id: string }) => id)
  expect(idsOf(await call('GET', '/api/v1/tokens', { headers }))).toEqual(token ? [token.id] : [])
  expect(idsOf(await call('GET', '/api/v1/sessions', { headers }))).toHaveLength(sessions.length)
}

/**
 * Presents every credential that the account ever had, and expects the result that the model
 * predicts.
 */
async function presentAll({ token, deleted, sessions, ended }: Account, { call, email }: World) {
  const live = [...sessions.flatMap(asAuth), ...(token ? [asToken(token)] : [])]
  for (const headers of live) {
    expect((await call('GET', '/api/v1/auth/user/me', { headers })).body.email).toBe(email)
    expect((await call('GET', '/api/v1/verify', { headers })).status).toBe(200)
  }
  for (const { refreshCookie } of ended) {
    expectProblem(await refresh(call, refreshCookie), 401, 'token_invalid')
  }
  for (const headers of [...ended.flatMap(asAuth), ...deleted.map(asToken)]) {
    expectProblem(await call('GET', '/api/v1/auth/user/me', { headers }), 401, 'token_invalid')
    expect((await call('GET', '/api/v1/verify', { headers })).status).toBe(401)
  }
}

const asAuth = ({ authTokens }: Session) =>
  authTokens.map((authToken) => ({ 'xc-auth': authToken }))
const asToken = ({ secret }: Token) => ({ 'xc-token': secret })
