import { z } from 'zod'
import { SettingsError } from '@/lib/config/settings-error'

export interface MailSettings {
  /** Undefined: no mail is sent. */
  mail: { server: MailServer; from: string } | undefined
}

export interface MailServer {
  host: string
  port: number
  /** Whether the connection begins with TLS. */
  isTls: boolean
  auth: { user: string; pass: string } | undefined
}

const usualPort = { 'smtp:': 587, 'smtps:': 465 }

const smtpUrl = z.string().transform((text, context): MailServer => {
  const server = toServer(text)
  if (server) return server
  context.addIssue(
    'give smtp:// or smtps://, a host and nothing behind its port, such as smtps://user:password@mail.example.com; percent-encode the password',
  )
  return z.NEVER
})

function toServer(text: string): MailServer | null {
  const url = URL.canParse(text) ? new URL(text) : null
  const { protocol } = url ?? {}
  if (!url?.hostname || (protocol !== 'smtp:' && protocol !== 'smtps:')) return null
  if (url.pathname.replace('/', '') + url.search + url.hash !== '') return null
  const [user, pass] = [decode(url.username), decode(url.password)]
  if (user === null || pass === null) return null
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || usualPort[protocol],
    isTls: protocol === 'smtps:',
    auth: user ? { user, pass } : undefined,
  }
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

const mailFrom = z
  .string()
  .regex(
    /^(?:[^\s<>@,;]+@[^\s<>@,;]+|[^<>@,;\p{Cc}]+<[^\s<>@,;]+@[^\s<>@,;]+>)$/u,
    'give an email address, such as jeton@example.com or "Jeton <jeton@example.com>"',
  )

export const mailVariables = z.object({
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: mailFrom.optional(),
})

/**
 * @param publicUrl the address of the links in mails: the request of somebody who has forgotten a
 * password, who may be anybody, must not choose it
 * @throws SettingsError when one of the settings that mail needs is missing
 */
export function toMailSettings(
  { SMTP_URL: server, MAIL_FROM: from }: z.output<typeof mailVariables>,
  publicUrl: string | undefined,
): MailSettings {
  if (!server && !from) return { mail: undefined }
  if (!server) throw new SettingsError('MAIL_FROM is set without SMTP_URL: set both, or none')
  if (!from) throw new SettingsError('SMTP_URL is set without MAIL_FROM: set both, or none')
  if (!publicUrl)
    throw new SettingsError(
      'SMTP_URL is set without NEXTAUTH_URL: set that to the public address, to which links in mails lead',
    )
  return { mail: { server, from } }
}
