import type { Method, Operation, Refusal, Who } from '@/lib/api/contract'
import { type ProblemCode, problemKinds } from '@/lib/http/problem'

export interface Refused {
  code: ProblemCode
  status: number
}

/** Callers who may have a session. */
const bySession: readonly Who[] = ['principal', 'session', 'owner', 'client', 'receiver']

/**
 * Returns all refusals of an operation: its own, and those that follow from who may call and from
 * what is sent.
 */
export function refusalsOf(method: Method, operation: Operation): Refused[] {
  const { who, json, form, beforeSecondFactor, refusals = [] } = operation
  const isVerified = who === 'verified'
  const always: Refusal[] = isVerified
    ? ['unavailable']
    : ['input_invalid', 'internal', 'unavailable']
  // nginx turns a 429 into a 500.
  const limited = { code: 'rate_limited', status: isVerified ? 403 : 429 } as const
  return [
    ...(who === 'anyone' ? [] : (['credential_missing', 'token_invalid'] as const)),
    ...(who === 'anyone' || who === 'refresh' ? [] : [limited]),
    ...(bySession.includes(who) ? (['service_required'] as const) : []),
    ...(who === 'session' || who === 'owner' ? (['session_required'] as const) : []),
    ...(who === 'owner' ? (['owner_required'] as const) : []),
    ...(bySession.includes(who) && !beforeSecondFactor ? (['second_factor_missing'] as const) : []),
    ...(isServedInDemo(method, operation) ? [] : (['demo_read_only'] as const)),
    ...(isForOwnPages(method, operation) ? (['cross_origin'] as const) : []),
    ...(json || form
      ? [413, 415].map((status) => ({ code: 'input_invalid', status }) as const)
      : []),
    ...refusals,
    ...always,
  ].map((refusal) =>
    typeof refusal === 'string' ? { code: refusal, status: problemKinds[refusal].status } : refusal,
  )
}

/** Whether a demo serves the operation, which then changes nothing. */
export const isServedInDemo = (method: Method, { inDemo }: Operation) =>
  inDemo ? inDemo === 'served' : method === 'GET'

/** Whether a page of another site is refused. */
const isForOwnPages = (method: Method, { sameOrigin, anyOrigin }: Operation) =>
  sameOrigin || (method !== 'GET' && !anyOrigin)
