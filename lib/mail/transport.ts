import type { Transporter } from 'nodemailer'
import type { MailServer } from '@/lib/config/mail-settings'
import { env } from '@/lib/config/settings'
import { oncePerProcess } from '@/lib/once-per-process'

/* The connection to the mail server. The library is loaded with the first mail. */

/** How long the mail server may be silent, in ms, in each step of a connection. */
const silenceMs = 5_000

/** Returns the transport of this process, or null where no mail is set. */
export const mailTransport = oncePerProcess(
  'mail-transport',
  async (): Promise<Transporter | null> => {
    const { mail } = env()
    if (!mail) return null
    const { createTransport } = await import('nodemailer')
    return createTransport(optionsOf(mail.server), {
      from: mail.from,
      // Keeps absence notices away (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  },
)

function optionsOf({ host, port, isTls, auth }: MailServer) {
  const isHere = isLoopback(host)
  return {
    host,
    port,
    secure: isTls,
    // On this machine nobody else listens, and certificates are rarely made for its name.
    requireTLS: !isHere,
    tls: { rejectUnauthorized: !isHere },
    ...(auth && { auth }),
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    dnsTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
