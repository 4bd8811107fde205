import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { freePort } from '@/test/support/server'

/* A real mail server, in the process of the test, which keeps what it is sent. */

export interface MailServer {
  /** The settings of a Jeton that sends its mail here, and its port. */
  settings: Record<string, string>
  /** All mails so far. */
  mails: ParsedMail[]
  /** @returns the first mail to this address that no earlier call has returned */
  next: (to: string) => Promise<ParsedMail>
  stop: () => Promise<void>
}

export async function startMailServer(): Promise<MailServer> {
  const mails: ParsedMail[] = []
  const waiting = new Set<() => void>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, _session, callback) => {
      simpleParser(stream).then((mail) => {
        mails.push(mail)
        callback()
        for (const look of waiting) look()
      }, callback)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const taken = new Set<ParsedMail>()
  const take = (to: string) => {
    const mail = mails.find((one) => !taken.has(one) && recipientsOf(one).includes(to))
    if (mail) taken.add(mail)
    return mail
  }
  const next = (to: string) =>
    new Promise<ParsedMail>((resolve) => {
      const look = () => {
        const mail = take(to)
        if (!mail) return
        waiting.delete(look)
        resolve(mail)
      }
      waiting.add(look)
      look()
    })
  return {
    settings: await settingsFor(port),
    mails,
    next,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** @param port of the mail server */
export async function settingsFor(port: number): Promise<Record<string, string>> {
  const own = await freePort()
  return {
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'Jeton <jeton@example.com>',
    PORT: `${own}`,
    NEXTAUTH_URL: `http://localhost:${own}`,
  }
}

export const recipientsOf = ({ to }: ParsedMail): string[] =>
  [to ?? []].flat().flatMap(({ value }: AddressObject) => value.map(({ address }) => address ?? ''))

/** The token in the link of a mail. */
export function tokenIn({ text = '' }: ParsedMail): string {
  const token = /\/(?:join|reset-password)\/([\w-]{43})\s/.exec(text)?.[1]
  if (!token) throw new Error('The mail has no link')
  return token
}
