import type { Action, ActivityDetail } from '@/shared/audit-event'

/*
 * Which rows of the audit log are revocations, and of what:
 * docs/decisions/0035-revocation-stream.md.
 */

/** A row of the audit log, as the stream reads it. */
export interface LogRow {
  sequence: number
  id: string
  at: Date
  /** The user in whose log it stands; null where no account has the address. */
  userId: string | null
  /** An instance of a later version may have written one that this version does not know. */
  action: string
  /** The actor's session. */
  sessionId: string | null
  detail: ActivityDetail
}

/** Times are RFC 3339, UTC. Of the ids, those that do not belong to the kind are null. */
export interface Revocation {
  /** `user`: everything that the user has open. */
  kind: 'api_token' | 'session' | 'user'
  user_id: string
  token_id: string | null
  session_id: string | null
  /** The action of the audit log. */
  reason: string
  at: string
}

/** `everybody`: it concerns users that the row does not name. */
type Concern =
  | { kind: 'api_token'; token_id: string | undefined }
  | { kind: 'session'; session_id: string | null | undefined }
  | 'user'
  | 'everybody'
  | null

type Rule = (row: LogRow) => Concern

const nothing: Rule = () => null
const user: Rule = () => 'user'
const everybody: Rule = () => 'everybody'
const token: Rule = ({ detail }) => ({ kind: 'api_token', token_id: detail.token_id })

/** Whether one of these settings was changed. */
const hasChanged = ({ detail }: LogRow, ...names: NonNullable<ActivityDetail['settings']>) =>
  names.some((name) => detail.settings?.includes(name))

const rules: Record<Action, Rule> = {
  token_deleted: token,
  // Also where the previous secret works for a grace period: no row is written at its end, and the
  // connections of that secret would stay. It may open them again, and the service then learns when
  // they have to end.
  token_rotated: token,
  previous_secret_ended: token,
  token_changed: (row) => (hasChanged(row, 'services') ? token(row) : null),
  revoked_by_holder: (row) =>
    row.detail.token_id === undefined
      ? { kind: 'session', session_id: row.detail.session_id }
      : token(row),
  signed_out: ({ sessionId }) => ({ kind: 'session', session_id: sessionId }),
  session_ended: ({ detail }) => ({ kind: 'session', session_id: detail.session_id }),
  other_sessions_ended: user,
  all_sessions_ended: user,
  password_changed: user,
  password_reset: user,
  // Ends the sessions that were started by it.
  identity_disconnected: user,
  account_deleted: user,
  user_disabled: user,
  user_changed: (row) => (hasChanged(row, 'groups') ? 'user' : null),
  groups_followed: user,
  // Each member has a row, but a service may have admitted other users by this group.
  group_deleted: everybody,
  group_changed: (row) => (hasChanged(row, 'name') ? 'everybody' : null),
  service_changed: (row) => (hasChanged(row, 'name', 'access', 'groups') ? 'everybody' : null),
  service_deleted: everybody,

  signed_up: nothing,
  joined: nothing,
  signed_in: nothing,
  sign_in_failed: nothing,
  token_created: nothing,
  token_copied: nothing,
  auth_token_issued: nothing,
  password_change_failed: nothing,
  settings_changed: nothing,
  identity_connected: nothing,
  role_followed: nothing,
  activity_exported: nothing,
  user_invited: nothing,
  invitation_renewed: nothing,
  user_enabled: nothing,
  machine_created: nothing,
  reset_link_made: nothing,
  // The user is deleted before, or with it.
  account_erased: nothing,
  second_factor_reset: nothing,
  second_factor_added: nothing,
  second_factor_removed: nothing,
  recovery_codes_made: nothing,
  recovery_code_used: nothing,
  passkey_added: nothing,
  passkey_renamed: nothing,
  passkey_removed: nothing,
  confirmation_failed: nothing,
  service_created: nothing,
  group_created: nothing,
}

/**
 * Returns the revocation that a row records; `reset` where it concerns users that the row does not
 * name, or this version does not understand it; null for a row that revokes nothing.
 */
export function revocationOf(row: LogRow): Revocation | 'reset' | null {
  const rule: Rule | undefined = Object.hasOwn(rules, row.action)
    ? rules[row.action as Action]
    : everybody
  const concern = rule(row)
  if (concern === null) return null
  const { userId, action, at } = row
  if (concern === 'everybody' || userId === null) return 'reset'
  const said = { user_id: userId, reason: action, at: at.toISOString() }
  if (concern === 'user') return { kind: 'user', token_id: null, session_id: null, ...said }
  if (concern.kind === 'api_token') {
    const { token_id } = concern
    return token_id === undefined
      ? 'reset'
      : { kind: 'api_token', token_id, session_id: null, ...said }
  }
  const { session_id } = concern
  return session_id ? { kind: 'session', token_id: null, session_id, ...said } : 'reset'
}
