import type { Messages } from '@/lib/i18n/messages'
import type { PersonRow } from '@/shared/person-row'

/* The actions of an owner on a user that need a confirmation. */

export type Act = keyof Messages['people']['act']

interface ActCall {
  method: 'POST' | 'PATCH' | 'DELETE'
  /** Below the user. */
  path?: string
  body?: Record<string, unknown>
}

export const callOf: Record<Act, ActCall> = {
  sign_out: { method: 'POST', path: '/sign-out' },
  delete_token: { method: 'DELETE', path: '/token' },
  reset_second_factor: { method: 'DELETE', path: '/second-factor' },
  disable: { method: 'PATCH', body: { disabled: true } },
  enable: { method: 'PATCH', body: { disabled: false } },
  delete: { method: 'DELETE' },
}

/**
 * The acts that make sense for a user, in the order of the menu. Owners change their own second
 * factor on the tab Security, which asks for the password.
 */
export function actsFor(
  { kind, state, has_token: hasToken, second_factor: hasSecondFactor }: PersonRow,
  { isSelf }: { isSelf: boolean },
): Act[] {
  const isActivePerson = kind === 'person' && state === 'active'
  return [
    ...(isActivePerson ? (['sign_out'] as const) : []),
    ...(hasToken ? (['delete_token'] as const) : []),
    ...(hasSecondFactor && !isSelf ? (['reset_second_factor'] as const) : []),
    state === 'disabled' ? 'enable' : 'disable',
    'delete',
  ]
}
