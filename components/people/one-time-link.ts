/** A link that works once. The API answers it when it is made, and never again. */
export interface OneTimeLink {
  url: string
  /** RFC 3339. */
  expiresAt: string
  /** Whether it was sent to the user by mail. */
  isSent: boolean
}

export interface InvitationAnswer {
  invite_url: string
  expires_at: string
  sent?: boolean
}

export interface ResetLinkAnswer {
  reset_password_url: string
  expires_at: string
  sent?: boolean
}

export function linkOf(answer: InvitationAnswer | ResetLinkAnswer): OneTimeLink {
  const url = 'invite_url' in answer ? answer.invite_url : answer.reset_password_url
  return { url, expiresAt: answer.expires_at, isSent: answer.sent === true }
}
