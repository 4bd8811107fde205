import { describe, expect, test } from 'vitest'
import { type LogRow, revocationOf } from '@/server/revocation-stream/revocation-event'
import { type Action, type ActivityDetail, actions } from '@/shared/audit-event'

/* Which rows of the audit log are revocations. */

const at = new Date('2026-11-30T12:00:00.000Z')
const row = (action: string, detail: ActivityDetail = {}, more: Partial<LogRow> = {}): LogRow => ({
  sequence: 7,
  id: 'row',
  at,
  userId: 'user',
  action,
  sessionId: 'own-session',
  detail,
  ...more,
})

const ofToken = { token_id: 'token', token_name: 'deploy' }
const whole = { ...ofToken, session_id: 'ended-session' }

/** With every detail that could be there; other rows of the same action are below. */
const kinds: Record<Action, 'api_token' | 'session' | 'user' | 'reset' | null> = {
  token_deleted: 'api_token',
  token_rotated: 'api_token',
  previous_secret_ended: 'api_token',
  token_changed: 'api_token',
  revoked_by_holder: 'api_token',
  signed_out: 'session',
  session_ended: 'session',
  other_sessions_ended: 'user',
  all_sessions_ended: 'user',
  password_changed: 'user',
  password_reset: 'user',
  identity_disconnected: 'user',
  account_deleted: 'user',
  user_disabled: 'user',
  user_changed: 'user',
  groups_followed: 'user',
  group_deleted: 'reset',
  group_changed: 'reset',
  service_changed: 'reset',
  service_deleted: 'reset',
  signed_up: null,
  joined: null,
  signed_in: null,
  sign_in_failed: null,
  token_created: null,
  token_copied: null,
  auth_token_issued: null,
  password_change_failed: null,
  settings_changed: null,
  identity_connected: null,
  role_followed: null,
  activity_exported: null,
  user_invited: null,
  invitation_renewed: null,
  user_enabled: null,
  machine_created: null,
  reset_link_made: null,
  account_erased: null,
  second_factor_reset: null,
  second_factor_added: null,
  second_factor_removed: null,
  recovery_codes_made: null,
  recovery_code_used: null,
  passkey_added: null,
  passkey_renamed: null,
  passkey_removed: null,
  confirmation_failed: null,
  service_created: null,
  group_created: null,
}

const kindOf = (it: ReturnType<typeof revocationOf>) =>
  it === null || it === 'reset' ? it : it.kind

test.each(actions)('%s is a revocation, or is named as none', (action) => {
  const settings: ActivityDetail['settings'] = ['name', 'access', 'groups', 'services', 'members']
  expect(kindOf(revocationOf(row(action, { ...whole, settings })))).toBe(kinds[action])
})

test('an action that this version does not know makes the receiver forget everything', () => {
  for (const action of ['token_vaporised', '', 'constructor', '__proto__'])
    expect(revocationOf(row(action))).toBe('reset')
})

describe('what the row says is what is announced', () => {
  test.each([
    ['token_deleted', ofToken, { kind: 'api_token', token_id: 'token', session_id: null }],
    [
      'token_rotated',
      { ...ofToken, expires_at: at.toISOString() },
      { kind: 'api_token', token_id: 'token', session_id: null },
    ],
    ['signed_out', {}, { kind: 'session', token_id: null, session_id: 'own-session' }],
    ['session_ended', whole, { kind: 'session', token_id: null, session_id: 'ended-session' }],
    [
      'revoked_by_holder',
      { session_id: 'ended-session' },
      { kind: 'session', token_id: null, session_id: 'ended-session' },
    ],
    ['user_disabled', { ended: 2 }, { kind: 'user', token_id: null, session_id: null }],
  ])('%s', (action, detail, expected) => {
    expect(revocationOf(row(action, detail))).toEqual({
      ...expected,
      user_id: 'user',
      reason: action,
      at: at.toISOString(),
    })
  })
})

test.each<[string, ActivityDetail]>([
  ['token_changed', { ...ofToken, settings: ['name'] }],
  ['user_changed', { settings: ['role', 'email', 'display_name'] }],
  ['group_changed', { settings: ['members'] }],
  ['service_changed', { settings: ['title', 'url'] }],
])('%s with %o revokes nothing', (action, detail) => {
  expect(revocationOf(row(action, detail))).toBeNull()
})

test('a row that lacks what it should name makes the receiver forget everything', () => {
  expect(revocationOf(row('token_deleted'))).toBe('reset')
  expect(revocationOf(row('session_ended'))).toBe('reset')
  expect(revocationOf(row('signed_out', {}, { sessionId: null }))).toBe('reset')
  expect(revocationOf(row('user_disabled', {}, { userId: null }))).toBe('reset')
})
