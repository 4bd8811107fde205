import { createTranslator } from 'use-intl/core'
import { catalogues } from '@/lib/i18n/messages'
import type { Language } from '@/shared/preferences'

/*
 * A mail: a subject, paragraphs, and at most one link. It is written as plain text, and as HTML
 * without pictures, styles from elsewhere or anything that tells whether it was read.
 */

export interface Letter {
  subject: string
  paragraphs: string[]
  link?: { label: string; url: string }
  /** After the link, smaller. */
  footnotes: string[]
}

export function toText({ paragraphs, link, footnotes }: Letter): string {
  const parts = [...paragraphs, ...(link ? [`${link.label}:\n${link.url}`] : []), ...footnotes]
  return `${parts.join('\n\n')}\n`
}

const fontStyle = 'font-family:system-ui,sans-serif;line-height:1.5'
const linkStyle =
  'display:inline-block;padding:9px 16px;border-radius:8px;background:#1a1a1a;color:#ffffff;text-decoration:none;font-weight:500'

/** @param language of the texts, for screen readers */
export function toHtml({ subject, paragraphs, link, footnotes }: Letter, language: string): string {
  const blocks = [
    ...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
    ...(link
      ? [
          `<p><a href="${escaped(link.url)}" style="${linkStyle}">${escaped(link.label)}</a></p>`,
          `<p style="font-size:13px;overflow-wrap:anywhere">${escaped(link.url)}</p>`,
        ]
      : []),
    ...footnotes.map((text) => `<p style="font-size:13px">${escaped(text)}</p>`),
  ]
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(subject)}</title></head>`,
    `<body style="${fontStyle}"><div style="max-width:34em;margin:0 auto;padding:16px">`,
    ...blocks,
    '</div></body></html>',
  ].join('\n')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)

/** Returns the texts of mails in a language. */
export const mailTexts = (locale: Language) =>
  createTranslator({ locale, messages: catalogues[locale], namespace: 'mail' })
