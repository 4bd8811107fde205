import { formatDateTime } from '@/lib/i18n/format'
import { mailTexts } from '@/lib/mail/letter'
import { sendMail } from '@/lib/mail/send'
import type { Language } from '@/shared/preferences'

interface ResetLink {
  email: string
  /** The link, which works once. */
  url: string
  expiresAt: Date
}

/**
 * Sends the link to reset a password, where mail is set.
 * @returns whether it was sent
 */
export function sendResetLink(
  { email, url, expiresAt }: ResetLink,
  language: Language,
): Promise<boolean> {
  const t = mailTexts(language)
  const until = formatDateTime(expiresAt.toISOString(), language, 'UTC')
  return sendMail(email, language, {
    subject: t('resetSubject'),
    paragraphs: [t('resetText', { email, host: new URL(url).host })],
    link: { label: t('resetLink'), url },
    footnotes: [t('linkOnce', { until }), t('resetUnexpected')],
  })
}
