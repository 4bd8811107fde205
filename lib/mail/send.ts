import { setTimeout } from 'node:timers/promises'
import { log } from '@/lib/log/log'
import { type Letter, toHtml, toText } from '@/lib/mail/letter'
import { mailTransport } from '@/lib/mail/transport'
import type { Language } from '@/shared/preferences'

/** The longest time that a caller waits for the mail server, in ms. */
const patienceMs = 10_000

/**
 * Sends a mail, where mail is set. A mail server that is away or refuses is logged, without the
 * address and without the link.
 * @param to the email address of a user, in its one spelling
 * @returns whether the mail server has accepted the mail, within ten seconds
 */
export async function sendMail(to: string, language: Language, letter: Letter): Promise<boolean> {
  try {
    const transport = await mailTransport()
    if (!transport) return false
    const sending = transport.sendMail({
      // As an object, so that nothing in it is read as a list of addresses.
      to: { name: '', address: to },
      subject: letter.subject,
      text: toText(letter),
      html: toHtml(letter, language),
    })
    await inTime(sending)
    return true
  } catch (error) {
    log().warn(`A mail could not be sent: ${reasonOf(error)}`)
    return false
  }
}

class TooSlow extends Error {
  code = 'the mail server is slow'
}

async function inTime(sending: Promise<unknown>): Promise<void> {
  const waiting = new AbortController()
  const slow = setTimeout(patienceMs, undefined, { signal: waiting.signal, ref: false }).then(
    () => {
      throw new TooSlow()
    },
  )
  try {
    await Promise.race([sending, slow])
  } finally {
    slow.catch(() => {})
    sending.catch(() => {})
    waiting.abort()
  }
}

/**
 * The code of an error alone: its message repeats what the server says, which names the address.
 */
function reasonOf(error: unknown): string {
  const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown }
  return [code, responseCode].filter((part) => part !== undefined).join(' ') || 'unknown error'
}
