import { formatDateTime } from '@/lib/i18n/format'
import { mailTexts } from '@/lib/mail/letter'
import { sendMail } from '@/lib/mail/send'
import type { Language } from '@/shared/preferences'

interface Invitation {
  /** The invited address. */
  email: string
  /** The name of the owner who invites, or the address where the name is empty. */
  inviter: string
  /** The link, which works once. */
  url: string
  expiresAt: Date
}

/**
 * Sends an invitation, where mail is set.
 * @param language that of the owner who invites: the invited person has none yet
 * @returns whether it was sent
 */
export function sendInvitation(
  { email, inviter, url, expiresAt }: Invitation,
  language: Language = 'en',
): Promise<boolean> {
  const t = mailTexts(language)
  const until = formatDateTime(expiresAt.toISOString(), language, 'UTC')
  return sendMail(email, language, {
    subject: t('invitationSubject', { inviter }),
    paragraphs: [t('invitationText', { inviter, host: new URL(url).host, email })],
    link: { label: t('invitationLink'), url },
    footnotes: [t('linkOnce', { until }), t('invitationUnexpected')],
  })
}
