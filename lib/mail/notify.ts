import type { Actor } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { formatDateTime } from '@/lib/i18n/format'
import type { Messages } from '@/lib/i18n/messages'
import { log } from '@/lib/log/log'
import { type Letter, mailTexts } from '@/lib/mail/letter'
import { sendMail } from '@/lib/mail/send'
import { describeUserAgent } from '@/lib/sessions/user-agent'
import { isLanguage, type Language } from '@/shared/preferences'

/* Mails that notify users of actions on their account, in case somebody else has performed them. */

export type Notice = keyof Messages['mail']['noticeText']

/**
 * Notifies a user by mail, where mail is set. Returns at once and never throws: an unavailable mail
 * server does not delay the action.
 * @param actor the performer of the action
 * @param account the account that it was performed on. Machines get no mail. With an address, the
 *   mail goes there: to the previous one after a change of the address
 */
export function notify(
  actor: Actor,
  account: { id: string; email?: string },
  notice: Notice,
): void {
  if (!env().mail) return
  const at = new Date()
  mailNotice(actor, account, notice, at).catch((error) =>
    log().warn('A notice could not be sent by mail', { error }),
  )
}

async function mailNotice(
  actor: Actor,
  { id, email: given }: { id: string; email?: string },
  notice: Notice,
  at: Date,
): Promise<void> {
  const user = await db().user.findUnique({
    where: { id },
    select: { email: true, language: true, kind: true, invitedAt: true, disabledAt: true },
  })
  if (user?.kind !== 'person' || user.invitedAt || user.disabledAt) return
  const language = isLanguage(user.language) ? user.language : 'en'
  const from = originOf(actor, id)
  const email = given ?? user.email
  await sendMail(email, language, noticeOf(notice, { email, from, at }, language))
}

/**
 * Returns the browser and the address of the action; '' where somebody else has performed it, whose
 * browser and address the user does not learn.
 */
function originOf(actor: Actor, userId: string): string {
  if (actor.kind === 'operator') return ''
  if (actor.kind === 'signed_in' && actor.principal.subject.id !== userId) return ''
  const { address, userAgent } = actor.origin
  const { browser, system } = describeUserAgent(userAgent)
  return [browser, system, address].filter(Boolean).join(' · ')
}

function noticeOf(
  notice: Notice,
  { email, from, at }: { email: string; from: string; at: Date },
  language: Language,
): Letter {
  const t = mailTexts(language)
  const { publicUrl = '', passwords } = env()
  return {
    subject: t(`noticeSubject.${notice}`),
    paragraphs: [
      t(`noticeText.${notice}`, { email, host: new URL(publicUrl).host }),
      [
        t('noticeTime', { time: formatDateTime(at.toISOString(), language, 'UTC') }),
        ...(from ? [t('noticeFrom', { from })] : []),
      ].join('\n'),
    ],
    link: { label: t('noticeLink'), url: `${publicUrl}/account/activity` },
    footnotes: [t(passwords === 'on' ? 'noticeUnexpected' : 'noticeUnexpectedPasswordsOff')],
  }
}
