import { z } from 'zod'

/*
 * The audit events of an account and their details. Every word here is shown to users: see
 * `activity` in messages/.
 */

export const actions = [
  'signed_up',
  'joined',
  'signed_in',
  'sign_in_failed',
  'signed_out',
  'token_created',
  'token_copied',
  'token_changed',
  'token_deleted',
  'token_rotated',
  'previous_secret_ended',
  'revoked_by_holder',
  'auth_token_issued',
  'password_changed',
  'password_change_failed',
  'password_reset',
  'session_ended',
  'other_sessions_ended',
  'all_sessions_ended',
  'settings_changed',
  'account_deleted',
  'identity_connected',
  'identity_disconnected',
  'role_followed',
  'groups_followed',
  'activity_exported',
  'user_invited',
  'invitation_renewed',
  'user_changed',
  'user_disabled',
  'user_enabled',
  'machine_created',
  'reset_link_made',
  'account_erased',
  'second_factor_reset',
  'second_factor_added',
  'second_factor_removed',
  'recovery_codes_made',
  'recovery_code_used',
  'passkey_added',
  'passkey_renamed',
  'passkey_removed',
  'confirmation_failed',
  'service_created',
  'service_changed',
  'service_deleted',
  'group_created',
  'group_changed',
  'group_deleted',
] as const

export type Action = (typeof actions)[number]

/**
 * How the actor was authenticated. `api_token`: somebody who presented it to revoke it; `link` is
 * one that works once, for an invitation or a new password; `command_line` is the operator of the
 * installation.
 */
export const credentialKinds = [
  'password',
  'passkey',
  'link',
  'session',
  'api_token',
  'auth_token',
  'refresh_cookie',
  'openid',
  'command_line',
] as const

export type CredentialKind = (typeof credentialKinds)[number]

export const settings = [
  'display_name',
  'language',
  'theme',
  'email',
  'role',
  'groups',
  'name',
  'title',
  'url',
  'access',
  'services',
  'members',
] as const

export type Setting = (typeof settings)[number]

/** The object of the action, or why it failed. Never contains a secret that a user chose. */
export const activityDetail = z
  .object({
    token_id: z.uuid(),
    token_name: z.string().meta({ examples: ['deploy'] }),
    is_retry: z
      .literal(true)
      .meta({ description: 'In old entries: answered again to a retried request.' }),
    expires_at: z.iso
      .datetime()
      .meta({ description: "An auth token's end, or that of a replaced secret." }),
    session_id: z.uuid().meta({ description: 'The session that was ended.' }),
    browser: z.string().meta({ description: 'Of that session.', examples: ['Firefox 128'] }),
    system: z.string().meta({ description: 'Of that session.', examples: ['Linux'] }),
    passkey_name: z.string().meta({ examples: ['Laptop'] }),
    service_name: z.string().meta({ examples: ['wiki'] }),
    group_name: z.string().meta({ examples: ['operations'] }),
    name_before: z.string().meta({ description: 'Of a service or a group that was renamed.' }),
    ended: z.int().min(0).meta({ description: 'How many sessions were ended.' }),
    settings: z.array(z.enum(settings)),
    reason: z.enum([
      'credentials_wrong',
      'code_wrong',
      'passkey_wrong',
      'rate_limited',
      'refresh_cookie_reused',
      'too_many_sessions',
      'provider_logout',
      'account_disabled',
      'previous_secret',
    ]),
  })
  .partial()

export type ActivityDetail = z.infer<typeof activityDetail>

export interface Event {
  action: Action
  detail?: ActivityDetail
}
