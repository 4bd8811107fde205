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

/* Mails that tell users what was done to their account, in case it was not them. */

export type Notice = keyof Messages['mail']['noticeText']

/**
 * Tells a user by mail, where mail is set. Returns at once and never throws: a mail server that is
 * away does not delay what it would tell of.
 * @param actor who did it
 * @param account whose account it was done to. Machines are told nothing. With an address, that is
 * where it is told: the one before a change
 */
export function notify(
  actor: Actor,
  account: { id: string; email?: string },
  notice: Notice,
): void {
  if (!env().mail) return
  const at = new Date()
  tell(actor, account, notice, at).catch((error) =>
    log().warn('A notice could not be sent by mail', { error }),
  )
}

async function tell(
  actor: Actor,
  { id, email: toldAt }: { id: string; email?: string },
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
  const email = toldAt ?? user.email
  await sendMail(email, language, noticeOf(notice, { email, from, at }, language))
}

/**
 * Returns the browser and the address from which something was done. Of somebody else who has done
 * it, the user does not learn them.
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
