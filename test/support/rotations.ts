import { expect } from 'vitest'
import { type Calls, callsAs } from '@/test/support/calls-as'
import { type Answer, type Call, createToken } from '@/test/support/client'
import { newMember, type User } from '@/test/support/people'

/* A user with a token, and what rotations do with it. */

export interface Holder {
  user: User
  id: string
  /** The secret that the token was made with. */
  first: string
  tokens: Calls
  rotate: (json?: unknown) => Promise<Answer>
  endPrevious: () => Promise<Answer>
  row: () => Promise<Answer['body']>
  /** The secret that Copy answers. */
  copied: () => Promise<string>
}

export async function newHolder(call: Call): Promise<Holder> {
  const user = await newMember(call)
  const { id, token } = await createToken(call, user.headers['xc-auth'] ?? '', 'deploy')
  const tokens = callsAs(call, user, 'tokens')
  return {
    user,
    id,
    first: token,
    tokens,
    rotate: (json = {}) => tokens.post(`/${id}/rotate`, json),
    endPrevious: () => tokens.delete(`/${id}/previous`),
    row: async () => (await tokens.get()).body.list[0],
    copied: async () => (await tokens.get(`/${id}/secret`)).body.token,
  }
}

/** Expects a rotation that succeeded. @returns the new secret, and until when the old one works */
export async function rotated(
  answer: Promise<Answer>,
): Promise<{ token: string; endsAt: string | null }> {
  const { status, body } = await answer
  expect([status, body.code]).toEqual([200, undefined])
  return { token: body.token, endsAt: body.previous_ends_at }
}
